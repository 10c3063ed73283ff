// The clerk's page.

import { actions, undoLeft } from "./actions.js";
import { drawAside } from "./aside.js";
import { Bells, drawBells } from "./bells.js";
import { Board } from "./board.js";
import { Buttons } from "./buttons.js";
import { drawChoice, servicesOf } from "./choose.js";
import { tell } from "./dialogs.js";
import { find, icon, keepFitting, say, show } from "./dom.js";
import { drawHand } from "./hand.js";
import { drawHealth, Health } from "./health.js";
import { Intentions, sentence } from "./intentions.js";
import { newKey } from "./keys.js";
import { Line } from "./line.js";
import { Link, Refused } from "./link.js";
import { Procedures } from "./papers.js";
import { offerSigningOut } from "./sign_out.js";
import { BLOCKED, Player } from "./sound.js";
import { Steps, stepName } from "./steps.js";
import { OfficeClock, t } from "./texts.js";
import { Tickets } from "./tickets.js";
import { Today } from "./today.js";
import { Windows } from "./windows.js";

const QUIET = 0.5;
/** While somebody waits at an idle counter it is said again (milliseconds). */
const AGAIN = 60_000;
const { role, user, practice } = document.body.dataset;
const practises = practice !== undefined;
const SEATS = new Set(["counter.opened", "counter.closed"]);
const player = new Player();
const clock = new OfficeClock();
const health = new Health();
const link = new Link(["queue", "office", "devices"], hear, {
  wholeDay: true,
  path: practises ? "/ws/practice" : "/ws",
});
/** Each practice is a queue of its own. */
const windows = new Windows(practises ? `practice-${newKey()}` : "motcua-counter", draw);
const intentions = new Intentions(link, done, tell);
const board = new Board();
const day = [];

/** All that the page shows; `desk` is null while no counter is open. */
const page = {
  desk: null,
  office: null,
  today: new Today(),
  clock,
  health,
  procedures: new Procedures(link, draw),
  user,
  supervises: ["supervisor", "admin"].includes(role),
  service: (id) => page.office?.services.find((one) => one.id === id),
  get counters() {
    return [...board.counters.values()];
  },
};
const steps = new Steps(page, intentions);
const tickets = new Tickets(page, intentions);
const bells = new Bells(page, tell);
const line = new Line(page, (ticket) => tickets.choose(ticket));
let known = false;
let rungAt = 0;
/** Whether the desk is asked for after a step of this clerk's own. */
let looking = false;

// What comes from the server

function hear(kind, params) {
  if (kind === "desk") takeDesk(params);
  else if (kind === "event") event(params);
  else if (kind === "snapshot") startOver(params.queue);
  else if (kind === "device") {
    health.hear(params);
    page.printerless = health.printerless;
  }
  else if (kind === "assistance") {
    if (bells.hear(params)) sound(params.counter === null ? 1 : QUIET);
  }
  else if (kind === "tick") clock.hear(params.at);
  else if (kind === "waits") waits(params);
  else if (kind === "online") online();
  else if (kind === "revoked") leave();
  draw();
}

/** So much was missed that only the whole day tells the day's figures. */
function startOver(queue) {
  board.snapshot(queue, true);
  day.length = 0;
  countToday();
  link.replayDay();
}

async function online() {
  // A practice ends with its line: the next one is another queue.
  if (practises && known) location.reload();
  health.reset();
  try {
    page.office = await link.call("office.get");
    board.seq = -1;
    const queue = await link.call("queue.get");
    if (queue.seq >= board.seq) board.snapshot(queue, true);
    await look();
    bells.replace(await link.call("assistance.list"));
  } catch (problem) {
    if (problem.reason === "not_signed_in" || problem.reason === "forbidden") leave();
    else tell(sentence(problem), "problem");
  }
  draw();
}

/** Ask how the desk is; a clerk without a counter chooses one. */
async function look() {
  try {
    takeDesk(await link.call("counter.get"));
  } catch (problem) {
    if (!(problem instanceof Refused) || problem.reason !== "counter_not_open") throw problem;
    page.desk = null;
  }
  known = true;
  draw();
}

function waits({ at, services }) {
  clock.hear(at);
  for (const service of page.office?.services ?? []) {
    Object.assign(service, services[service.id]);
  }
}

function takeDesk(desk) {
  // Somebody else has signed in from another window of this browser.
  if (desk.counter.clerk !== user) location.reload();
  const before = page.desk;
  page.desk = desk;
  if (before?.counter.id !== desk.counter.id) countToday();
  if (!isNeeded(desk)) rungAt = 0;
  else if (before) remind();
  else rungAt = Date.now();
}

/** Whether somebody waits while this counter has nobody: it is heard. */
function isNeeded({ ticket, next, counter }) {
  return Boolean(next) && !ticket && counter.state === "open";
}

/** Sound when somebody begins to wait at an idle counter, and now and then again. */
function remind() {
  if (!page.desk || !isNeeded(page.desk) || Date.now() - rungAt < AGAIN) return;
  rungAt = Date.now();
  sound(QUIET);
}

/** Of several windows one sounds; a browser that wants a touch first says so. */
async function sound(volume) {
  if (!windows.leads) return;
  if ((await player.chime(volume)) === BLOCKED) tell(t("counter.sound_blocked"), "problem");
}

