// One counter's display as a page: its number, and what it is doing.

import { find, fit, icon, keepFitting, say, show } from "./dom.js";
import { Hall } from "./hall.js";
import { staleness } from "./stale.js";
import { oneLine, t } from "./texts.js";

const FLASH = 4000;
const SIGNS = {
  calling: "bell-ring",
  serving: "user-check",
  free: "door-open",
  paused: "circle-pause",
  closed: "circle-pause",
};

const number = Number(document.body.dataset.counter);
const body = document.body;
const hall = new Hall(draw, flash);
let drawn = "";

function flash(call) {
  hall.board.put(call);
  if (hall.board.number(call.counter) !== number) return;
  body.classList.add("flash");
  setTimeout(() => body.classList.remove("flash"), FLASH);
}

function counter() {
  return [...hall.board.counters.values()].find((one) => one.number === number);
}

function stateOf({ state, ticket }) {
  if (ticket) return ticket.state === "called" ? "calling" : "serving";
  return state === "open" ? "free" : state;
}

function draw() {
  const cut = staleness(hall.link);
  body.classList.toggle("stale", cut === "stale");
  say(find("#updating"), cut ? t("wall.updating") : "");
  const here = counter();
  if (!here) return;
  const state = stateOf(here);
  body.dataset.state = state;
  const shown = here.ticket?.number ?? "";
  if (drawn !== state) {
    drawn = state;
    find("#sign").replaceChildren(icon(SIGNS[state]));
  }
  say(find("#state"), t(`counter_display.${state}`));
  show(find("#number"), Boolean(shown));
  show(find("#words"), !shown);
  say(find("#words"), shown ? "" : t(`counter_display.${state}_words`));
  if (find("#number").textContent !== shown) {
    say(find("#number"), shown);
    fit(find("#number"));
  }
  show(find("#priority"), Boolean(here.ticket?.priority));
  const service = footOf(here);
  if (find("#service").textContent !== service) {
    say(find("#service"), service);
    fit(find("#service"));
  }
}

/** The service of the ticket in hand, all that this counter does, or where to go. */
function footOf(here) {
  if (!hall.office) return "";
  const { ticket, services, state } = here;
  if (!ticket && state !== "open") return elsewhere(here);
  const ids = ticket ? [ticket.service] : services;
  return ids
    .map((id) => hall.service(id))
    .filter(Boolean)
    .map((service) => oneLine(service.short))
    .join(" · ");
}

/** The first open counter that does something of what this one does. */
function elsewhere({ id, services }) {
  const shares = (other) =>
    !services.length || !other.services.length || other.services.some((one) => services.includes(one));
  const open = (other) => other.id !== id && other.state === "open" && shares(other);
  const found = [...hall.board.counters.values()].find(open);
  return found ? t("counter_display.elsewhere", { number: found.number }) : "";
}

keepFitting("#number, #service");
setInterval(draw, 1000);
hall.start();
