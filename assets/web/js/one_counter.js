// One counter's display as a page: its number, and what it is doing. The words are
// those of display/counter.py.

import { find, fit, icon, keepFitting, say, show } from "./dom.js";
import { Hall } from "./hall.js";
import { Reporter } from "./report.js";
import { pairIfAsked } from "./pairing.js";
import { staleness } from "./stale.js";
import { oneLine, t } from "./texts.js";

const FLASH = 4000;
const SIGNS = {
  starting: "hourglass",
  unknown: "circle-x",
  calling: "bell-ring",
  serving: "user-check",
  open: "clock",
  paused: "circle-pause",
  closed: "circle-x",
};

const number = Number(document.body.dataset.counter);
const body = document.body;
const hall = new Hall(draw, { announce: flash });
hall.reporter = new Reporter(hall, () => "off");
let sign = "";

function flash(call) {
  hall.board.put(call);
  if (hall.board.number(call.counter) !== number) return;
  body.classList.add("flash");
  setTimeout(() => body.classList.remove("flash"), FLASH);
}

function draw() {
  const line = staleness(hall.link);
  body.classList.toggle("stale", line === "stale");
  const here = [...hall.board.counters.values()].find((one) => one.number === number);
  const kind = kindOf(here);
  const hand = here?.ticket;
  body.dataset.state = kind;
  drawSign(line === "stale" ? "triangle-alert" : SIGNS[kind]);
  say(find("#state"), stateWords(kind, line, hand));
  drawNumber(hand?.number ?? "");
  show(find("#words"), !hand);
  if (!hand) {
    say(find("#headline"), headline(kind));
    say(find("#body"), bodyWords(kind, here, line));
  }
  drawFoot(here, hand);
  hall.reporter.look();
}

function kindOf(here) {
  if (!here) return hall.known ? "unknown" : "starting";
  if (here.ticket) return here.ticket.state === "called" ? "calling" : "serving";
  return here.state;
}

function stateWords(kind, line, hand) {
  if (line === "updating") return t("line.updating");
  if (line === "stale") return t("counter.stale", { time: stoppedAt() });
  return hand ? t(`counter.${kind}`) : hall.clock.time();
}

function stoppedAt() {
  return hall.clock.time(hall.clock.now() - (Date.now() - hall.link.cutAt));
}

function drawSign(name) {
  if (sign === name) return;
  sign = name;
  find("#sign").replaceChildren(icon(name));
}

function drawNumber(shown) {
  const place = find("#number");
  show(place, Boolean(shown));
  if (place.textContent === shown) return;
  say(place, shown);
  fit(place);
}

function headline(kind) {
  return kind === "starting" ? t("line.starting") : t(`counter.${kind}`, { number });
}

function bodyWords(kind, here, line) {
  if (kind === "starting" || line === "stale") return t("counter.stale_body");
  const { reason } = here ?? {};
  if (kind === "paused" && reason) return t("counter.paused_because", { reason });
  return t(`counter.${kind}_body`);
}

function drawFoot(here, hand) {
  const shut = here && !hand && here.state !== "open";
  const other = shut ? elsewhere(here) : null;
  show(find("#arrow"), Boolean(other));
  show(find("#priority"), Boolean(hand?.priority));
  const service = find("#service");
  const words = other ? t("counter.elsewhere", { number: other.number }) : services(here, hand);
  if (service.textContent !== words) {
    say(service, words);
    fit(service);
  }
  say(find("#clerk"), (!shut && here?.clerk) || "");
}

/** The service of the ticket in hand, or all that this counter does. */
function services(here, hand) {
  if (!hall.office || !here || (!hand && here.state !== "open")) return "";
  const ids = hand ? [hand.service] : here.services;
  if (!ids.length) return t("counter.every_service");
  const found = ids.map((id) => hall.service(id)).filter(Boolean);
  return found.map((service) => oneLine(service.short)).join(" · ");
}

/** The first open counter that does something of what this one does. */
function elsewhere({ id, services }) {
  const shares = (other) =>
    !services.length || !other.services.length || other.services.some((one) => services.includes(one));
  const open = (other) => other.id !== id && other.state === "open" && shares(other);
  return [...hall.board.counters.values()].find(open) ?? null;
}

keepFitting("#number, #service");
setInterval(draw, 1000);
hall.start();
draw();
pairIfAsked();
