// The procedures of tickets, asked for once and kept.

export class Procedures {
  #link;
  #changed;
  #known = new Map();

  constructor(link, changed) {
    this.#link = link;
    this.#changed = changed;
  }

  /** Give a procedure, or null while it is not here yet; then `changed` is told. */
  get(code) {
    if (!this.#known.has(code)) {
      this.#known.set(code, null);
      this.#ask(code);
    }
    return this.#known.get(code);
  }

  async #ask(code) {
    try {
      this.#known.set(code, await this.#link.call("procedure.get", { code }));
      this.#changed();
    } catch {
      // It was withdrawn since: the ticket shows its service instead.
    }
  }
}
