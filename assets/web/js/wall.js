// The wall as a page, for a smart television.

import { Announcer } from "./announcer.js";
import { el, find, fit, fitInside, icon, keepFitting, say, show } from "./dom.js";
import { Foot } from "./foot.js";
import { Hall } from "./hall.js";
import { Reporter } from "./report.js";
import { inches, rowsFor } from "./rows.js";
import { cannotPlay, noteBeside, pageInTurn, starting } from "./pages.js";
import { Loudspeaker } from "./loudspeaker.js";
import { pairIfAsked } from "./pairing.js";
import { staleness } from "./stale.js";
import { clockOf, t } from "./texts.js";

/** Pages come when no call was spoken for so long (milliseconds). */
const QUIET_AFTER = 180000;
const FLASH = 4000;
const SIGNS = {
  starting: "hourglass",
  closed: "clock",
  no_counter: "hourglass",
  welcome: "hand-heart",
  notice: "megaphone",
  slide: "megaphone",
  procedure: "file-text",
  wait: "armchair",
};

const body = document.body;
const places = window.matchMedia("(orientation: portrait)").matches ? 2 : 3;
const foot = new Foot(find("#foot"), find("#line"), places);
const room = new URLSearchParams(location.search).get("room") ?? "";
const hall = new Hall(draw, {
  room,
  announce: (call) => announcer.announce(call),
  withdraw: (ticket) => announcer.withdraw(ticket),
  keep: (isTrue) => announcer.keep(isTrue),
});
const speaker = new Loudspeaker(hall);
hall.reporter = new Reporter(hall, () => speaker.health);
const announcer = new Announcer(speaker, {
  begin,
  end: draw,
  blocked: () => speaker.askForTouch(),
  quiet: () => hall.quiet,
});
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

// Drawing

function draw() {
  const state = staleness(hall.link);
  const stale = state === "stale";
  const now = Date.now() - opened;
  body.classList.toggle("stale", stale);
  body.classList.toggle("speaking", announcer.busy);
  drawHead(state);
  const call = largeCall();
  const page = pageOf(call, now, stale);
  const calls = hall.calls.filter((one) => page || one.ticket !== call?.ticket);
  const most = rowsFor(inches(), innerWidth, innerHeight);
  const rows = calls.slice(0, most);
  body.classList.toggle("quiet", Boolean(page));
  const alone = Boolean(page) && !rows.length;
  body.classList.toggle("alone", alone);
  if (page) drawPage(page);
  else drawCall(call, stale);
  drawRows(rows, stale && !page);
  const free = !alone && rows.length < most;
  drawNote(free ? noteBeside(hall, Boolean(page), now, stale) : null, rows, most);
  foot.draw(hall, now);
  hall.reporter.look();
}

function drawHead(state) {
  say(find("#clock"), hall.clock.time());
  say(find("#date"), state === "updating" ? t("line.updating") : hall.clock.date());
  if (hall.office) say(find("#office"), hall.office.name);
  show(find("#strip"), state === "stale");
  if (state === "stale") say(find("#strip-words"), t("line.stale", { time: stoppedAt() }));
}

function stoppedAt() {
  return hall.clock.time(hall.clock.now() - (Date.now() - hall.link.cutAt));
}

/** The large number follows the voice, also while a call is taken back. */
function largeCall() {
  return announcer.speaking ?? hall.calls[0];
}

/** The page that has the large place, or null: a call comes first. */
function pageOf(call, now, stale) {
  if (!hall.known || !hall.office) return starting();
  if (call && (stale || announcer.busy || !isQuiet(call))) return null;
  return pageInTurn(hall, now, Boolean(call));
}

function isQuiet(call) {
  if (Date.now() - spokenAt < QUIET_AFTER) return false;
  return spokenAt > -Infinity || hall.clock.since(call.called_at) * 1000 >= QUIET_AFTER;
}

