// Sound: one after another, and a word when the browser wants a touch first.

/** How a sound ended. */
export const PLAYED = "played";
export const FAILED = "failed";
export const BLOCKED = "blocked";

const CHIME = "/sounds/chime.wav";
/** Longest wait for a sound to arrive, and what it may last over its length. */
const ARRIVES_WITHIN = 6000;
const SLACK = 2000;

export class Player {
  // One element for all: some browsers allow sound per element, once touched.
  #audio = new Audio();
  #busy = false;
  #volume;

  /** @param volume 0 to 1, of what is played without its own. */
  constructor(volume = 1) {
    this.#volume = volume;
  }

  /** Play a sound to its end. Never throws, never hangs. */
  play(address, volume = this.#volume) {
    const audio = this.#audio;
    this.#busy = true;
    return new Promise((resolve) => {
      let timer = setTimeout(() => end(FAILED), ARRIVES_WITHIN);
      const end = (how) => {
        clearTimeout(timer);
        audio.onended = audio.onerror = audio.onloadedmetadata = null;
        audio.pause();
        this.#busy = false;
        resolve(how);
      };
      audio.onended = () => end(PLAYED);
      audio.onerror = () => end(FAILED);
      audio.onloadedmetadata = () => {
        clearTimeout(timer);
        timer = setTimeout(() => end(FAILED), audio.duration * 1000 + SLACK);
      };
      audio.volume = volume;
      audio.src = address;
      audio.play().catch((problem) => {
        end(problem.name === "NotAllowedError" ? BLOCKED : FAILED);
      });
    });
  }

  /** Play the chime. */
  chime(volume = this.#volume) {
    return this.play(CHIME, volume);
  }

  /** Let people hear that the sound is on, unless something sounds already. */
  tryOut() {
    if (!this.#busy) this.chime();
  }
}

/** Plays nothing, and lets the time of each sound pass: another speaker plays it. */
export class Silence {
  /** Wait as long as a sound lasts. */
  play(address) {
    return new Promise((resolve) => {
      const audio = new Audio();
      const timer = setTimeout(() => resolve(FAILED), ARRIVES_WITHIN);
      const end = (after, how) => {
        clearTimeout(timer);
        setTimeout(() => resolve(how), after);
      };
      audio.onloadedmetadata = () => end(audio.duration * 1000, PLAYED);
      audio.onerror = () => end(0, FAILED);
      audio.preload = "metadata";
      audio.src = address;
    });
  }

  /** Wait as long as the chime lasts. */
  chime() {
    return this.play(CHIME);
  }

  /** There is nothing to be heard. */
  tryOut() {}
}

/** Whether this browser lets a page sound that nobody has touched yet. */
export function soundsAtOnce() {
  if (navigator.userActivation?.hasBeenActive) return true;
  const Context = window.AudioContext ?? window.webkitAudioContext;
  if (!Context) return true;
  const context = new Context();
  const running = context.state === "running";
  context.close();
  return running;
}
