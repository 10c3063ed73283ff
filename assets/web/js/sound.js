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

  /** Play a sound to its end. Never throws, never hangs. */
  play(address, volume = 1) {
    const audio = this.#audio;
    return new Promise((resolve) => {
      let timer = setTimeout(() => end(FAILED), ARRIVES_WITHIN);
      const end = (how) => {
        clearTimeout(timer);
        audio.onended = audio.onerror = audio.onloadedmetadata = null;
        audio.pause();
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
  chime(volume = 1) {
    return this.play(CHIME, volume);
  }
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
