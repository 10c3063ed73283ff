// A display's sound: allowed or not, how loud, or only followed in silence.
//
// The address decides: `?volume=0.6` (0 to 1), which this browser remembers, `?sound=off`
// for a display beside another speaker, which keeps the time of what is said there.

import { find, show } from "./dom.js";
import { Player, Silence, soundsAtOnce } from "./sound.js";

const VOLUME = "volume";
const asked = new URLSearchParams(location.search);

export class Loudspeaker {
  #player;
  #speaks = asked.get("sound") !== "off";

  constructor() {
    this.#player = this.#speaks ? new Player(volume()) : new Silence();
  }

  /** Ask for a touch where the browser wants one before it sounds. */
  start() {
    for (const touch of ["pointerdown", "keydown"]) {
      document.addEventListener(touch, () => this.#unlock());
    }
    if (this.#speaks && !soundsAtOnce()) this.askForTouch();
  }

  /** Stand there with "touch to turn the sound on" until it is allowed. */
  askForTouch() {
    show(find("#unlock"), true);
  }

  /** "ok", "blocked" until somebody touches the page, or "off". */
  get health() {
    if (!this.#speaks) return "off";
    return find("#unlock").hidden ? "ok" : "blocked";
  }

  /** Play a sentence to its end. */
  play(address) {
    return this.#player.play(address);
  }

  /** Play the chime. */
  chime() {
    return this.#player.chime();
  }

  #unlock() {
    if (find("#unlock").hidden) return;
    show(find("#unlock"), false);
    this.#player.tryOut();
  }
}

/** The volume that the address names, or named last; full where it never did. */
function volume() {
  const wanted = Number.parseFloat(asked.get("volume") ?? localStorage.getItem(VOLUME) ?? "1");
  const volume = Number.isFinite(wanted) ? Math.min(Math.max(wanted, 0), 1) : 1;
  localStorage.setItem(VOLUME, String(volume));
  return volume;
}
