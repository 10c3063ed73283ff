// What the wall and a counter's display share: the line, the board, the office.

import { Board } from "./board.js";
import { Link } from "./link.js";
import { OfficeClock } from "./texts.js";

export class Hall {
  #changed;
  #missed = [];
  #announced = new Set();
  #first = true;

  /**
   * @param changed is told after every change.
   * @param announce is told each call to speak, in order.
   * @param withdraw is told each ticket whose call was taken back.
   */
  constructor(changed, announce = () => {}, withdraw = () => {}) {
    this.#changed = changed;
    this.announce = announce;
    this.withdraw = withdraw;
    this.board = new Board();
    this.office = null;
    this.waits = {};
    this.clock = new OfficeClock();
    this.link = new Link(["queue", "office"], (kind, params) => this.#hear(kind, params));
  }

  start() {
    this.link.start();
    this.#getOffice();
  }

  /** A service of the office by its id. */
  service(id) {
    return this.office?.services.find((one) => one.id === id);
  }

  #hear(kind, params) {
    if (kind === "snapshot") this.#snapshot(params.queue);
    else if (kind === "event") this.#event(params);
    else if (kind === "current") this.#caughtUp();
    else if (kind === "tick") this.clock.hear(params.at);
    else if (kind === "waits") this.#waits(params);
    else if (kind === "online" && this.office) this.#getOffice();
    this.#changed();
  }

  #snapshot(queue) {
    const first = this.#first;
    this.#first = false;
    this.#missed = [];
    this.#withdrawUndone(queue);
    for (const call of this.board.snapshot(queue, first)) this.#announce(call);
  }

  #event(event) {
    const call = this.board.event(event);
    if (call && this.link.current) {
      this.clock.hear(event.at);
      this.#announce(call);
    } else if (call) {
      this.#missed.push(call);
    }
    if (event.kind === "office.changed" || event.kind.startsWith("day.")) {
      this.#getOffice();
    }
    if (event.undone === "ticket.called") {
      this.#missed = this.#missed.filter((one) => one.ticket !== event.ticket);
      this.withdraw(event.ticket);
    }
  }

  /** A snapshot stands for events that never came: among them may be an undo. */
  #withdrawUndone(queue) {
    const called = new Set(queue.calls.map((call) => call.ticket));
    for (const ticket of this.#announced) {
      if (!called.has(ticket)) this.withdraw(ticket);
    }
    this.#announced.clear();
  }

  #announce(call) {
    this.#announced.add(call.ticket);
    this.announce(call);
  }

  /** After a cut: what is still true is spoken, the rest is only listed. */
  #caughtUp() {
    const missed = this.#missed;
    this.#missed = [];
    const newest = new Map(missed.map((call) => [call.ticket, call]));
    for (const call of missed) {
      if (newest.get(call.ticket) === call && this.board.stands(call)) {
        this.#announce(call);
      } else this.board.put(call);
    }
  }

  #waits({ at, services }) {
    this.clock.hear(at);
    this.waits = services;
  }

  async #getOffice() {
    this.office = await this.link.call("office.get");
    this.waits = Object.fromEntries(
      this.office.services.map(({ id, waiting, wait }) => [id, { waiting, wait }]),
    );
    this.#changed();
  }
}
