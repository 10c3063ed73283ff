// The clerk's buttons and keys: what each does now, and whether it can.

import { ask, showIssued, tell } from "./dialogs.js";
import { find, say, show } from "./dom.js";
import { newKey } from "./keys.js";
import { sentence } from "./intentions.js";
import { post } from "./rpc.js";
import { oneLine, people, t, waitRange } from "./texts.js";

const KEYS = {
  F8: "next",
  F10: "finish",
  F9: "recall",
  F4: "start",
  F7: "absent",
};

export class Actions {
  #page;
  #intentions;
  #link;

  constructor(page, intentions, link) {
    this.#page = page;
    this.#intentions = intentions;
    this.#link = link;
    for (const name of ["next", "finish", "recall", "start", "absent", "reprint", "issue", "close"]) {
      find(`#${name}`).addEventListener("click", () => this.press(name));
    }
    find("#sign-out").addEventListener("click", () => this.signOut());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Press a button: nothing when it cannot be pressed now. */
  press(name) {
    const button = find(`#${name}`);
    if (button.disabled || button.offsetParent === null) return undefined;
    return this[name]();
  }

  #key(event) {
    const name = KEYS[event.key];
    if (!name || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault(); // some of these keys are the browser's
    if (event.repeat || document.querySelector("dialog[open]")) return;
    this.press(name);
  }

  get #ticket() {
    return this.#page.desk?.ticket ?? null;
  }

  // What each does

  async next() {
    const ticket = this.#ticket;
    if (!ticket) return this.#call([]);
    if (ticket.state === "serving") return this.#call([["counter.finish", {}]]);
    const { number } = ticket;
    const what = await ask(t("ask.absent", { number }), t("ask.absent_words"), [
      { value: "counter.no_show", label: t("ask.absent_yes") },
      { value: "counter.finish", label: t("ask.absent_done") },
      { value: null, label: t("ask.absent_wait") },
    ]);
    // The desk may have changed while the question stood.
    if (what && this.#ticket?.id === ticket.id) return this.#call([[what, {}]]);
    return null;
  }

  async #call(before) {
    const steps = [...before, ["counter.call_next", {}]];
    const answers = await this.#intentions.carryOut("next", steps);
    if (!answers) return;
    const { ticket } = answers.at(-1);
    if (ticket) tell(t("did.called", { number: ticket.number }));
    else tell(t("counter.nobody_waits"));
  }

  finish() {
    return this.#step("finish", "counter.finish", "did.finished");
  }

  recall() {
    return this.#step("recall", "counter.recall", "did.recalled");
  }

  start() {
    return this.#step("start", "counter.start", "did.started");
  }

  absent() {
    return this.#step("absent", "counter.no_show", "did.absent");
  }

  async #step(name, method, done) {
    const { number } = this.#ticket;
    const answers = await this.#intentions.carryOut(name, [[method, {}]]);
    if (answers) tell(t(done, { number }));
  }

  reprint() {
    return this.#print(this.#ticket);
  }

  async #print({ id, number }) {
    const steps = [["ticket.reprint", { ticket: id }]];
    const answers = await this.#intentions.carryOut("reprint", steps);
    if (answers) tell(t("did.reprinted", { number }));
  }

  async issue() {
    const services = this.#page.office?.services ?? [];
    const answers = services.map((one) => ({
      value: one.id,
      label: oneLine(one.short),
      hint: [people(one.waiting), waitRange(one.wait)].filter(Boolean).join(" · "),
      plain: true,
    }));
    const service = await ask(t("ask.issue"), "", answers);
    if (!service) return;
    const steps = [["ticket.issue", { service }]];
    const given = await this.#intentions.carryOut("issue", steps);
    if (!given) return;
    const [{ ticket, ahead, wait }] = given;
    const line = [t("counter.ahead", { n: ahead }), waitRange(wait)];
    const name = oneLine(this.#page.service(service)?.short);
    showIssued(ticket.number, name, line.filter(Boolean).join(" · "), () => this.#print(ticket));
  }

  open(counter) {
    return this.#intentions.carryOut("open", [["counter.open", { counter }]]);
  }

  async close() {
    const steps = [["counter.close", {}]];
    if (this.#ticket) {
      tell(t("counter.close_busy", { number: this.#ticket.number }), "problem");
      return;
    }
    const sure = await ask(t("ask.close"), t("ask.close_words"), [
      { value: true, label: t("ask.close_yes") },
      { value: null, label: t("ask.cancel") },
    ]);
    if (sure) await this.#intentions.carryOut("close", steps);
  }

  async signOut() {
    if (this.#page.desk) {
      const sure = await ask(t("ask.sign_out"), t("ask.sign_out_words"), [
        { value: true, label: t("ask.sign_out_yes") },
        { value: null, label: t("ask.cancel") },
      ]);
      if (!sure) return;
      if (!this.#ticket) {
        await this.#link.call("counter.close", { key: newKey() }, 5000).catch(() => null);
      }
    }
    try {
      await post("session.logout", {});
      location.replace("/sign-in");
    } catch (problem) {
      tell(problem.name === "TypeError" ? t("counter.offline_now") : sentence(problem), "problem");
    }
  }

  // How each looks

  /** Draw the buttons from the page's state. */
  draw() {
    const { ticket, next } = this.#page.desk;
    const running = this.#intentions.running;
    const ready = this.#link.online && !running;
    const called = ticket?.state === "called";
    const can = {
      next: Boolean(next),
      finish: Boolean(ticket),
      recall: called,
      start: called,
      absent: called,
      reprint: Boolean(ticket),
      issue: Boolean(this.#page.office),
      close: true,
    };
    for (const [name, possible] of Object.entries(can)) {
      const button = find(`#${name}`);
      button.disabled = !possible || !ready;
      button.classList.toggle("running", running === name);
      button.setAttribute("aria-busy", String(running === name));
    }
    say(find("#next-words"), this.#nextWords(ticket, next, running));
    show(find("#next-words"), true);
  }

  #nextWords(ticket, next, running) {
    if (running === "next") return t("counter.running");
    if (!next) return t("counter.nobody_yet");
    const number = next.ticket.number;
    if (!ticket) return t("counter.invites", { number });
    const key = ticket.state === "called" ? "counter.absent_then" : "counter.finish_then";
    return t(key, { number: ticket.number, next: number });
  }
}
