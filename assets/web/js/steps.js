// What a clerk can do: each step asks what it needs, carries it out, says what it did.

import { ask, tell } from "./dialogs.js";
import { matter, priorityName } from "./hand.js";
import { minutes, oneLine, shortMinutes, t } from "./texts.js";

const back = () => ({ value: null, label: t("counter.back") });

/** An event's kind in a clerk's words, for what can be taken back. */
export function stepName(kind) {
  return t(`counter.step.${kind.replace("ticket.", "")}`);
}

/** What another counter is doing. */
export function doing(page, { state, ticket }) {
  if (state === "closed") return t("counter.state_closed");
  if (state === "paused") return t("counter.state_paused");
  if (!ticket) return t("counter.state_free");
  const since = page.clock.since(ticket.called_at ?? ticket.started_at ?? ticket.issued_at);
  return t("counter.state_busy", { number: ticket.number, time: shortMinutes(since) });
}

/** "B018" is meant by "b018", "B18" and "18". */
function isMeant(number, wanted) {
  const [, letters, digits] = /^(\D*)0*(.*)$/.exec(wanted);
  const [, prefix, rest] = /^(\D*)0*(.*)$/.exec(number);
  return digits === rest && (!letters || letters === prefix);
}

export class Steps {
  #page;
  #intentions;

  constructor(page, intentions) {
    this.#page = page;
    this.#intentions = intentions;
  }

