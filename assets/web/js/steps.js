// What a clerk does with the ticket in hand and the counter: each step asks what it
// needs, carries it out, says what it did.

import { ask, tell } from "./dialogs.js";
import { find } from "./dom.js";
import { shortMinutes } from "./durations.js";
import { oneLine, t } from "./texts.js";

/** The answer that changes nothing. */
export const back = () => ({ value: null, label: t("counter.back") });

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

/** The dossier's code that was typed or scanned, where there is one. */
function dossier() {
  const code = find("#dossier").value.trim();
  return code ? { dossier: code } : {};
}

/** The office's own list as answers; what is written down is Vietnamese: the hall reads it. */
function reasons(list = []) {
  return list.map(({ name }) => ({ value: name.vi, label: oneLine(name), plain: true }));
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

  // The ticket in hand

  async next() {
    if (this.#page.desk.counter.state === "paused") {
      await this.#intentions.do("counter.resume", {}, t("counter.resumed"));
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
    } else if (inHand) steps.unshift(["counter.finish", dossier()]);
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
    return this.#intentions.do("counter.start", {}, t("counter.started_now", { number: this.#hand.number }));
  }

  recall() {
    return this.#intentions.do("counter.recall", {}, t("counter.recalled", { number: this.#hand.number }));
  }

  absent() {
    const { number } = this.#hand;
    return this.#intentions.do("counter.no_show", {}, t("counter.marked_absent", { number }));
  }

  finish() {
    return this.#intentions.do("counter.finish", dossier(), t("counter.finished", { number: this.#hand.number }));
  }

  async hold() {
    const ticket = this.#hand;
    const { number } = ticket;
    const reason = await ask(t("counter.hold_title", { number }), t("counter.hold_text"), [
      ...reasons(this.#page.office?.hold_reasons),
      { write: t("counter.other_reason"), label: t("counter.hold"), required: true },
      back(),
    ]);
    if (!reason || this.#isGone(ticket)) return;
    await this.#intentions.do("counter.hold", { reason }, t("counter.held", { number }));
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
    await this.#intentions.do("counter.transfer", params, t("counter.transferred", { number, where }));
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

  // The counter

  async undo() {
    const { kind } = this.#page.desk.undo;
    await this.#intentions.do("counter.undo", {}, t("counter.undone", { what: stepName(kind) }));
  }

  async pause() {
    const { number } = this.#page.desk.counter;
    const reason = await ask(t("counter.pause_title", { number }), t("counter.pause_text"), [
      ...reasons(this.#page.office?.pause_reasons),
      { write: t("counter.other_reason"), label: t("counter.pause") },
      back(),
    ]);
    if (reason === null) return;
    await this.#intentions.do("counter.pause", reason ? { reason } : {}, t("counter.now_paused"));
  }

  /** Ask the colleagues to come, without a word or a sound here. */
  callColleague() {
    return this.#intentions.do("colleague.call", {});
  }

  /** Go to who asked for help: the others see who. */
  goTo({ id }) {
    return this.#intentions.do("assistance.answer", { id });
  }

  async close() {
    const answer = await ask(t("counter.close_title"), t("counter.close_text"), [
      { value: "close", label: t("counter.close") },
      back(),
    ]);
    if (answer) await this.#intentions.do("counter.close", {}, t("counter.closed_now"));
  }

  /** Sit down; a supervisor is asked first where somebody else sits. */
  async open({ id, number, state, clerk, ticket }) {
    if (state === "closed") {
      await this.#intentions.do("counter.open", { counter: id });
      return;
    }
    const who = clerk ? t("counter.taken_by", { name: clerk }) : t("counter.taken");
    const hand = ticket ? t("counter.take_over_ticket", { number: ticket.number }) : "";
    const answer = await ask(t("counter.take_over_title", { number }), `${who}. ${hand}`.trim(), [
      { value: "take", label: t("counter.take_over"), plain: true },
      back(),
    ]);
    if (answer) await this.#intentions.do("counter.open", { counter: id, take_over: true });
  }
}
