// The right column: who is next and why, who follows, the other counters, the day.

import { el, find, icon, say, show } from "./dom.js";
import { matter } from "./hand.js";
import { clockOf, minutes, shortMinutes, t, words } from "./texts.js";

/** How many of those who follow are drawn; the rest is a number. */
const LISTED = 30;

/** Draw the column from the page's state. */
export function drawAside(page) {
  const { next, waiting } = page.desk;
  show(find("#next-card"), Boolean(next));
  show(find("#today-card"), !next);
  if (next) drawNext(page, next);
  else drawToday(page);
  if (next) drawLine(page, waiting.slice(1));
  else drawLast(page);
  drawOthers(page);
}

function drawNext(page, { ticket, because }) {
  say(find("#next-number"), ticket.number);
  say(find("#next-matter"), matter(page, ticket));
  const waited = minutes(page.clock.since(ticket.issued_at));
  const priority = el("span.chip.priority", {}, icon("heart-handshake"), t("counter.priority"));
  find("#next-waited").replaceChildren(
    t("counter.waited", { time: waited }),
    ...(ticket.priority ? [priority] : []),
  );
  say(find("#because"), t("counter.because", { why: words(because.text) }));
}

function drawLine(page, tickets) {
  say(find("#line-title"), t("counter.after_that", { n: tickets.length }));
  const rows = tickets.slice(0, LISTED).map((ticket) =>
    row(
      ticket.number,
      matter(page, ticket),
      shortMinutes(page.clock.since(ticket.issued_at)),
      ticket.priority ? icon("heart-handshake") : null,
    ),
  );
  const more = tickets.length - LISTED;
  if (more > 0) rows.push(el("li.more", {}, t("counter.more", { n: more })));
  replace(find("#line"), rows);
}

function drawLast(page) {
  say(find("#line-title"), t("counter.just_done"));
  const rows = page.today.last.map(({ number, service, at }) =>
    row(number, matter(page, { procedures: [], service }), clockOf(at), null),
  );
  replace(find("#line"), rows.length ? rows : [el("li.more", {}, t("counter.none_yet"))]);
}

function row(number, what, time, sign) {
  return el(
    "li",
    {},
    el("b", {}, number),
    el("span.what", {}, what),
    sign,
    el("span.time", {}, time),
  );
}

/** Keep where the list was scrolled to. */
function replace(list, rows) {
  const top = list.scrollTop;
  list.replaceChildren(...rows);
  list.scrollTop = top;
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

function doing(page, { state, ticket }) {
  if (state === "closed") return t("counter.state_closed");
  if (state === "paused") return t("counter.state_paused");
  if (!ticket) return t("counter.state_free");
  const since = page.clock.since(ticket.called_at ?? ticket.issued_at);
  return t("counter.state_busy", { number: ticket.number, time: shortMinutes(since) });
}
