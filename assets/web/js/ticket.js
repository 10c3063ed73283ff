// A citizen's own page: the number, how many are ahead, and the call.
// The ticket's secret is in the address behind "#", so it never reaches the server
// but inside a call's params.

import { canKeepAwake, keepAwake } from "./awake.js";
import { el, find, fit, keepFitting, say, show } from "./dom.js";
import { Holder } from "./holder.js";
import { Link, Refused } from "./link.js";
import { Player } from "./sound.js";
import { staleness } from "./stale.js";
import { clockOf, has, OfficeClock, oneLine, t, waitRange, words } from "./texts.js";

const MOST_STEPS = 8;
/** Milliseconds after which a ticket is looked for again, where that may help. */
const AGAIN = 5000;
const PASSING = ["not_yet", "rate_limited"];
/** In these the citizen may still be called. */
const MAY_BE_CALLED = ["waiting", "called", "held", "no_show"];
/** In these somebody stands and waits, phone in hand. */
const AWAKE = ["waiting", "called", "held"];
/** After these nothing changes any more, so nothing can be out of date. */
const OVER = ["failed", "done", "cancelled", "expired"];

const body = document.body;
/** A ticket that a kiosk gave itself has no id before the server has it. */
let id = Number(body.dataset.ticket) || null;
const secret = location.hash.slice(1);
const clock = new OfficeClock();
const player = new Player();
const link = new Link([], hear);
let office = null;
let place = null;
let longest = 0;
let alarm = "";
let failed = "";
let again = null;
let updated = "";
let procedure = null;
const holder = new Holder(act, () => office);

/** Do something with the ticket, and look at once what has become of it. */
async function act(method, params, patience) {
  try {
    await link.call(method, { ticket: id, secret, ...params }, patience);
  } catch (problem) {
    if (problem instanceof Refused) await look(patience); // it is not as it was shown
    throw problem;
  }
  await look(patience);
}

async function look(patience) {
  take(await link.call("ticket.follow", { ticket: id, secret }, patience));
  draw();
}

function hear(kind, params) {
  if (kind === "ticket" && params.ticket.id === id) take(params);
  else if (kind === "tick") tick(params);
  else if (kind === "online") follow();
  draw();
}

/** The line lives: what is shown is as it is now. */
function tick({ at }) {
  clock.hear(at);
  if (place) updated = clock.time();
}

async function follow() {
  clearTimeout(again);
  try {
    office = await link.call("office.get");
    if (id === null) id = await findOwn();
    take(await link.call("ticket.follow", { ticket: id, secret }));
    failed = "";
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    failed = has(`phone.refused.${problem.reason}`) ? problem.reason : "forbidden";
    if (id === null && failed === "unknown_ticket") failed = "not_yet";
    if (PASSING.includes(failed)) again = setTimeout(follow, AGAIN);
  }
  draw();
  const code = place?.ticket.procedures[0];
  if (code && !procedure) {
    procedure = await link.call("procedure.get", { code }).catch(() => null);
    draw();
  }
}

/** Find the ticket by what its slip says; until the kiosk has handed it in, wait. */
async function findOwn() {
  const number = body.dataset.ticket;
  return (await link.call("ticket.find", { number, secret })).ticket.id;
}

function take(told) {
  place = told;
  updated = clock.time();
  longest = Math.max(longest, told.ahead);
  ring(told);
}

/** Sound and vibration when the turn is near, and at every call. */
function ring({ ticket, near }) {
  const now = ticket.state === "called" ? `called ${ticket.calls}` : near ? "near" : "";
  const before = alarm;
  alarm = now;
  if (ticket.state === "called" && now !== before) giveRoom();
  if (!now || now === before || !find("#alarm").checked) return;
  navigator.vibrate?.(near ? [300] : [500, 200, 500, 200, 500]);
  player.chime();
}

/** A call is seen at once, whatever the citizen was reading or asked. */
function giveRoom() {
  if (find("#ask").open) find("#ask").close();
  window.scrollTo(0, 0);
}

function draw() {
  const state = failed ? "failed" : (place?.ticket.state ?? "loading");
  body.dataset.state = state;
  body.classList.toggle("near", state === "waiting" && place.near);
  document.documentElement.classList.toggle("called", state === "called");
  keepAwake(AWAKE.includes(state));
  holder.draw(failed || !place ? { may: [], rated: false } : place);
  if (office) say(find("#office"), office.name);
  drawLine(state);
  show(find("#ahead-card"), state === "waiting");
  show(find("#alarm-card"), MAY_BE_CALLED.includes(state));
  show(find("#called"), state === "called");
  const ending = endWords(state);
  show(find("#end"), Boolean(ending));
  say(find("#end"), ending);
  show(find("#number-card"), Boolean(place) && !failed);
  if (place && !failed) drawTicket(place);
  drawPapers(state);
  document.title = titleWords(state);
}

