// What a clerk does with any ticket: gives a new one, calls, prints or changes one.

import { ask, tell } from "./dialogs.js";
import { minutes } from "./durations.js";
import { matter, priorityName } from "./hand.js";
import { aboutProcedure } from "./papers.js";
import { back } from "./steps.js";
import { oneLine, t } from "./texts.js";

export class Tickets {
  #page;
  #intentions;

  constructor(page, intentions) {
    this.#page = page;
    this.#intentions = intentions;
  }

  // A new one

  async issue() {
    const service = await this.#askService(t("counter.issue_title"), t("counter.issue_text"));
    const given = service && (await this.#intentions.do("ticket.issue", { service }));
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
    const ticket = await this.#intentions.do("counter.walk_in", { service });
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
      answers.push({ value: "print", label: t("counter.reprint") });
      if (this.#page.supervises) answers.push({ value: "cancel", label: t("counter.cancel") });
    }
    const answer = await ask(number, this.#about(ticket), [...answers, back()]);
    if (answer === "call") await this.#call(id);
    else if (answer === "restore") {
      await this.#intentions.do("ticket.restore", { ticket: id }, t("counter.restored", { number }));
    } else if (answer === "priority") await this.prioritise(ticket);
    else if (answer === "print") await this.print(ticket);
    else if (answer === "cancel") await this.#cancel(ticket);
  }

  async #call(ticket) {
    const called = await this.#intentions.do("counter.call", { ticket });
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

  /** Show what is posted of the procedures of a ticket, one after another. */
  async showProcedures({ procedures }) {
    const known = procedures.map((code) => this.#page.procedures.get(code)).filter(Boolean);
    for (const [n, procedure] of known.entries()) {
      const more = n + 1 < known.length;
      const following = { value: "next", label: t("counter.next_procedure"), plain: true };
      const answers = [...(more ? [following] : []), back()];
      const answer = await ask(oneLine(procedure.name), aboutProcedure(procedure), answers);
      if (answer !== "next") return;
    }
  }

  print({ id, number }) {
    const said = t("counter.reprinting", { number });
    return this.#intentions.do("ticket.reprint", { ticket: id }, said);
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
    await this.#intentions.do("ticket.prioritise", { ticket: id, priority }, t(said, { number }));
  }

  async #cancel({ id, number }) {
    const answer = await ask(t("counter.cancel_title", { number }), t("counter.cancel_text"), [
      { value: "cancel", label: t("counter.cancel"), plain: true },
      back(),
    ]);
    if (answer) await this.#intentions.do("ticket.cancel", { ticket: id }, t("counter.cancelled", { number }));
  }
}
