// What the wall and a counter's display share: the line, the board, the office.

import { Board } from "./board.js";
import { Link } from "./link.js";
import { Scope, scopeOf } from "./scope.js";
import { OfficeClock } from "./texts.js";

/** So often the office is asked for, whose hours and notices come and go (ms). */
const OFFICE_EVERY = 60000;

export class Hall {
  #changed;
  #missed = [];
  #announced = new Set();
  #first = true;
  #asked = 0;
  #room;
  #version = null;
  #phone = null;

  /**
   * @param changed is told after every change.
   * @param room the id of the room whose calls count here; "" for all.
   * @param announce is told each call to speak, in order.
   * @param withdraw is told each ticket whose call was taken back.
   * @param keep is told, after a cut, which calls are still true; gives the others
   *   that it would have spoken.
   */
  constructor(
    changed,
    { room = "", announce = () => {}, withdraw = () => {}, keep = () => [] } = {},
  ) {
    this.#changed = changed;
    this.#room = room;
    this.announce = announce;
    this.withdraw = withdraw;
    this.keep = keep;
    this.board = new Board();
    this.office = null;
    /** Tells the staff how this display is. */
    this.reporter = null;
    this.scope = new Scope();
    this.waits = {};
    /** The posted procedures. */
    this.procedures = [];
    this.clock = new OfficeClock();
    this.link = new Link(["queue", "office"], (kind, params) => this.#hear(kind, params));
  }

  start() {
    this.link.start();
    this.#look();
  }

  /** Whether a snapshot was ever heard. */
  get known() {
    return !this.#first;
  }

  /** The newest calls of this display's room, newest first. */
  get calls() {
    return this.board.shown.filter((call) => this.scope.has(call));
  }

  /** Whether the office has no room of the name that this display was given. */
  get lostRoom() {
    return Boolean(this.#room) && !this.office?.rooms.some(({ id }) => id === this.#room);
  }

  /** Whether it is one of the office's quiet hours. */
  get quiet() {
    const now = this.clock.time();
    const within = ([first, last]) => first <= now && now < last;
    return (this.office?.quiet ?? []).some((range) => within(range.split("-")));
  }

  /** What a phone needs to take a number here now; null while it can take none. */
  get byPhone() {
    const told = this.#phone;
    const given = this.office?.phone_tickets && this.office.services.some(({ open }) => open);
    return told && given && this.clock.now() < Date.parse(told.until) ? told : null;
  }

  /** A service of the office by its id. */
  service(id) {
    return this.office?.services.find((one) => one.id === id);
  }

  #hear(kind, params) {
    if (kind === "snapshot") this.#snapshot(params.queue);
    else if (kind === "event") this.#event(params);
    else if (kind === "current") this.#caughtUp();
    else if (kind === "tick") this.#tick(params.at);
    else if (kind === "waits") this.#waits(params);
    else if (kind === "online") this.#online();
    this.#changed();
  }

  #online() {
    this.reporter?.again();
    if (this.office) this.#look();
  }

  #snapshot(queue) {
    const first = this.#first;
    this.#first = false;
    this.#missed = [];
    this.#withdrawUndone(queue);
    const speak = this.board.snapshot(queue, first);
    this.keep((call) => this.board.stands(call));
    for (const call of speak) this.#announce(call);
  }

  #event(event) {
    const call = this.board.event(event);
    if (call && this.link.current) {
      this.clock.hear(event.at);
      this.#announce(call);
    } else if (call) {
      this.#missed.push(call);
    }
    if (event.kind === "office.changed" || event.kind.startsWith("day.")) this.#look();
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
    if (!this.scope.has(call)) {
      this.board.put(call);
      return;
    }
    this.#announced.add(call.ticket);
    this.announce(call);
  }

  #tick(at) {
    this.clock.hear(at);
    if (Date.now() - this.#asked >= OFFICE_EVERY) this.#look();
    else if (this.#phone && this.clock.now() >= Date.parse(this.#phone.changes)) this.#getCode();
  }

  /** After a cut: what is still true is spoken, the rest is only listed. */
  #caughtUp() {
    const missed = this.#missed;
    this.#missed = [];
    for (const over of this.keep((call) => this.board.stands(call))) this.board.put(over);
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

  /** Ask for what is no event: the office, and what it has posted. */
  #look() {
    this.#asked = Date.now();
    this.#getOffice();
    this.#getProcedures();
  }

  async #getProcedures() {
    const params = { version: this.#version };
    const { version, procedures } = await this.link.call("procedure.bundle", params);
    if (!procedures) return;
    [this.#version, this.procedures] = [version, procedures];
    this.#changed();
  }

  async #getOffice() {
    this.office = await this.link.call("office.get");
    this.scope = scopeOf(this.office, this.#room);
    this.waits = Object.fromEntries(
      this.office.services.map(({ id, waiting, wait }) => [id, { waiting, wait }]),
    );
    this.#changed();
    await this.#getCode();
  }

  /** Ask for the hall's code; a display that is none of the office's is told none. */
  async #getCode() {
    const wanted = this.office.phone_tickets;
    this.#phone = wanted ? await this.link.call("phone.code").catch(() => null) : null;
    this.#changed();
  }
}
