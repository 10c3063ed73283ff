// The head of the office sees the day: who waits how long, the counters, what needs
// attention. Nothing can be changed here.

import { el, find, icon, say } from "./dom.js";
import { minutes } from "./durations.js";
import { Figures } from "./figures.js";
import { Health } from "./health.js";
import { Link } from "./link.js";
import { offerSigningOut } from "./sign_out.js";
import { oneLine, OfficeClock, t } from "./texts.js";

/** Between two looks at the queue, and between two drawings, at least (milliseconds). */
const LOOK_EVERY = 1000;
/** A wait or a visit that somebody should look at (seconds). */
const LONG = 20 * 60;

const clock = new OfficeClock();
const figures = new Figures();
const health = new Health();
const link = new Link(["queue", "office", "devices"], hear, { wholeDay: true });
let office = null;
let queue = null;
let looking = null;

function hear(kind, params) {
  if (kind === "revoked") location.replace("/sign-in?to=/live");
  if (kind === "online") health.reset();
  if (kind === "event") {
    clock.hear(params.at);
    if (params.kind === "day.opened") figures.forget();
    figures.hear(params);
  }
  if (kind === "tick") clock.hear(params.at);
  if (kind === "device") health.hear(params);
  look();
}

/** Ask for the queue soon, however much happens meanwhile. */
function look() {
  looking ??= setTimeout(async () => {
    [queue, office] = await Promise.all([link.call("queue.get"), link.call("office.get")]);
    looking = null;
    draw();
  }, LOOK_EVERY);
}

function draw() {
  if (!queue || !office) return;
  const state = find("#line-state");
  state.dataset.state = link.online ? "on" : "off";
  say(find("#line-words"), link.online ? t("counter.connected") : t("counter.cut"));
  say(find("#today"), `${clock.date()} · ${clock.time()}`);
  const waiting = Object.entries(queue.waiting).flatMap(([service, line]) => line.map((one) => ({ ...one, service })));
  waiting.sort((one, other) => (one.issued_at < other.issued_at ? -1 : 1));
  drawFigures(waiting);
  find("#services").replaceChildren(...office.services.map(serviceRow));
  find("#counters").replaceChildren(...queue.counters.map(counterRow));
  find("#attention").replaceChildren(...attention(waiting).map(line));
}

function drawFigures(waiting) {
  const [longest] = waiting;
  const waited = longest ? clock.since(longest.issued_at) : null;
  const median = figures.waited;
  find("#figures").replaceChildren(
    figure(t("live.waiting"), t("people.count", { n: waiting.length }), t("live.issued", { n: figures.issued })),
    figure(
      t("live.longest"),
      waited === null ? "–" : minutes(waited),
      longest ? `${longest.number} · ${nameOf(longest.service)}` : t("live.nobody"),
      waited > LONG,
    ),
    figure(t("live.median"), median === null ? "–" : minutes(median), t("live.called", { n: figures.called })),
    figure(t("live.done"), String(figures.done), t("live.absent", { n: figures.absent })),
  );
}

const figure = (name, value, more, attention = false) =>
  el(attention ? "div.card.attention" : "div.card", {}, el("h2", {}, name), el("p.value", {}, value), el("p.soft", {}, more));

const nameOf = (service) => oneLine(office.services.find(({ id }) => id === service)?.short ?? {});

function serviceRow({ id, short }) {
  const people = queue.waiting[id] ?? [];
  const longest = people.length ? minutes(Math.max(...people.map((one) => clock.since(one.issued_at)))) : "–";
  return el("tr", {}, el("th", { scope: "row" }, oneLine(short)), el("td", {}, t("people.count", { n: people.length })), el("td", {}, longest));
}

const STATES = {
  called: ["calling", "bell-ring", t("live.called_state")],
  serving: ["serving", "user-check", t("live.serving")],
  open: ["plain", "clock", t("live.open")],
  paused: ["plain", "circle-pause", t("live.paused")],
  closed: ["plain", "circle-x", t("live.closed")],
};

function counterRow(counter) {
  const { number, ticket, clerk, reason } = counter;
  const state = ticket?.state ?? counter.state;
  const since = ticket && clock.since(ticket.started_at ?? ticket.called_at);
  const [usual, usualSign, words] = STATES[state];
  const [kind, sign] = since > LONG ? ["attention", "hourglass"] : [usual, usualSign];
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, t("counter.place", { number })),
    el("td", {}, clerk ?? ""),
    el("td", {}, ticket ? `${ticket.number} · ${nameOf(ticket.service)}` : (reason ?? "")),
    el("td", {}, ticket ? minutes(since) : ""),
    el("td", {}, el(`span.chip.${kind}`, {}, icon(sign), words)),
  );
}

/** What somebody should look at, the worst first. */
function attention(waiting) {
  const open = queue.counters.some(({ state }) => state === "open");
  const late = waiting.filter((one) => clock.since(one.issued_at) > LONG);
  const found = [];
  if (waiting.length && !open) found.push({ ok: false, sign: "door-open", text: t("live.no_counter", { n: waiting.length }) });
  if (late.length) found.push({ ok: false, sign: "hourglass", text: t("live.late", { n: late.length, minutes: LONG / 60 }) });
  const devices = health.lines().map(({ ok, text }) => ({ ok, sign: ok ? "user-check" : "triangle-alert", text }));
  const all = [...found, ...devices];
  return all.length ? all : [{ ok: true, sign: "user-check", text: t("live.all_well") }];
}

const line = ({ ok, sign, text }) => el(ok ? "li" : "li.problem", {}, icon(sign), el("span", {}, text));

offerSigningOut(() => location.replace("/sign-in"));
setInterval(draw, 10000);
link.start();
