// The large panel: the ticket in hand with its papers, or what to do without one.

import { el, find, fit, icon, say, show } from "./dom.js";
import { minutes, stopwatch } from "./durations.js";
import { clockOf, oneLine, t, words } from "./texts.js";

const chip = (kind, sign, text) => el(`span.chip.${kind}`, {}, icon(sign), el("span", {}, text));

/** Draw the panel from the page's state. */
export function drawHand(page) {
  const ticket = page.desk.ticket;
  show(find("#hand"), Boolean(ticket));
  show(find("#idle"), !ticket);
  show(find("#dossier-row"), ticket?.state === "serving");
  if (ticket) drawTicket(page, ticket);
  else drawIdle(page);
}

/** What a ticket is about: its first procedure and how many more, or its service. */
export function matter(page, ticket) {
  return title(page, ticket).replace(/\s*\n\s*/g, " ");
}

/** The same with the line breaks that the office set. */
function title(page, ticket) {
  const first = ticket.procedures.length ? page.procedures.get(ticket.procedures[0]) : null;
  if (!first) return oneLine(page.service(ticket.service)?.short);
  const more = ticket.procedures.length - 1;
  return more
    ? t("counter.and_more", { name: oneLine(first.short), n: more })
    : words(first.short);
}

function drawTicket(page, ticket) {
  const number = find("#number");
  if (number.textContent !== ticket.number) {
    say(number, ticket.number);
    fit(number);
    find("#dossier").value = "";
  }
  say(find("#matter"), title(page, ticket));
  find("#chips").replaceChildren(...chips(page, ticket));
  const said = remarks(ticket).map(([sign, text]) => el("li", {}, icon(sign), el("span", {}, text)));
  find("#remarks").replaceChildren(...said);
  show(find("#remarks"), said.length > 0);
  const key = JSON.stringify([ticket.id, ticket.missing, loaded(page, ticket)]);
  if (find("#papers").dataset.key === key) return;
  find("#papers").dataset.key = key;
  const first = loaded(page, ticket)[0];
  say(find("#papers-title"), papersTitle(ticket));
  say(find("#fee"), first ? [words(first.fee), words(first.time)].filter(Boolean).join(" · ") : "");
  find("#papers").replaceChildren(...papers(page, ticket));
}

function loaded(page, ticket) {
  return ticket.procedures.map((code) => page.procedures.get(code)).filter(Boolean);
}

function chips(page, ticket) {
  const calling = ticket.state === "called";
  const since = page.clock.since(calling ? ticket.called_at : ticket.started_at);
  const made = [
    calling
      ? chip("calling", "bell-ring", t("counter.calling", { n: ticket.calls, time: stopwatch(since) }))
      : chip("serving", "user-check", t("counter.serving", { time: stopwatch(since) })),
    chip("plain", "clock", t("counter.waited", { time: minutes(ticket.waited) })),
  ];
  made.push(...signs(page, ticket));
  if (page.desk.absent) made.push(chip("attention", "user-x", t("counter.absent_proposed")));
  if (ticket.printed === "no" && !page.printerless) made.push(chip("attention", "printer", t("counter.not_printed")));
  return made;
}

/** What gives a ticket a right of its own: priority, and the time it was promised. */
export function signs(page, ticket) {
  const made = [];
  if (ticket.priority) made.push(chip("priority", "heart-handshake", priorityName(page, ticket)));
  if (ticket.appointment) {
    const time = clockOf(ticket.appointment);
    made.push(chip("plain", "calendar-clock", t("counter.appointment", { time })));
  }
  return made;
}

/** "Ưu tiên: người cao tuổi"; the reason is only for staff, and only for today. */
export function priorityName(page, { reason }) {
  const known = page.office?.priorities.find((one) => one.id === reason);
  if (!known) return t("counter.priority");
  return t("counter.priority_of", { name: oneLine(known.name) });
}

/** What colleagues wrote about it. */
function remarks({ note, hold_reason: held }) {
  const said = [];
  if (note) said.push(["message-square", t("counter.noted", { note })]);
  if (held) said.push(["hourglass", t("counter.held_because", { why: held })]);
  return said;
}

function papersTitle(ticket) {
  if (!ticket.procedures.length) return t("counter.no_procedure");
  return ticket.missing.length ? t("counter.ticked") : t("counter.needed");
}

function papers(page, ticket) {
  const found = loaded(page, ticket);
  return found.flatMap((procedure) => [
    found.length > 1 ? el("h3", {}, oneLine(procedure.short)) : null,
    el("ul", {}, procedure.papers.map((paper) => drawPaper(paper, ticket.missing))),
  ]).filter(Boolean);
}

/** Ticks are shown only where the citizen ticked: nothing is guessed. */
function drawPaper(paper, missing) {
  const lacks = missing.includes(paper.id);
  const sign = !missing.length ? "file-text" : lacks ? "square" : "square-check";
  const only = paper.kind === "show" ? el("small", {}, t("counter.only_show")) : null;
  const note = paper.note ? el("small.note", {}, words(paper.note)) : null;
  return el(
    lacks ? "li.lacks" : "li",
    {},
    icon(sign),
    el("span.paper", {}, words(paper.name), only ? " " : null, only),
    note,
    lacks ? chip("attention", "triangle-alert", t("counter.missing")) : null,
  );
}

function drawIdle(page) {
  const { next, counter, waiting } = page.desk;
  const paused = counter.state === "paused";
  const sign = paused ? "circle-pause" : next ? "users" : "coffee";
  if (find("#idle-sign").dataset.sign !== sign) {
    find("#idle-sign").dataset.sign = sign;
    find("#idle-sign").replaceChildren(icon(sign));
  }
  const [title, words] = paused ? pausedWords(counter) : idleWords(next, counter, waiting.length);
  say(find("#idle-title"), title);
  say(find("#idle-words"), words);
}

function pausedWords({ number, reason }) {
  const title = t("counter.paused_title", { number });
  return [title, reason ? t("counter.paused_because", { why: reason }) : t("counter.paused_words")];
}

function idleWords(next, { number: counter }, n) {
  if (!next) return [t("counter.nobody_waits"), t("counter.idle_words", { counter })];
  const title = n === 1 ? t("counter.one_waits") : t("counter.some_wait", { n });
  return [title, t("counter.press_next", { number: next.ticket.number })];
}
