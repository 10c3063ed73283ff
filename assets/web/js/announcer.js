// Speaks the calls: in order, one at a time, none lost, none doubled.

import { BLOCKED } from "./sound.js";

/** A call holds the large number at least so long (milliseconds). */
export const HOLD = 4000;
/** With so many calls waiting, each sentence is said once, not twice. */
const HURRY_FROM = 2;
/** Between the sentence and its repetition (milliseconds). */
const GAP = 700;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export class Announcer {
  #queue = [];
  #player;
  #begin;
  #end;
  #blocked;
  #quiet;
  #speaking = null;
  #withdrawn = null;

  /**
   * @param player sounds: `chime()` and `play(address)`.
   * @param begin is told which call is spoken now.
   * @param end is told when nothing is left to be spoken.
   * @param blocked is told that the browser wants a touch first.
   * @param quiet says whether nothing may sound now; calls are then only shown.
   */
  constructor(player, { begin, end, blocked, quiet = () => false }) {
    this.#player = player;
    this.#begin = begin;
    this.#end = end;
    this.#blocked = blocked;
    this.#quiet = quiet;
  }

  /** Whether a call is being spoken. */
  get busy() {
    return this.#speaking !== null;
  }

  /** The call that is being spoken, or null. */
  get speaking() {
    return this.#speaking;
  }

  /** How many calls wait to be spoken. */
  get waiting() {
    return this.#queue.length;
  }

  /** Speak a call when its turn comes. The same call is never queued twice. */
  announce(call) {
    const same = (one) => one.ticket === call.ticket && one.n === call.n;
    if (this.#queue.some(same) || (this.#speaking && same(this.#speaking))) return;
    this.#queue.push(call);
    if (!this.busy) this.#run();
  }

  /**
   * A ticket's call was taken back: it is not spoken any more. What is being spoken
   * is spoken to its end, but not again.
   */
  withdraw(ticket) {
    this.#queue = this.#queue.filter((one) => one.ticket !== ticket);
    if (this.#speaking?.ticket === ticket) this.#withdrawn = this.#speaking;
  }

  /**
   * The line was cut or the page slept: what is no longer true is not spoken.
   * Gives what was left out.
   */
  keep(isTrue) {
    const over = this.#queue.filter((call) => !isTrue(call));
    this.#queue = this.#queue.filter(isTrue);
    if (this.#speaking && !isTrue(this.#speaking)) this.#withdrawn = this.#speaking;
    return over;
  }

  async #run() {
    while (this.#queue.length) {
      this.#speaking = this.#queue.shift();
      this.#begin(this.#speaking);
      await Promise.all([this.#speak(this.#speaking), pause(HOLD)]);
    }
    this.#speaking = null;
    this.#end();
  }

  async #speak(call) {
    if (this.#quiet()) return;
    if ((await this.#player.chime()) === BLOCKED) {
      this.#blocked();
      return;
    }
    const sentences = Object.values(call.voice ?? {});
    let times = sentences.length ? 2 : 1;
    for (let said = 0; said < times; said++) {
      if (said) await pause(GAP);
      for (const sentence of sentences) await this.#player.play(sentence);
      if (this.#queue.length >= HURRY_FROM || this.#withdrawn === call) times = 1;
    }
  }
}
