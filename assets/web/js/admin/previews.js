// What is typed as it will be: the real slip and the real call, made by the server.

import { tell } from "../dialogs.js";
import { el, icon } from "../dom.js";
import { Refused } from "../rpc.js";
import { t } from "../texts.js";
import { languages } from "./names.js";
import { attempt, call } from "./shell.js";

/** So long nothing more has to be typed before the slip is drawn anew (milliseconds). */
const PAUSE = 400;

/** A slip's picture that follows what is typed in an area. */
export class SlipPicture {
  #area;
  #timer = 0;
  #asked = 0;
  #picture = el("img", { alt: t("previews.slip_alt"), hidden: true });

  constructor(area) {
    this.#area = area;
    this.element = el("figure.slip", {}, this.#picture, el("figcaption.soft", {}, t("previews.slip_note")));
  }

  /** Draw it for a value soon; a value with mistakes leaves the picture as it is. */
  follow(value) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(value), this.#asked ? PAUSE : 0);
    return this.element;
  }

  async #draw(value) {
    const turn = (this.#asked += 1);
    try {
      const { png } = await call("slip.preview", { area: this.#area, value });
      if (turn !== this.#asked) return; // another one is on its way
      this.#picture.src = `data:image/png;base64,${png}`;
      this.#picture.hidden = false;
    } catch (problem) {
      // Nobody has asked for anything: the mistakes are told when it is saved.
      if (!(problem instanceof Refused) && problem.name !== "TimeoutError") throw problem;
    }
  }
}

/** A button for each language that speaks a call in what is typed. */
export function callButtons(area, value) {
  const audio = new Audio();
  const speak = async (lang) => {
    const made = await attempt(() => call("voice.preview", { area, value: value(), lang }));
    if (!made) return;
    if (!made.voice) return tell(t("previews.no_voice"), "problem");
    audio.src = made.voice;
    await audio.play().catch(() => tell(t("previews.no_voice"), "problem"));
  };
  const button = (lang) =>
    el("button", { type: "button", onclick: () => speak(lang) }, icon("volume-2"), el("span", {}, t(`previews.hear_${lang}`)));
  return el("div.hear", {}, languages().map(button));
}
