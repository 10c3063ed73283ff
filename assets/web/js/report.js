// Tells the staff how this display is, where the office knows it as one of its own.

import { lacksVideo } from "./pages.js";
import { staleness } from "./stale.js";

/** Between two reports at the most (milliseconds): the last event goes on. */
const EVERY = 60000;

export class Reporter {
  #hall;
  #sound;
  #told = "";
  #at = 0;
  #mayTell = true;

  /**
   * @param hall is what this display knows.
   * @param sound gives how its sound is: "ok", "blocked" or "off".
   */
  constructor(hall, sound) {
    this.#hall = hall;
    this.#sound = sound;
  }

  /** Tell what changed: at once how the display is, each minute how far it has heard. */
  async look() {
    const { link, known, office } = this.#hall;
    if (!this.#mayTell || !link.online || !known || !office) return;
    const state = this.#state();
    const told = JSON.stringify(state);
    if (told === this.#told && Date.now() - this.#at < EVERY) return;
    [this.#told, this.#at] = [told, Date.now()];
    try {
      const seq = this.#hall.board.seq;
      await link.call("device.report", { state: { ...state, seq } });
    } catch {
      this.#mayTell = false; // a public display: the office does not know it by name
    }
  }

  /** Tell everything again: the server has started anew, or has seen this one go. */
  again() {
    this.#told = "";
  }

  #state() {
    const { link, lostRoom } = this.#hall;
    const pixels = (length) => Math.round(length * devicePixelRatio);
    return {
      picture: "browser",
      size: `${pixels(innerWidth)}×${pixels(innerHeight)}`,
      sound: this.#sound(),
      board: staleness(link) ? "old" : "ok",
      room: lostRoom ? "unknown" : "ok",
      video: lacksVideo() ? "unplayable" : "ok",
      version: document.body.dataset.version,
    };
  }
}