function drawCall(call, stale) {
  const calling = !stale && (announcer.speaking === call || hall.board.stands(call));
  body.classList.toggle("over", !calling);
  hidePage();
  show(find("#call"), true);
  const time = clockOf(call.called_at);
  sayFitting(find("#call-words"), calling ? t("wall.now") : t("wall.last", { time }));
  say(find("#call-to"), calling ? t("wall.to_counter") : t("wall.at_counter"));
  sayFitting(find("#call-number"), call.number);
  say(find("#call-counter"), hall.board.number(call.counter));
}

/** Let the page go; a video ends, and begins anew when its turn has come again. */
function hidePage() {
  const drawn = find("#page");
  show(drawn, false);
  if (!drawn.querySelector("video")) return;
  drawn.dataset.key = "";
  drawn.replaceChildren();
}

function sayFitting(place, text) {
  if (place.textContent === text) return;
  say(place, text);
  fit(place);
}

function drawPage(page) {
  show(find("#call"), false);
  show(find("#page"), true);
  const drawn = find("#page");
  const key = JSON.stringify(page);
  if (drawn.dataset.key === key) return;
  drawn.dataset.key = key;
  const words = el(
    "div.words",
    {},
    page.head ? el("p.head", {}, icon(SIGNS[page.kind]), page.head) : null,
    page.title ? el("h2", {}, page.title) : null,
    page.body ? el("p.body", {}, page.body) : null,
  );
  const dots = [...Array(page.count).keys()].map((n) => el(n === page.place ? "i.on" : "i"));
  const picture = page.video ? moving(page) : still(page);
  drawn.classList.toggle("poster", Boolean(picture) && !page.title && !page.body);
  drawn.replaceChildren(
    ...[picture, words, el("p.dots", {}, ...(page.count > 1 ? dots : []))].filter(Boolean),
  );
  fitInside(words);
}

const still = ({ picture }) => (picture ? el("img", { src: picture, alt: "" }) : null);

/** A video without its sound: the voice alone is heard here. */
function moving({ video, picture }) {
  const shown = el("video", { src: video, poster: picture || null, autoplay: true, loop: true, playsinline: true });
  shown.muted = true;
  shown.addEventListener("error", () => {
    cannotPlay(video);
    draw();
  });
  return shown;
}

function drawRows(calls, before) {
  say(find("#rows-title"), before ? t("wall.rows_before") : t("wall.rows"));
  show(find("#side .title"), calls.length > 0);
  const rows = find("#rows");
  const key = calls.map((call) => `${call.ticket}@${call.counter}`).join();
  if (rows.dataset.key === key) return;
  rows.dataset.key = key;
  rows.replaceChildren(
    ...calls.map((call) =>
      el(
        "li.row",
        {},
        el("span.number", {}, call.number),
        el("span.counter", {}, hall.board.number(call.counter)),
      ),
    ),
  );
  for (const number of rows.querySelectorAll(".number")) fit(number);
}

/** The note takes what the rows leave free, so that the first calls are not alone. */
function drawNote(note, rows, most) {
  const place = find("#note");
  const side = find("#side");
  side.dataset.rows = Math.max(rows.length, rows.length + 4 - most);
  side.style.setProperty("--rows", most);
  side.style.setProperty("--free", most - rows.length);
  show(place, note !== null);
  const key = JSON.stringify([note, rows.length, most]);
  if (!note || place.dataset.key === key) return;
  place.dataset.key = key;
  place.replaceChildren(
    el("span.plate", {}, icon(SIGNS[note.kind])),
    el("div", {}, el("h3", {}, note.title), el("p", {}, note.body)),
  );
  fitInside(place);
}

keepFitting("#call-words, #call-number, #rows .number, #foot h2, #foot p, #by-phone b, #by-phone p", [find("#note")]);
speaker.start();
setInterval(draw, 1000);
hall.start();
draw();
pairIfAsked();
