// The clerk's page: one state, drawn again after every change.

import { Actions } from "./actions.js";
import { drawAside } from "./aside.js";
import { tell } from "./dialogs.js";
import { drawChooser } from "./chooser.js";
import { el, find, icon, say, show } from "./dom.js";
import { drawHand, matter } from "./hand.js";
import { drawHealth, Health } from "./health.js";
import { Help } from "./help.js";
import { Intentions } from "./intentions.js";
import { Link, Refused } from "./link.js";
import { Procedures } from "./papers.js";
import { Player } from "./sound.js";
import { OfficeClock, oneLine, t } from "./texts.js";
import { Today } from "./today.js";

/** After these the other counters are looked at again. */
const MOVES = /^(counter|day)\.|^ticket\.(called|started|done|no_show|expired)$/;
const LOOK_AGAIN_AFTER = 400;
const PATIENCE = 20000;
const SIGNED_OUT = new Set(["not_signed_in", "forbidden"]);

const link = new Link(["queue", "office", "devices"], hear, { wholeDay: true });
const health = new Health();
const player = new Player();
const help = new Help(player);
const page = {
  desk: null,
  counters: [],
  office: null,
  today: new Today(),
  clock: new OfficeClock(),
  procedures: new Procedures(link, draw),
  service: (id) => page.office?.services.find((one) => one.id === id),
};
const intentions = new Intentions(link, changed, tell);
const actions = new Actions(page, intentions, link);
const eventsBefore = [];
let looking = null;
let choosing = false;

// Hearing

function hear(kind, params) {
  if (kind === "online") refresh();
  else if (kind === "offline") health.reset();
  else if (kind === "desk") take(params);
  else if (kind === "event") event(params);
  else if (kind === "snapshot") again();
  else if (kind === "tick" || kind === "waits") page.clock.hear(params.at);
  else if (kind === "device") health.hear(params);
  else if (kind === "assistance") help.hear(params);
  else if (kind === "revoked") location.replace("/sign-in");
  draw();
}

function event(told) {
  page.clock.hear(link.current ? told.at : new Date(page.clock.now()).toISOString());
  if (told.kind === "day.opened") page.today = new Today();
  count(told);
  if (told.kind === "office.changed") getOffice();
  if (MOVES.test(told.kind) && link.current) lookAgain();
}

/** The day's events come before the desk is known: they are kept until then. */
function count(told) {
  if (page.desk) page.today.hear(told, page.desk.counter.id);
  eventsBefore.push(told);
}

/** So much was missed that only the whole day tells the figures. */
function again() {
  page.today = new Today();
  eventsBefore.length = 0;
  link.replayDay();
}

async function refresh() {
  try {
    await Promise.all([getDesk(), getOffice(), getCounters()]);
  } catch (problem) {
    if (problem.name !== "TimeoutError") throw problem;
  }
  draw();
}

async function getDesk() {
  try {
    take(await link.call("counter.get", {}, PATIENCE));
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    if (SIGNED_OUT.has(problem.reason)) location.replace("/sign-in");
    else if (problem.reason === "counter_not_open") leave();
    else throw problem;
  }
}

async function getOffice() {
  page.office = await link.call("office.get");
  draw();
}

async function getCounters() {
  page.counters = (await link.call("queue.get", {}, PATIENCE)).counters;
}

function lookAgain() {
  looking ??= setTimeout(async () => {
    looking = null;
    if (link.online) await refresh();
  }, LOOK_AGAIN_AFTER);
}

// The desk

function take(desk) {
  const before = page.desk;
  page.desk = desk;
  choosing = false;
  if (before?.counter.id !== desk.counter.id) {
    page.today = new Today();
    for (const told of eventsBefore) page.today.hear(told, desk.counter.id);
  } else if (!before.next && desk.next && !desk.ticket) player.chime(0.6);
}

function leave() {
  page.desk = null;
  choosing = true;
}

async function changed(ended = false) {
  draw();
  if (!ended) return;
  await refresh();
}

// Drawing

function draw() {
  drawBar();
  show(find("#chooser"), choosing);
  show(find("#desk"), Boolean(page.desk));
  show(find("#loading"), !choosing && !page.desk);
  document.title = titleOf();
  if (choosing) drawChooser(page, intentions, (counter) => actions.open(counter));
  if (!page.desk) return;
  drawHand(page);
  drawAside(page);
  drawHealth(health);
  actions.draw(matter);
}

/** How many wait stands before the title, so that it shows on a hidden tab. */
function titleOf() {
  const { desk } = page;
  if (!desk) return t("counter.title");
  const name = t("counter.title_at", { counter: desk.counter.number });
  return desk.waiting.length ? `(${desk.waiting.length}) ${name}` : name;
}

function drawBar() {
  say(find("#clock"), page.clock.time());
  document.body.classList.toggle("cut", !link.online);
  const key = link.online ? "counter.online" : "counter.offline";
  const state = find("#connection");
  if (state.dataset.key !== key) {
    state.dataset.key = key;
    const sign = icon(link.online ? "wifi" : "wifi-off");
    state.replaceChildren(sign, el("span", {}, t(key)));
  }
  const counter = page.desk?.counter;
  say(find("#counter"), counter ? t("counter.name", { counter: counter.number }) : t("counter.title"));
  say(find("#services"), counter ? serviceNames(counter.services) : "");
  show(find("#close"), Boolean(counter));
}

function serviceNames(ids) {
  if (!ids.length) return t("counter.all_services");
  return ids.map((id) => oneLine(page.service(id)?.short)).filter(Boolean).join(" · ");
}

setInterval(draw, 1000);
link.start();
draw();
