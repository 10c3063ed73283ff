// The right column: who is next and why, who follows, the other counters, the day.

import { el, find, icon, say, show } from "./dom.js";
import { matter, signs } from "./hand.js";
import { doing } from "./steps.js";
import { clockOf, minutes, shortMinutes, t, words } from "./texts.js";

/** How many of those who follow are drawn; the rest is a number. */
const LISTED = 30;

/** Draw the column from the page's state. */
export function drawAside(page) {
  const { next, waiting, aside } = page.desk;
  show(find("#next-card"), Boolean(next));
  show(find("#today-card"), !next);
  if (next) drawNext(page, next);
  else drawToday(page);
  const following = waiting.slice(1);
  const first = next ? t("counter.after_that", { n: following.length }) : t("counter.just_done");
  drawTab("line", page.list, first);
  drawTab("aside", page.list, t("counter.aside", { n: aside.length }));
  if (page.list === "aside") drawLine(aside.map((ticket) => waitingRow(page, ticket)));
  else if (next) drawLine(following.map((ticket) => waitingRow(page, ticket)));
  else drawLine(page.today.last.map((visit) => doneRow(page, visit)));
  drawOthers(page);
}

function drawNext(page, { ticket, because }) {
  say(find("#next-number"), ticket.number);
  say(find("#next-matter"), matter(page, ticket));
  const waited = minutes(page.clock.since(ticket.issued_at));
  find("#next-waited").replaceChildren(t("counter.waited", { time: waited }), ...signs(page, ticket));
  say(find("#because"), t("counter.because", { why: words(because.text) }));
}

function drawTab(list, shown, text) {
  const tab = find(`#tab-${list}`);
  tab.setAttribute("aria-selected", String(list === shown));
  say(tab, text);
}

/** Rows are drawn anew only when they changed: a click may begin on one and end on it. */
function drawLine(rows) {
  const list = find("#line");
  const key = JSON.stringify(rows);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  const focused = document.activeElement?.closest("#line button")?.dataset.ticket;
  const top = list.scrollTop;
  const more = rows.length - LISTED;
  list.replaceChildren(
    ...rows.slice(0, LISTED).map(row),
    ...(more > 0 ? [el("li.more", {}, t("counter.more", { n: more }))] : []),
    ...(rows.length ? [] : [el("li.more", {}, t("counter.none_yet"))]),
  );
  list.scrollTop = top;
  if (focused) list.querySelector(`[data-ticket="${focused}"]`)?.focus();
}

function waitingRow(page, ticket) {
  const { id, number, state, priority, appointment, note } = ticket;
  const what = state === "no_show" ? t("counter.was_absent") : state === "held" && ticket.hold_reason;
  const signs = [
    priority && "heart-handshake",
    appointment && "calendar-clock",
    note && "message-square",
    state === "held" && "hourglass",
    state === "no_show" && "user-x",
  ];
  const time = shortMinutes(page.clock.since(ticket.issued_at));
  return { id, number, what: what || matter(page, ticket), time, signs: signs.filter(Boolean) };
}

function doneRow(page, { number, service, at }) {
  return { number, what: matter(page, { procedures: [], service }), time: clockOf(at), signs: [] };
}

function sign(name) {
  const made = icon(name);
  made.classList.toggle("priority", name === "heart-handshake");
  return made;
}

function row({ id, number, what, time, signs }) {
  const parts = [
    el("b", {}, number),
    el("span.what", {}, what),
    ...signs.map(sign),
    el("span.time", {}, time),
  ];
  const inside = id
    ? el("button", { type: "button", "data-ticket": id }, ...parts)
    : el("div", {}, ...parts);
  return el("li", {}, inside);
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
