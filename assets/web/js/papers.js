// The procedures of tickets, asked for once and kept.

import { t, words } from "./texts.js";

/** What a clerk wants to know of a procedure, line by line. */
export function aboutProcedure({ fee, time, result, who_must_come: who, steps, legal, source }) {
  const lines = [
    [words(fee), words(time)].filter(Boolean).join(" · "),
    words(who) && t("counter.procedure_who", { who: words(who) }),
    words(result) && t("counter.procedure_result", { result: words(result) }),
    ...steps.map((step, n) => `${n + 1}. ${step}`),
    legal.length ? t("counter.procedure_legal", { legal: legal.join("; ") }) : "",
    source && t("counter.procedure_source", { source }),
  ];
  return lines.filter(Boolean).join("\n");
}

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
