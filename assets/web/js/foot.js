// The foot of the wall: who waits for what, and the office's lines, in turns; beside
// them how to take a number by phone, where the office wants that.

import { drawByPhone } from "./by_phone.js";
import { el, fit, icon, say, show } from "./dom.js";
import { oneLine, people, t, waitRange, words } from "./texts.js";

const FOOT_TURN = 8000;

export class Foot {
  #services;
  #line;
  #places;
  #drawn = "";

  /**
   * @param services holds the services whose turn it is.
   * @param line holds a line of the office.
   * @param places how many services stand side by side.
   */
  constructor(services, line, places) {
    this.#services = services;
    this.#line = line;
    this.#places = places;
  }

  /** Draw what has its turn; the last turn of the services is filled from the first. */
  draw(hall, now) {
    const { office } = hall;
    if (!office) return;
    const services = hall.scope.services(office);
    const places = this.#places - (hall.byPhone ? 1 : 0);
    const pages = Math.ceil(services.length / places);
    const turn = Math.floor(now / FOOT_TURN) % Math.max(1, pages + office.ticker.length);
    const line = turn >= pages ? words(office.ticker[turn - pages]?.title) : "";
    show(this.#line, Boolean(line));
    show(this.#services, !line);
    say(this.#line.lastElementChild, line);
    if (!line) this.#drawServices(hall, page(services, turn, places));
    drawByPhone(hall.byPhone, office.wifi);
  }

  #drawServices(hall, services) {
    const lines = services.map((service) => lineOf(service, hall.waits[service.id]));
    const key = JSON.stringify([services.map(({ id }) => id), lines]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#services.replaceChildren(
      ...services.map((service, n) =>
        el("div.service", {}, el("h2", {}, oneLine(service.short)), drawLine(lines[n])),
      ),
    );
    for (const part of this.#services.querySelectorAll("h2, p")) fit(part);
  }
}

function page(services, turn, places) {
  if (services.length <= places) return services;
  const first = turn * places;
  return [...services, ...services].slice(first, first + places);
}

function lineOf({ open }, { waiting, wait } = { waiting: 0, wait: null }) {
  if (!waiting && !open) return { text: t("wall.no_numbers") };
  if (!waiting && !wait) return { text: t("wall.no_counter") };
  if (!wait) return { text: t("people.waiting", { n: waiting }), counted: true };
  if (wait.high <= 0) return { text: t("wait.now"), free: true };
  if (!waiting) return { text: t("wall.nobody_waits"), counted: true };
  const range = waitRange(wait);
  return { text: t("wall.people", { people: people(waiting), wait: range }), counted: true };
}

function drawLine({ text, free, counted }) {
  return free ? el("p.now", {}, text) : el("p", {}, counted ? icon("users") : null, text);
}
