// Somebody at a kiosk asks for a member of staff: a banner and a sound.

import { find, say, show } from "./dom.js";
import { clockOf, t } from "./texts.js";

/** The sound comes again after so long while nobody has answered. */
const REPEAT = 15000;
const REPEATS = 3;

export class Help {
  #player;
  #timer = null;
  #left = 0;

  constructor(player) {
    this.#player = player;
    find("#help-seen").addEventListener("click", () => this.#seen());
  }

  /** Take the notification `assistance`. */
  hear({ device, at }) {
    say(find("#help-words"), t("help.words", { device, time: clockOf(at) }));
    show(find("#help"), true);
    clearInterval(this.#timer);
    this.#left = REPEATS;
    this.#timer = setInterval(() => this.#ring(), REPEAT);
    this.#player.chime();
  }

  #ring() {
    this.#left -= 1;
    if (this.#left <= 0) clearInterval(this.#timer);
    this.#player.chime();
  }

  #seen() {
    clearInterval(this.#timer);
    show(find("#help"), false);
  }
}
