// The office's day in figures, from the day's events. No page here.

export class Figures {
  #waits = new Map();

  constructor() {
    this.forget();
  }

  /** Begin a day. */
  forget() {
    this.issued = 0;
    this.done = 0;
    this.absent = 0;
    this.#waits.clear();
    this.at = new Map();
  }

  /** Take an event; what is taken back counts no more. */
  hear({ kind, ticket, at, undone }) {
    if (kind === "ticket.issued") {
      this.issued += 1;
      this.at.set(ticket, at);
    } else if (kind === "ticket.done") this.done += 1;
    else if (kind === "ticket.no_show") this.absent += 1;
    else if (kind === "ticket.called") this.#called(ticket, at);
    else if (kind === "counter.undone") this.#undone(ticket, undone);
  }

  /** How many were called at least once. */
  get called() {
    return this.#waits.size;
  }

  /** The median wait for the first call in seconds, null when nobody was called. */
  get waited() {
    const waits = [...this.#waits.values()].sort((one, other) => one - other);
    if (!waits.length) return null;
    const middle = waits.length >> 1;
    return waits.length % 2 ? waits[middle] : (waits[middle - 1] + waits[middle]) / 2;
  }

  #called(ticket, at) {
    const issued = this.at.get(ticket);
    if (!issued || this.#waits.has(ticket)) return;
    this.#waits.set(ticket, (Date.parse(at) - Date.parse(issued)) / 1000);
  }

  #undone(ticket, undone) {
    if (undone === "ticket.done") this.done -= 1;
    else if (undone === "ticket.no_show") this.absent -= 1;
    else if (undone === "ticket.called") this.#waits.delete(ticket);
  }
}