function event(event) {
  if (event.kind === "day.opened") day.length = 0;
  day.push(event);
  board.event(event);
  page.today.hear(event, page.desk?.counter.id);
  if (event.kind === "office.changed" && link.current) online();
  if (event.kind === "day.opened") countToday();
  if (SEATS.has(event.kind) && event.counter === page.desk?.counter.id) seats();
}

/** Somebody sat down or left here: if it was not this clerk, the page must know. */
async function seats() {
  if (!link.current || intentions.running || looking) return;
  const { number } = page.desk.counter;
  await look().catch((problem) => tell(sentence(problem), "problem"));
  if (!page.desk) tell(t("counter.taken_from_you", { number }), "problem");
}

function countToday() {
  page.today = new Today();
  for (const event of day) page.today.hear(event, page.desk?.counter.id);
}

function leave() {
  location.replace("/sign-in");
}

// What the clerk does

/** After an intention: look at the desk at once, so that the page is never behind. */
async function done(ended = false) {
  draw();
  if (!ended || !link.online) return;
  looking = true;
  await look().catch((problem) => tell(sentence(problem), "problem"));
  looking = false;
}

const buttons = new Buttons(
  actions({ page, steps, tickets, bells, line }),
  ({ can, anywhere }) =>
    Boolean(link.online && intentions.ready && (page.desk || anywhere) && can(page.desk)),
);
if (!practises) offerSigningOut(leave);

// Drawing

function draw() {
  drawBar();
  drawTitle();
  drawBells(bells, page);
  buttons.draw(intentions.running);
  show(find("#loading"), !known);
  show(find("#choose"), known && !page.desk);
  show(find("#work"), known && Boolean(page.desk));
  show(find("#pause"), known && Boolean(page.desk));
  if (!known) return;
  if (page.desk) drawWork();
  else drawChoice(page, (counter) => steps.open(counter), link.online && intentions.ready);
}

/** Who needs help and how many wait stand before the title: a hidden tab shows it. */
function drawTitle() {
  const counter = page.desk?.counter;
  const place = counter ? t("counter.place", { number: counter.number }) : t("counter.no_place");
  const n = page.desk?.waiting.length;
  const parts = [practises && `[${t("counter.practice")}]`, bells.waiting.length && "(!)", n && `(${n})`, place];
  const title = parts.filter(Boolean).join(" ");
  if (document.title !== title) document.title = title;
}

function drawBar() {
  const counter = page.desk?.counter;
  say(find("#place"), counter ? t("counter.place", { number: counter.number }) : t("counter.no_place"));
  say(find("#services"), counter ? servicesOf(page, counter) : "");
  say(find("#clock"), clock.time());
  const state = link.online ? "on" : "off";
  const line = find("#line-state");
  if (line.dataset.state !== state) {
    line.dataset.state = state;
    find("#line-sign").replaceChildren(icon(link.online ? "wifi" : "wifi-off"));
    say(find("#line-words"), t(link.online ? "counter.connected" : "counter.cut"));
  }
  show(find("#cut"), !link.online && Date.now() - (link.cutAt ?? Date.now()) > 3000);
  show(find("#windows"), windows.count > 1);
  say(find("#windows-words"), t("counter.windows", { n: windows.count }));
  drawHealth(health);
}

function drawWork() {
  const { desk } = page;
  const paused = desk.counter.state === "paused";
  drawHand(page);
  drawAside(page);
  line.draw(!link.online || !intentions.ready);
  for (const id of ["start", "finish", "steps", "foot"]) {
    show(find(`#${id}`), Boolean(desk.ticket));
  }
  show(find("#rest"), !desk.ticket);
  move("#undo", desk.ticket ? "#foot" : "#rest");
  move("#issue", desk.ticket ? "#tools" : "#big");
  say(find("#colleague-word"), t(bells.called ? "counter.colleague_called" : "counter.colleague"));
  find("#absent").classList.toggle("proposed", desk.absent);
  say(find("#next-word"), t(paused ? "counter.resume" : "counter.next"));
  say(find("#next-what"), nextWords(desk));
  const left = undoLeft(page);
  const undo = left && t("counter.undo_step", { what: stepName(desk.undo.kind), n: left });
  say(find("#undo-word"), undo || t("counter.undo"));
}

/** Without a ticket in hand there is room for larger buttons. */
function move(button, place) {
  if (find(button).parentElement !== find(place)) find(place).append(find(button));
}

/** What the large button will do, in words. */
function nextWords({ ticket, next, counter, waiting }) {
  if (intentions.running === "next") return t("counter.running");
  if (counter.state === "paused") return t("counter.will_resume", { n: waiting.length });
  const number = next?.ticket.number;
  if (!ticket) return number ? t("counter.will_call", { number }) : t("counter.no_number_yet");
  const values = { ticket: ticket.number, number };
  if (ticket.state === "called") return t("counter.will_ask", values);
  return number ? t("counter.will_finish_call", values) : t("counter.will_finish", values);
}

keepFitting("#number");
setInterval(() => {
  remind();
  draw();
}, 1000);
link.start();
draw();
