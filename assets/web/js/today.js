// This counter's day, from the day's events: how many, how long, who was last.

const KEPT = 4;
/** After these a ticket is no longer in a counter's hand. */
const LEAVES = new Set(["ticket.done", "ticket.no_show", "ticket.held", "ticket.transferred"]);

export class Today {
  #tickets = new Map();
  #counter = null;

  /** Take an event of any counter; only those of `counter` are counted. */
  hear(event, counter) {
    this.#counter = counter;
    const { kind, ticket: id } = event;
    if (kind === "ticket.issued") this.#tickets.set(id, { id, issued: event.at });
    const ticket = this.#tickets.get(id);
    if (!ticket) return;
    if (kind === "ticket.called") this.#called(ticket, event);
    else if (kind === "ticket.started") this.#started(ticket, event);
    else if (LEAVES.has(kind)) this.#left(ticket, event);
    else if (kind === "counter.undone") this.#undone(ticket, event);
  }

  /** How many visits were finished here. */
  get done() {
    return this.#ended("ticket.done").length;
  }

  /** How many had not come when they were called here, and did not come since. */
  get absent() {
    return this.#ended("ticket.no_show").length;
  }

  /** The tickets finished here, newest first: {number, service, at}. */
  get last() {
    const newest = this.#ended("ticket.done").slice(-KEPT).reverse();
    return newest.map(({ number, service, at }) => ({ number, service, at }));
  }

  /** The median service time in seconds, null when there is none yet. */
  get served() {
    const visits = this.#ended("ticket.done").filter((end) => end.from);
    return median(visits.map(({ from, at }) => seconds(from, at)));
  }

  /** The median wait for the first call in seconds, null when there is none yet. */
  get waited() {
    const here = ({ first }) => first?.counter === this.#counter;
    const called = [...this.#tickets.values()].filter(here);
    return median(called.map(({ issued, first }) => seconds(issued, first.at)));
  }

  #ended(kind) {
    return [...this.#tickets.values()]
      .map(({ end }) => end)
      .filter((end) => end?.kind === kind && end.counter === this.#counter);
  }

  /** A recall does not begin the visit anew. */
  #called(ticket, { counter, at }) {
    if (ticket.inHand === counter) return;
    ticket.before = { first: ticket.first, from: ticket.from, end: ticket.end };
    ticket.first ??= { counter, at };
    ticket.from = ticket.calledAt = at;
    ticket.inHand = counter;
    ticket.end = null;
  }

  #started(ticket, { counter, at }) {
    ticket.from = at;
    ticket.inHand = counter;
  }

  #left(ticket, { kind, counter, at, number, service }) {
    ticket.inHand = null;
    ticket.end = { kind, counter, at, number, service, from: ticket.from };
    this.#tickets.delete(ticket.id); // who left last stands last
    this.#tickets.set(ticket.id, ticket);
  }

  #undone(ticket, { counter, undone, state }) {
    ticket.inHand = state === "called" || state === "serving" ? counter : null;
    if (LEAVES.has(undone)) ticket.end = null;
    else if (undone === "ticket.called") Object.assign(ticket, ticket.before);
    else ticket.from = ticket.calledAt;
  }
}

function seconds(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

function median(values) {
  if (!values.length) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