  get #hand() {
    return this.#page.desk.ticket;
  }

  /** Whether the ticket that was asked about is no longer the one in hand. */
  #isGone(ticket) {
    return this.#page.desk?.ticket?.id !== ticket.id;
  }

  /** Carry out one step; `said` is told when it happened. */
  async #do(method, params, said = "") {
    const answers = await this.#intentions.carryOut(method, [[method, params]]);
    if (answers && said) tell(said);
    return answers?.[0] ?? null;
  }

  // The ticket in hand

  async next() {
    if (this.#page.desk.counter.state === "paused") {
      await this.#do("counter.resume", {}, t("counter.resumed"));
      return;
    }
    const inHand = this.#hand;
    const steps = [["counter.call_next", {}]];
    if (inHand?.state === "called") {
      const answer = await this.#askAbsent(inHand);
      if (this.#isGone(inHand)) return;
      if (answer === "recall") await this.recall();
      if (answer !== "absent") return;
      steps.unshift(["counter.no_show", {}]);
    } else if (inHand) steps.unshift(["counter.finish", {}]);
    const answers = await this.#intentions.carryOut("next", steps);
    const called = answers?.at(-1);
    if (called?.ticket) tell(t("counter.called_now", { number: called.ticket.number }));
    else if (called) tell(t("counter.nobody_waits"));
  }

  #askAbsent({ number }) {
    return ask(t("counter.absent_title", { number }), t("counter.absent_text"), [
      { value: "absent", label: t("counter.absent_next") },
      { value: "recall", label: t("counter.recall_number", { number }) },
      back(),
    ]);
  }

  start() {
    return this.#do("counter.start", {});
  }

  recall() {
    return this.#do("counter.recall", {}, t("counter.recalled", { number: this.#hand.number }));
  }

  absent() {
    const { number } = this.#hand;
    return this.#do("counter.no_show", {}, t("counter.marked_absent", { number }));
  }

  finish() {
    return this.#do("counter.finish", {}, t("counter.finished", { number: this.#hand.number }));
  }

  async hold() {
    const ticket = this.#hand;
    const { number } = ticket;
    const reasons = [
      t("counter.hold_papers"),
      t("counter.hold_copies"),
      t("counter.hold_form"),
      t("counter.hold_fee"),
      t("counter.hold_colleague"),
    ];
    const reason = await ask(t("counter.hold_title", { number }), t("counter.hold_text"), [
      ...reasons.map((label) => ({ value: label, label, plain: true })),
      { write: t("counter.other_reason"), label: t("counter.hold"), required: true },
      back(),
    ]);
    if (!reason || this.#isGone(ticket)) return;
    await this.#do("counter.hold", { reason }, t("counter.held", { number }));
  }

  async transfer() {
    const ticket = this.#hand;
    const { number } = ticket;
    const targets = [...this.#services(ticket), ...this.#counters()];
    const text = t("counter.transfer_text");
    const to = await ask(t("counter.transfer_title", { number }), text, [...targets, back()]);
    if (!to || this.#isGone(ticket)) return;
    const where = to.where;
    const note = await ask(t("counter.transfer_to", { number, where }), t("counter.note_text"), [
      { write: t("counter.note"), label: t("counter.transfer") },
      back(),
    ]);
    if (note === null || this.#isGone(ticket)) return;
    const params = note ? { ...to.params, note } : to.params;
    await this.#do("counter.transfer", params, t("counter.transferred", { number, where }));
  }

  #services({ service: own }) {
    return this.#page.office.services
      .filter(({ id }) => id !== own)
      .map((service) => {
        const where = oneLine(service.short);
        const hint = t("counter.line_of", { n: service.waiting, prefix: service.prefix });
        return { value: { where, params: { service: service.id } }, label: where, hint, plain: true };
      });
  }

  #counters() {
    const open = ({ id, state }) => id !== this.#page.desk.counter.id && state !== "closed";
    return this.#page.counters.filter(open).map((counter) => {
      const where = t("counter.place", { number: counter.number });
      const hint = doing(this.#page, counter);
      return { value: { where, params: { to: counter.id } }, label: where, hint, plain: true };
    });
  }

  reprint() {
    return this.print(this.#hand);
  }

  print({ id, number }) {
    return this.#do("ticket.reprint", { ticket: id }, t("counter.reprinting", { number }));
  }

  priority() {
    return this.prioritise(this.#hand);
  }

  // The counter

  async undo() {
    const { kind } = this.#page.desk.undo;
    await this.#do("counter.undo", {}, t("counter.undone", { what: stepName(kind) }));
  }

  async pause() {
    const reasons = [
      t("counter.pause_rest"),
      t("counter.pause_meeting"),
      t("counter.pause_files"),
      t("counter.pause_errand"),
    ];
    const { number } = this.#page.desk.counter;
    const reason = await ask(t("counter.pause_title", { number }), t("counter.pause_text"), [
      ...reasons.map((label) => ({ value: label, label, plain: true })),
      { write: t("counter.other_reason"), label: t("counter.pause") },
      back(),
    ]);
    if (reason === null) return;
    await this.#do("counter.pause", reason ? { reason } : {}, t("counter.now_paused"));
  }

  async close() {
    const answer = await ask(t("counter.close_title"), t("counter.close_text"), [
      { value: "close", label: t("counter.close") },
      back(),
    ]);
    if (answer) await this.#do("counter.close", {});
  }

  /** Sit down; a supervisor is asked first where somebody else sits. */
  async open({ id, number, state, clerk, ticket }) {
    if (state === "closed") {
      await this.#do("counter.open", { counter: id });
      return;
    }
    const who = clerk ? t("counter.taken_by", { name: clerk }) : t("counter.taken");
    const hand = ticket ? t("counter.take_over_ticket", { number: ticket.number }) : "";
    const answer = await ask(t("counter.take_over_title", { number }), `${who}. ${hand}`.trim(), [
      { value: "take", label: t("counter.take_over"), plain: true },
      back(),
    ]);
    if (answer) await this.#do("counter.open", { counter: id, take_over: true });
  }

  // Without a ticket

  async issue() {
    const service = await this.#askService(t("counter.issue_title"), t("counter.issue_text"));
    const given = service && (await this.#do("ticket.issue", { service }));
    if (!given) return;
    const { ticket } = given;
    const answers = [
      { value: null, label: t("counter.issued_done") },
      { value: "print", label: t("counter.issued_print") },
    ];
    const text = t("counter.issued_text");
    const answer = await ask(t("counter.issued_title"), text, answers, ticket.number);
    if (answer === "print") await this.print(ticket);
  }

  async walkIn() {
    const text = t("counter.walk_in_text");
    const service = await this.#askService(t("counter.walk_in_title"), text);
    if (!service) return;
    const ticket = await this.#do("counter.walk_in", { service });
    if (ticket) tell(t("counter.walked_in", { number: ticket.number }));
  }

  #askService(title, text) {
    const services = this.#page.office.services.map((service) => ({
      value: service.id,
      label: oneLine(service.short),
      hint: t("counter.line_of", { n: service.waiting, prefix: service.prefix }),
      plain: true,
    }));
    return ask(title, text, [...services, back()]);
  }

  // A ticket of the lists

  /** A row was picked: say what it is, offer what can be done with it. */
  async choose(ticket) {
    const { desk } = this.#page;
    const { id, number } = ticket;
    const busy = desk.ticket ? t("counter.busy_with", { number: desk.ticket.number }) : "";
    const paused = desk.counter.state === "paused" ? t("counter.state_paused") : "";
    const hint = busy || paused;
    const isAside = ticket.state === "held" || ticket.state === "no_show";
    const answers = [
      { value: "call", label: t("counter.call_number", { number }), hint, disabled: Boolean(hint) },
    ];
    if (isAside) answers.push({ value: "restore", label: t("counter.restore"), plain: true });
    if (ticket.state !== "no_show") {
      answers.push({ value: "priority", label: t("counter.change_priority") });
      if (this.#page.supervises) answers.push({ value: "cancel", label: t("counter.cancel") });
    }
    const answer = await ask(number, this.#about(ticket), [...answers, back()]);
    if (answer === "call") await this.#call(id);
    else if (answer === "restore") {
      await this.#do("ticket.restore", { ticket: id }, t("counter.restored", { number }));
    } else if (answer === "priority") await this.prioritise(ticket);
    else if (answer === "cancel") await this.#cancel(ticket);
  }

  async #call(ticket) {
    const called = await this.#do("counter.call", { ticket });
    if (called) tell(t("counter.called_now", { number: called.ticket.number }));
  }

  #about(ticket) {
    const since = minutes(this.#page.clock.since(ticket.issued_at));
    const said = [matter(this.#page, ticket), t("counter.waited", { time: since })];
    if (ticket.state === "no_show") said.push(t("counter.was_absent"));
    if (ticket.hold_reason) said.push(t("counter.held_because", { why: ticket.hold_reason }));
    if (ticket.priority) said.push(priorityName(this.#page, ticket));
    if (ticket.note) said.push(t("counter.noted", { note: ticket.note }));
    return said.join(" · ");
  }

  async prioritise(ticket) {
    const { id, number } = ticket;
    const reasons = this.#page.office.priorities.map((reason) => ({
      value: reason.id,
      label: oneLine(reason.name),
      hint: reason.id === ticket.reason ? t("counter.priority_now") : "",
      disabled: reason.id === ticket.reason,
      plain: true,
    }));
    const withdraw = { value: "none", label: t("counter.priority_none"), plain: true };
    const answers = [...reasons, ...(ticket.priority ? [withdraw] : []), back()];
    const title = t("counter.priority_title", { number });
    const chosen = await ask(title, t("counter.priority_text"), answers);
    if (!chosen) return;
    const priority = chosen === "none" ? null : chosen;
    const said = priority ? "counter.prioritised" : "counter.unprioritised";
    await this.#do("ticket.prioritise", { ticket: id, priority }, t(said, { number }));
  }

  async #cancel({ id, number }) {
    const answer = await ask(t("counter.cancel_title", { number }), t("counter.cancel_text"), [
      { value: "cancel", label: t("counter.cancel"), plain: true },
      back(),
    ]);
    if (answer) await this.#do("ticket.cancel", { ticket: id }, t("counter.cancelled", { number }));
  }

  /** Find a number among those who wait and those who are set aside. */
  async find() {
    const known = () => [...this.#page.desk.waiting, ...this.#page.desk.aside];
    const typed = await ask(t("counter.find"), t("counter.find_text"), [
      { write: t("counter.number"), label: t("counter.find"), required: true },
      back(),
    ]);
    if (!typed) return;
    const wanted = typed.replace(/\s/g, "").toUpperCase();
    const found = known().filter(({ number }) => isMeant(number, wanted));
    if (!found.length) tell(t("counter.not_found", { number: wanted }), "problem");
    else if (found.length === 1) await this.choose(found[0]);
    else {
      const answers = found.map((ticket) => ({
        value: ticket,
        label: ticket.number,
        hint: matter(this.#page, ticket),
        plain: true,
      }));
      const one = await ask(t("counter.find"), "", [...answers, back()]);
      if (one) await this.choose(one);
    }
  }
}
