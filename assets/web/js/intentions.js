// What a clerk wants done: one intention, one key, one effect.

import { newKey } from "./keys.js";
import { Refused } from "./link.js";
import { t, words } from "./texts.js";

/** A second click so soon after the first is the same click (milliseconds). */
const SAME_CLICK = 600;
/** And so soon after the answer it was meant for what stood there before. */
const SETTLING = 300;
/** After so long without an answer it is given up, and the desk is looked at. */
const PATIENCE = 20000;

export class Intentions {
  #link;
  #changed;
  #tell;
  #notBefore = -Infinity;

  /**
   * @param link the line to the server.
   * @param changed is told when something begins or ends; awaited at the end.
   * @param tell shows a sentence: tell(text, "done" | "problem").
   */
  constructor(link, changed, tell) {
    this.#link = link;
    this.#changed = changed;
    this.#tell = tell;
    /** The name of what is being done, null while nothing is. */
    this.running = null;
  }

  /** Whether something new may begin. */
  get ready() {
    return !this.running && performance.now() >= this.#notBefore;
  }

  /**
   * Carry out steps [[method, params], …], each with a key of its own, one after
   * another. Gives the answers; null when it did not happen, which is then told.
   */
  async carryOut(name, steps) {
    if (!this.ready) return null;
    if (!this.#link.online) {
      this.#tell(t("counter.offline_now"), "problem");
      return null;
    }
    this.#notBefore = performance.now() + SAME_CLICK;
    this.running = name;
    this.#changed();
    try {
      return await this.#steps(steps);
    } catch (problem) {
      this.#tell(sentence(problem), "problem");
      return null;
    } finally {
      this.running = null;
      this.#settle();
      await this.#changed(true);
    }
  }

  /** Carry out one step; `said` is told when it happened. Gives its answer, or null. */
  async do(method, params, said = "") {
    const answers = await this.carryOut(method, [[method, params]]);
    if (answers && said) this.#tell(said);
    return answers?.[0] ?? null;
  }

  #settle() {
    const now = performance.now();
    this.#notBefore = Math.max(this.#notBefore, now + SETTLING);
    setTimeout(() => this.#changed(), this.#notBefore - now + 1);
  }

  async #steps(steps) {
    const answers = [];
    for (const [method, params] of steps) {
      const keyed = { ...params, key: newKey() };
      answers.push(await this.#link.call(method, keyed, PATIENCE));
    }
    return answers;
  }
}

/** The sentence for people of a problem with a call. */
export function sentence(problem) {
  if (problem instanceof Refused) return words(problem.text) || t("counter.failed");
  if (problem.name === "TimeoutError") return t("counter.no_answer");
  throw problem;
}
