// The right column: who is next and why, the other counters, the day.

import { el, find, say, show } from "./dom.js";
import { matter, signs } from "./hand.js";
import { doing } from "./steps.js";
import { minutes, shortMinutes } from "./durations.js";
import { t, words } from "./texts.js";

/** Draw the column from the page's state. */
export function drawAside(page) {
  const { next } = page.desk;
  show(find("#next-card"), Boolean(next));
  show(find("#today-card"), !next);
  if (next) drawNext(page, next);
  else drawToday(page);
  drawOthers(page);
}

function drawNext(page, { ticket, because }) {
  say(find("#next-number"), ticket.number);
  say(find("#next-matter"), matter(page, ticket));
  const waited = minutes(page.clock.since(ticket.issued_at));
  find("#next-waited").replaceChildren(t("counter.waited", { time: waited }), ...signs(page, ticket));
  say(find("#because"), t("counter.because", { why: words(because.text) }));
}

function drawToday(page) {
  const { done, absent, served, waited } = page.today;
  say(find("#today-title"), t("counter.today", { counter: page.desk.counter.number }));
  const figure = (value, name) => el("div", {}, el("b", {}, value), el("span", {}, name));
  const time = (seconds) => (seconds === null ? "–" : shortMinutes(seconds));
  find("#today").replaceChildren(
    figure(String(done), t("counter.figure_done")),
    figure(String(absent), t("counter.figure_absent")),
    figure(time(served), t("counter.figure_served")),
    figure(time(waited), t("counter.figure_waited")),
  );
}

function drawOthers(page) {
  const others = page.counters.filter((one) => one.id !== page.desk.counter.id);
  const drawn = others.map((one) =>
    el("li", {}, el("b", {}, String(one.number)), ` · ${doing(page, one)}`),
  );
  find("#others").replaceChildren(...drawn);
}
