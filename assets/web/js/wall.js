// The wall as a page, for a smart television.

import { Announcer } from "./announcer.js";
import { el, find, fit, icon, keepFitting, say, show } from "./dom.js";
import { Hall } from "./hall.js";
import { Player, soundsAtOnce } from "./sound.js";
import { staleness } from "./stale.js";
import { clockOf, oneLine, people, t, waitRange, words } from "./texts.js";

/** Notices come when no call was spoken for so long (milliseconds). */
const QUIET_AFTER = 180000;
/** A call that nobody has answered keeps the large place so long (seconds). */
const STANDS_FOR = 180;
const NOTICE_EVERY = 12000;
const SERVICES_EVERY = 8000;
const FLASH = 4000;
const ROWS = 4;
const PAGE = window.matchMedia("(orientation: portrait)").matches ? 2 : 3;

const body = document.body;
const player = new Player();
const hall = new Hall(
  draw,
  (call) => announcer.announce(call),
  (ticket) => announcer.withdraw(ticket),
);
const announcer = new Announcer(player, { begin, end: draw, blocked: askForTouch, quiet });
const opened = Date.now();
let spokenAt = -Infinity;
let flash = null;

function begin(call) {
  hall.board.put(call);
  spokenAt = Date.now();
  body.classList.add("flash");
  clearTimeout(flash);
  flash = setTimeout(() => body.classList.remove("flash"), FLASH);
  draw();
}

/** Whether it is one of the office's quiet hours. */
function quiet() {
  const now = hall.clock.time();
  const within = ([first, last]) => first <= now && now < last;
  return (hall.office?.quiet ?? []).some((range) => within(range.split("-")));
}

// Sound needs a touch first in most browsers.

function askForTouch() {
  show(find("#unlock"), true);
}

function unlock() {
  if (find("#unlock").hidden) return;
  show(find("#unlock"), false);
  if (!announcer.busy) player.chime();
}

// Drawing

function draw() {
  const state = staleness(hall.link);
  body.classList.toggle("stale", state === "stale");
  say(find("#clock"), hall.clock.time());
  say(find("#date"), hall.clock.date());
  say(find("#updating"), state === "updating" ? t("wall.updating") : "");
  if (hall.office) say(find("#office"), hall.office.name);
  show(find("#strip"), state === "stale");
  if (state === "stale") {
    const since = hall.clock.time(hall.clock.now() - (Date.now() - hall.link.cutAt));
    say(find("#strip-words"), t("wall.stale", { time: since }));
  }
  const notice = state === "stale" ? null : quietNotice();
  drawHero(notice, state === "stale");
  const large = notice === null ? largeCall() : null;
  const others = hall.board.shown.filter((call) => call.ticket !== large?.ticket);
  drawRows(others, state === "stale");
  drawFoot();
}

/** The notice to show, or null: one is shown only while nobody is called. */
function quietNotice() {
  const notices = hall.office?.notices ?? [];
  if (!notices.length || announcer.busy) return null;
  if (Date.now() - spokenAt < QUIET_AFTER) return null;
  const last = hall.board.shown[0];
  const stands = last && hall.board.stands(last);
  if (stands && hall.clock.since(last.called_at) < STANDS_FOR) return null;
  return Math.floor((Date.now() - opened) / NOTICE_EVERY) % notices.length;
}

/** The large number follows the voice, also while a call is taken back. */
function largeCall() {
  return announcer.speaking ?? hall.board.shown[0];
}

function drawHero(notice, stale) {
  const call = largeCall();
  const hasNotice = notice !== null;
  show(find("#notice"), hasNotice);
  show(find("#call"), !hasNotice && Boolean(call));
  show(find("#nobody"), !hasNotice && !call);
  body.classList.toggle("quiet", hasNotice || !call);
  if (hasNotice) drawNotice(notice);
  else if (call) drawCall(call, stale);
}

function drawCall(call, stale) {
  const time = clockOf(call.called_at);
  say(find("#call-words"), stale ? t("wall.last_call", { time }) : t("wall.invite"));
  say(find("#call-to"), stale ? t("wall.at_counter") : t("wall.to_counter"));
  const number = find("#call-number");
  if (number.textContent !== call.number) {
    say(number, call.number);
    fit(number);
  }
  say(find("#call-counter"), String(hall.board.number(call.counter)));
}

function drawNotice(which) {
  const { title, body: text } = hall.office.notices[which];
  say(find("#notice-title"), words(title));
  say(find("#notice-body"), words(text));
  const dots = hall.office.notices.map((_, n) => el(n === which ? "i.on" : "i"));
  find("#notice-dots").replaceChildren(...(dots.length > 1 ? dots : []));
}

function drawRows(calls, stale) {
  say(find("#rows-title"), stale ? t("wall.before") : t("wall.just_called"));
  const drawn = calls.slice(0, ROWS).map((call) =>
    el(
      "li.row",
      {},
      el("span.number", {}, call.number),
      el("span.counter", {}, String(hall.board.number(call.counter))),
    ),
  );
  show(find("#side .title"), calls.length > 0);
  const rows = find("#rows");
  const key = calls.slice(0, ROWS).map((call) => `${call.ticket}@${call.counter}`);
  if (rows.dataset.key === key.join()) return;
  rows.dataset.key = key.join();
  rows.replaceChildren(...drawn);
  for (const number of rows.querySelectorAll(".number")) fit(number);
}

function drawFoot() {
  const services = hall.office?.services ?? [];
  const pages = Math.max(1, Math.ceil(services.length / PAGE));
  const page = Math.floor((Date.now() - opened) / SERVICES_EVERY) % pages;
  const shown = services.slice(page * PAGE, page * PAGE + PAGE);
  const key = JSON.stringify(shown.map(({ id, open }) => [id, open, hall.waits[id]]));
  const foot = find("#foot");
  if (foot.dataset.key === key) return;
  foot.dataset.key = key;
  foot.replaceChildren(...shown.map(drawService));
  for (const line of foot.querySelectorAll("h2, p")) fit(line);
}

function drawService(service) {
  const { waiting, wait } = hall.waits[service.id] ?? { waiting: 0, wait: null };
  const atOnce = service.open && waiting === 0 && wait !== null && wait.high === 0;
  const inLine = [people(waiting), waitRange(wait)].filter(Boolean).join(", ");
  const line = atOnce
    ? el("p.now", {}, t("wait.now"))
    : el("p", {}, icon("users"), waiting ? inLine : t("wall.nobody_waits"));
  return el("div.service", {}, el("h2", {}, oneLine(service.short)), line);
}

find("#unlock").addEventListener("click", unlock);
document.addEventListener("pointerdown", unlock);
document.addEventListener("keydown", unlock);
keepFitting("#call-number, #rows .number, #foot h2, #foot p");
if (!soundsAtOnce()) askForTouch();
setInterval(draw, 1000);
hall.start();
draw();
