// What the hall sees: counters, the last calls, who waits for what. No page here.

/** As many of the newest calls as the server's snapshot carries. */
const KEPT = 24;
/** After these a counter has nobody in hand. */
const OVER = new Set([
  "ticket.done",
  "ticket.no_show",
  "ticket.held",
  "ticket.transferred",
  "ticket.restored",
  "ticket.cancelled",
  "ticket.expired",
]);
const COUNTER_STATE = {
  "counter.opened": "open",
  "counter.resumed": "open",
  "counter.paused": "paused",
  "counter.closed": "closed",
};

const sameCall = (one, other) => one.ticket === other.ticket && one.n === other.n;

export class Board {
  constructor() {
    /** Counters by id: {id, number, state, services, ticket}. */
    this.counters = new Map();
    /** The calls that are shown, newest first, one for each ticket. */
    this.shown = [];
    this.open = true;
    /** The last event that is in it; older ones change nothing. */
    this.seq = -1;
    this.#priority = new Set();
    this.#left = new Map();
  }

  #priority;
  /** The tickets that counters had in hand last, for who takes a step back. */
  #left;

  /**
   * Take a snapshot. Gives the calls that are still true and were not shown yet,
   * oldest first; the very first snapshot gives none: it is only listed.
   */
  snapshot(queue, first) {
    this.seq = queue.seq;
    this.counters = new Map(queue.counters.map((one) => [one.id, { ...one }]));
    this.open = queue.open;
    const waiting = Object.values(queue.waiting).flat();
    const inHand = queue.counters.map((one) => one.ticket).filter(Boolean);
    this.#priority = new Set([
      ...waiting.filter((one) => one.priority).map((one) => one.ticket),
      ...inHand.filter((one) => one.priority).map((one) => one.id),
    ]);
    const known = this.shown;
    const fresh = queue.calls.filter((call) => !known.some((k) => sameCall(k, call)));
    const speak = first ? [] : fresh.filter((call) => this.stands(call)).reverse();
    this.shown = queue.calls.filter((call) => !speak.includes(call)).slice(0, KEPT);
    return speak;
  }

  /** Take an event. Gives the call that is to be announced, or null. */
  event(event) {
    if (event.seq <= this.seq) return null;
    this.seq = event.seq;
    if (event.kind in COUNTER_STATE) this.#counter(event);
    else if (event.kind === "ticket.issued" && event.priority) {
      this.#priority.add(event.ticket);
    } else if (event.kind === "ticket.called") return this.#called(event);
    else if (event.kind === "ticket.started") this.#started(event);
    else if (event.kind === "ticket.prioritised") this.#prioritised(event);
    else if (event.kind === "counter.undone") this.#undone(event);
    else if (OVER.has(event.kind)) this.#over(event.ticket);
    else if (event.kind === "day.opened") this.#newDay();
    return null;
  }

  /** Whether a call is still true: its ticket has not come to the counter yet. */
  stands(call) {
    const ticket = this.counters.get(call.counter)?.ticket;
    return ticket?.id === call.ticket && ticket.state === "called";
  }

  /** A call is being spoken, or is only listed: it is the newest shown. */
  put(call) {
    const others = this.shown.filter((one) => one.ticket !== call.ticket);
    this.shown = [call, ...others].slice(0, KEPT);
  }

  /** A counter's number as people know it. */
  number(counter) {
    return this.counters.get(counter)?.number ?? "";
  }

  #counter(event) {
    const counter = this.counters.get(event.counter);
    if (!counter) return;
    counter.state = COUNTER_STATE[event.kind];
    counter.reason = counter.state === "paused" ? event.reason : null;
    if (event.kind === "counter.opened") counter.clerk = event.clerk;
    if (counter.state === "closed") counter.ticket = null;
  }

  #called(event) {
    const call = {
      ticket: event.ticket,
      number: event.number,
      counter: event.counter,
      service: event.service,
      called_at: event.at,
      n: event.n,
      voice: event.voice ?? null,
    };
    const counter = this.counters.get(event.counter);
    if (counter) {
      this.#over(event.ticket);
      counter.state = "open";
      counter.ticket = {
        id: event.ticket,
        number: event.number,
        service: event.service,
        state: "called",
        called_at: event.at,
        priority: this.#priority.has(event.ticket),
      };
    }
    return call;
  }

  #prioritised({ ticket, priority }) {
    if (priority) this.#priority.add(ticket);
    else this.#priority.delete(ticket);
    for (const counter of this.counters.values()) {
      if (counter.ticket?.id === ticket) counter.ticket.priority = priority;
    }
  }

  /** A counter's last step was taken back: its ticket is where it was before. */
  #undone({ at, ticket, number, service, counter, undone, state }) {
    this.#over(ticket);
    if (undone === "ticket.called") {
      this.shown = this.shown.filter((one) => one.ticket !== ticket);
    }
    const back = this.counters.get(counter);
    if (!back || (state !== "called" && state !== "serving")) return;
    const had = this.#left.get(counter);
    const known = had?.id === ticket ? had : { id: ticket, called_at: at, started_at: at };
    const priority = this.#priority.has(ticket);
    back.ticket = { ...known, number, service, state, priority };
  }

  #started(event) {
    const counter = this.counters.get(event.counter);
    if (!counter) return;
    const { ticket: id, number, service, at } = event;
    const walkedUp = { id, number, service, called_at: at, priority: this.#priority.has(id) };
    const hand = counter.ticket?.id === id ? counter.ticket : walkedUp;
    counter.ticket = { ...hand, state: "serving", started_at: at };
  }

  #over(ticket) {
    for (const counter of this.counters.values()) {
      if (counter.ticket?.id !== ticket) continue;
      this.#left.set(counter.id, counter.ticket);
      counter.ticket = null;
    }
  }

  #newDay() {
    this.shown = [];
    this.#left.clear();
    this.#priority.clear();
    for (const counter of this.counters.values()) counter.ticket = null;
  }
}
