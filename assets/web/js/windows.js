// The same page in several windows of one browser: all show it, one sounds.

import { newKey } from "./keys.js";

/** A window that said nothing for so long is gone (milliseconds); hidden ones are slow. */
const GONE = 150_000;
const EVERY = 20_000;

export class Windows {
  #channel;
  #id = newKey();
  #lookedAt = Date.now();
  #others = new Map();
  #changed;

  /** `name` is common to the windows of one page; `changed` is told when one comes or goes. */
  constructor(name, changed) {
    this.#changed = changed;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    const look = () => !document.hidden && this.#look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pagehide", () => this.#say({ gone: true }));
    setInterval(() => this.#say({}), EVERY);
    this.#say({ asks: true });
  }

  /** How many windows show this page. */
  get count() {
    return this.#alive().length + 1;
  }

  /** Whether this is the one that was looked at last. */
  get leads() {
    return this.#alive().every(({ lookedAt }) => lookedAt <= this.#lookedAt);
  }

  #alive() {
    const now = Date.now();
    return [...this.#others.values()].filter(({ heardAt }) => now - heardAt < GONE);
  }

  #look() {
    this.#lookedAt = Date.now();
    this.#say({});
  }

  #say(more) {
    this.#channel.postMessage({ id: this.#id, lookedAt: this.#lookedAt, ...more });
  }

  #hear({ id, lookedAt, asks, gone }) {
    if (gone) this.#others.delete(id);
    else this.#others.set(id, { lookedAt, heardAt: Date.now() });
    if (asks) this.#say({});
    this.#changed();
  }
}
