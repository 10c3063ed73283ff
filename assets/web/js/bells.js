// Who needs somebody: a citizen at a kiosk, or a colleague at a counter.

import { find, say, show } from "./dom.js";
import { t } from "./texts.js";

export class Bells {
  #open = new Map();
  #page;
  #tell;

  /**
   * @param page the page's state: this clerk's desk, the counters, the devices' health.
   * @param tell shows a sentence.
   */
  constructor(page, tell) {
    this.#page = page;
    this.#tell = tell;
  }

  /** Take the notification `assistance`; gives whether it is to be heard. */
  hear(asked) {
    if (asked.by === null) {
      this.#open.set(asked.id, asked);
      return !this.#isOwn(asked);
    }
    const known = this.#open.delete(asked.id);
    if (known) this.#tell(this.#going(asked));
    return false;
  }

  #going(asked) {
    const values = { name: asked.by, where: where(asked, this.#page) };
    if (this.#isOwn(asked)) return t("counter.colleague_comes", values);
    if (asked.by === this.#page.user) return t("counter.help_taken", values);
    return t("counter.help_going", values);
  }

  /** Take all who wait, on a new line to the server. */
  replace(asked) {
    this.#open = new Map(asked.map((one) => [one.id, one]));
  }

  /** Who waits for somebody, a colleague first: at a counter it may be an emergency. */
  get waiting() {
    const others = [...this.#open.values()].filter((one) => !this.#isOwn(one));
    return others.sort((one, other) => Number(!one.counter) - Number(!other.counter));
  }

  /** Whether this clerk has called and nobody comes yet. */
  get called() {
    return [...this.#open.values()].some((one) => this.#isOwn(one));
  }

  #isOwn({ counter }) {
    return counter !== null && counter === this.#page.desk?.counter.id;
  }
}

/** Counters are named by their number, devices by what people call them. */
function where({ device, counter }, { counters, health }) {
  if (counter === null) return health.called(device);
  const number = counters.find((one) => one.id === counter)?.number ?? counter;
  return t("counter.place", { number });
}

/** Draw the line across the page. */
export function drawBells(bells, page) {
  const [first, ...more] = bells.waiting;
  show(find("#help"), Boolean(first));
  if (!first) return;
  find("#help").classList.toggle("colleague", first.counter !== null);
  const values = { where: where(first, page), name: first.clerk, time: first.at.slice(11, 16) };
  const words = t(first.counter === null ? "counter.help" : "counter.help_colleague", values);
  const others = more.length ? t("counter.help_more", { n: more.length }) : "";
  say(find("#help-words"), [words, others].filter(Boolean).join(" "));
}
