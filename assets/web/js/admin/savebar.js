// What happens to a change, seen: running, done, refused, overtaken by somebody else.

import { ask } from "../dialogs.js";
import { el, icon, say, show } from "../dom.js";
import { has, OfficeClock, t, words } from "../texts.js";
import { goToMistake } from "./form.js";
import { sentence } from "./shell.js";

const clock = new OfficeClock();
/** The forms of this page with something typed that is not saved yet. */
const bars = new Set();

window.addEventListener("beforeunload", (event) => {
  if ([...bars].some((bar) => bar.dirty)) event.preventDefault();
});

export class SaveBar {
  #form = null;
  #state = el("p.state", { role: "status" });
  #problems = el("ul.problems", { role: "alert", hidden: true });
  #button;
  #running = false;

  /** @param more further buttons beside the one that saves. */
  constructor(...more) {
    this.#button = el("button.solid.save", { type: "submit" }, t("form.save"));
    this.element = el("div.savebar", {}, this.#problems, el("div.buttons", {}, this.#button, more), this.#state);
  }

  /** Serve this form from now on; null: none. */
  serve(form) {
    this.#form = form;
    this.#tell("", "");
    show(this.#problems, false);
    if (form) bars.add(this);
    else bars.delete(this);
  }

  /** Whether something is typed that is not saved. */
  get dirty() {
    return Boolean(this.element.isConnected && this.#form?.dirty);
  }

  /** Whether the form may go: nothing is typed, or it shall be forgotten. */
  async mayLeave() {
    if (!this.dirty) return true;
    const answers = [
      { value: null, label: t("form.stay") },
      { value: true, label: t("form.forget") },
    ];
    return Boolean(await ask(t("form.unsaved"), t("form.unsaved_text"), answers));
  }

  /** Say that somebody else has changed this meanwhile; what is typed stays. */
  overtaken() {
    this.#tell(t("form.stale"), "refused");
  }

  /**
   * Save; gives whether it is done.
   *
   * @param saving does it, and gives what `save` of the settings gives.
   * @param prefix the path at which the form's value lies in the area.
   * @param place names the place of a mistake that lies elsewhere.
   */
  async save(saving, prefix = "", place = placeOf) {
    if (this.#running) return false;
    this.#run(true);
    try {
      return this.#settled(await saving(), prefix, place);
    } catch (problem) {
      this.#tell(sentence(problem), "refused");
      return false;
    } finally {
      this.#run(false);
    }
  }

  #settled(refused, prefix, place) {
    show(this.#problems, false);
    this.#form?.clear();
    if (!refused) {
      this.#form?.settle();
      this.#tell(t("form.saved", { time: clock.time() }), "done");
      return true;
    }
    if (refused.stale) this.overtaken();
    else this.#refuse(refused.problems, prefix, place);
    return false;
  }

  /** Show each mistake at its field, the others above the button. */
  #refuse(problems, prefix, place) {
    const told = problems.map(({ at, text }) => ({ at: within(at, prefix), whole: at, text: words(text) }));
    const rest = this.#form ? this.#form.mark(told) : told;
    const line = ({ whole, text }) => el("li", {}, icon("triangle-alert"), el("span", {}, `${place(whole)}: ${text}`));
    this.#problems.replaceChildren(...rest.map(line));
    show(this.#problems, rest.length > 0);
    const n = problems.length;
    this.#tell(n === 1 ? t("form.refused_one") : t("form.refused", { n }), "refused");
    if (this.#form && !goToMistake(this.#form.element)) this.#button.focus();
  }

  #run(running) {
    this.#running = running;
    this.#button.setAttribute("aria-busy", String(running));
    say(this.#button, t(running ? "form.saving" : "form.save"));
    if (running) this.#tell("", "");
  }

  #tell(text, kind) {
    this.#state.dataset.kind = kind;
    say(this.#state, text);
  }
}

/** What people call the place of a mistake: the area it lies in. */
export function placeOf(at) {
  const area = at.split(".")[0];
  return has(`area.${area}`) ? t(`area.${area}`) : at;
}

/** The path of a mistake as the form knows it; one elsewhere keeps its whole path. */
function within(at, prefix) {
  if (!prefix) return at;
  return at.startsWith(`${prefix}.`) ? at.slice(prefix.length + 1) : "elsewhere";
}
