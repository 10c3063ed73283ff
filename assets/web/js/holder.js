// What the holder of a ticket can do alone: give it back, come back, rate the visit.
// The server says what is open (`may`); each deed has one key, so that nothing is
// done twice however often it is sent.

import { ask, tell } from "./dialogs.js";
import { el, find, icon, say, show } from "./dom.js";
import { newKey } from "./keys.js";
import { Refused } from "./link.js";
import { t, words } from "./texts.js";

const PATIENCE = 15000;
/** From this score down they may say why; 4 is very satisfied. */
const LOW = 2;
const FACES = { 4: "laugh", 3: "smile", 2: "meh", 1: "frown" };

export class Holder {
  #call;
  #office;
  #keys = new Map();
  #running = false;
  #score = null;
  #place = { may: [], rated: false };

  /**
   * @param call calls a method for the ticket: call(method, params, patience).
   * @param office gives the office, or null.
   */
  constructor(call, office) {
    this.#call = call;
    this.#office = office;
    find("#give-back").addEventListener("click", () => this.#giveBack());
    find("#come-back").addEventListener("click", () => this.#do("ticket.return"));
    find("#send").addEventListener("click", () => this.#send());
    const faces = Object.entries(FACES).reverse();
    find("#faces").append(...faces.map(([score, sign]) => this.#face(Number(score), sign)));
  }

  /** Show what is open now, and thanks for what was said. */
  draw(place) {
    this.#place = place;
    const { may, rated } = place;
    show(find("#give-back"), may.includes("cancel"));
    show(find("#come-back"), may.includes("return"));
    show(find("#rate"), may.includes("rate") || rated);
    show(find("#asked"), !rated);
    show(find("#thanks"), rated);
    show(find("#why"), this.#score !== null && this.#score <= LOW);
    for (const button of document.querySelectorAll("main button")) {
      button.disabled = this.#running;
    }
  }

  async #giveBack() {
    const answers = [
      { value: null, label: t("phone.keep") },
      { value: true, label: t("phone.give_back"), plain: true },
    ];
    if (await ask(t("phone.give_back_title"), t("phone.give_back_text"), answers)) {
      await this.#do("ticket.cancel");
    }
  }

  #face(score, sign) {
    const choose = () => {
      this.#score = score;
      for (const one of find("#faces").children) {
        one.setAttribute("aria-pressed", String(one === made));
      }
      if (score > LOW || !this.#makeReasons()) this.#send();
      else this.#showReasons();
    };
    const made = el(
      "button",
      { type: "button", "aria-pressed": "false", onclick: choose },
      icon(sign),
      el("span", {}, t(`phone.rating.score_${score}`)),
    );
    return made;
  }

  #showReasons() {
    this.draw(this.#place);
    find("#why").scrollIntoView({ block: "nearest" });
  }

  /** Make the office's reasons; gives whether there are any. */
  #makeReasons() {
    const reasons = this.#office()?.rating_reasons ?? [];
    if (!find("#reasons").children.length) {
      const lines = reasons.map(({ id, name }) =>
        el("li", {}, el("label", {}, el("input", { type: "checkbox", value: id }), el("span", {}, words(name)))),
      );
      find("#reasons").append(...lines);
    }
    return reasons.length > 0;
  }

  async #send() {
    const low = this.#score <= LOW;
    const ticked = low ? [...document.querySelectorAll("#reasons :checked")] : [];
    const reasons = ticked.map(({ value }) => value);
    await this.#do("rating.give", { score: this.#score, reasons });
  }

  async #do(method, params = {}) {
    if (this.#running) return;
    this.#running = true;
    this.draw(this.#place);
    const intention = JSON.stringify([method, params]);
    if (!this.#keys.has(intention)) this.#keys.set(intention, newKey());
    try {
      await this.#call(method, { ...params, key: this.#keys.get(intention) }, PATIENCE);
      this.#keys.delete(intention); // the same may be wished again another time
    } catch (problem) {
      if (problem instanceof Refused) this.#keys.delete(intention);
      tell(words(problem.text) || t("phone.no_answer"), "problem");
    } finally {
      this.#running = false;
      this.draw(this.#place);
    }
  }
}