/** How fresh the picture is: the words in the head, then a strip above all else. */
function drawLine(state) {
  const cut = OVER.includes(state) ? "" : staleness(link);
  say(find("#updated"), cut ? t("phone.updating") : updatedWords(state));
  const stale = cut === "stale";
  document.documentElement.classList.toggle("stale", stale);
  show(find("#stale"), stale);
  const since = updated ? t("phone.cut", { time: updated }) : t("phone.unreached");
  say(find("#stale-words"), stale ? since : "");
}

/** What the browser writes on the page's tab. */
function titleWords(state) {
  if (!place || failed) return t("phone.title");
  const { number, counter } = place.ticket;
  const called = `${t("phone.go_to")} ${counterNumber(counter)}`;
  const words = state === "called" ? called : (office?.name ?? t("phone.title"));
  return `${number} · ${words}`;
}

function updatedWords(state) {
  if (state === "called") return clock.time();
  return updated ? t("phone.updated", { time: updated }) : "";
}

function endWords(state) {
  if (state === "failed") return t(`phone.refused.${failed}`);
  const counter = counterNumber(place?.ticket.counter);
  const back = state === "no_show" && place.may.includes("return");
  const key = back ? "phone.state.missed" : `phone.state.${state}`;
  return has(key) ? t(key, { counter }) : "";
}

function counterNumber(id) {
  return office?.counters.find((one) => one.id === id)?.number ?? "";
}

function drawTicket({ ticket, ahead, wait }) {
  show(find("#bell"), ticket.state === "called");
  say(find("#title"), t(ticket.state === "called" ? "phone.your_turn" : "phone.number"));
  if (find("#number").textContent !== ticket.number) {
    say(find("#number"), ticket.number);
    fit(find("#number"));
  }
  say(find("#matter"), matter(ticket));
  say(find("#counter"), String(counterNumber(ticket.counter)));
  say(find("#ahead"), aheadWords(ahead));
  show(find("#near"), place.near);
  say(find("#wait"), waitWords(wait));
  say(find("#issued"), t("phone.issued", { time: clockOf(ticket.issued_at) }));
  drawSteps(ahead);
}

function matter({ service }) {
  if (procedure) return words(procedure.short); // with the office's line breaks
  const found = office?.services.find((one) => one.id === service);
  return found ? oneLine(found.short) : "";
}

/** "At once" is still a wait for the call: nobody goes in by a phone. */
function waitWords(wait) {
  if (!wait) return "";
  return wait.high ? t("phone.about", { range: waitRange(wait) }) : t("phone.soon");
}

function aheadWords(ahead) {
  if (ahead === 0) return t("phone.next");
  return ahead === 1 ? t("phone.ahead_one") : t("phone.ahead", { n: ahead });
}

/** One bar a person who was ahead when the page was opened; filled = gone. */
function drawSteps(ahead) {
  const all = Math.min(MOST_STEPS, longest + 1);
  const done = longest ? Math.round(((longest - ahead) / longest) * (all - 1)) + 1 : 1;
  const bars = Array.from({ length: all }, (_, n) => el(n < done ? "i.on" : "i"));
  find("#steps").replaceChildren(...bars);
}

/** What the citizen said was missing, or all that the matter needs. */
function drawPapers(state) {
  const all = procedure?.papers ?? [];
  const missing = all.filter(({ id: paper }) => place?.missing.includes(paper));
  const papers = missing.length ? missing : all;
  const wanted = state === "waiting" || state === "called";
  find("#papers-card").classList.toggle("missing", missing.length > 0);
  say(find("#papers-title"), t(missing.length ? "phone.missing" : "phone.papers"));
  show(find("#papers-card"), wanted && papers.length > 0);
  const items = papers.map((paper) => {
    const shown = paper.kind === "show" ? ` ${t("phone.only_show")}` : "";
    const note = paper.note ? el("small.note", {}, words(paper.note)) : null;
    return el("li", {}, words(paper.name), el("small", {}, shown), note);
  });
  find("#papers").replaceChildren(...items);
}

// The language changes with the secret kept, and the sound is tried by the touch.
for (const other of document.querySelectorAll("a[data-lang]")) {
  other.href = `?lang=${other.dataset.lang}${location.hash}`;
}
find("#alarm").addEventListener("change", (event) => {
  if (event.target.checked) {
    player.chime(0.4);
    navigator.vibrate?.(100);
  }
});
if (!canKeepAwake) say(find("#alarm-text"), t("phone.alarm_text_dim"));
keepFitting("#number");
setInterval(draw, 1000);
if (secret) link.start();
else failed = "forbidden";
draw();
