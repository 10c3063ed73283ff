// This counter's day, from the day's events: how many, how long, who was last.

const KEPT = 4;

export class Today {
  constructor() {
    this.#tickets = new Map();
    /** The tickets finished at this counter, newest first: {number, service, at}. */
    this.last = [];
    this.done = 0;
    this.absent = 0;
    this.#served = [];
    this.#waited = [];
  }

  #tickets;
  #served;
  #waited;

  /** Take an event of any counter; only those of `counter` are counted. */
  hear(event, counter) {
    const ticket = this.#tickets.get(event.ticket) ?? {};
    if (event.kind === "ticket.issued") this.#tickets.set(event.ticket, { issued: event });
    else if (event.kind === "ticket.called") this.#called(ticket, event, counter);
    else if (event.kind === "ticket.started") ticket.started = event;
    else if (event.counter !== counter || ticket.counter !== counter) return;
    else if (event.kind === "ticket.no_show") this.absent += 1;
    else if (event.kind === "ticket.done") this.#finished(ticket, event);
  }

  /** The median service time in seconds, null when there is none yet. */
  get served() {
    return median(this.#served);
  }

  /** The median wait in seconds, null when there is none yet. */
  get waited() {
    return median(this.#waited);
  }

  #called(ticket, event, counter) {
    ticket.counter = event.counter;
    if (event.n !== 1 || !ticket.issued) return;
    ticket.called = event;
    if (event.counter === counter) this.#waited.push(seconds(ticket.issued, event));
  }

  #finished(ticket, event) {
    this.done += 1;
    const from = ticket.started ?? ticket.called;
    if (from) this.#served.push(seconds(from, event));
    const { number, service, at } = event;
    this.last = [{ number, service, at }, ...this.last].slice(0, KEPT);
  }
}

function seconds(from, to) {
  return (Date.parse(to.at) - Date.parse(from.at)) / 1000;
}

function median(values) {
  if (!values.length) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
