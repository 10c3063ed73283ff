// The clerk's page.

import { drawAside } from "./aside.js";
import { Board } from "./board.js";
import { drawChoice, servicesOf } from "./choose.js";
import { tell } from "./dialogs.js";
import { find, icon, keepFitting, say, show } from "./dom.js";
import { drawHand } from "./hand.js";
import { drawHealth, Health } from "./health.js";
import { Intentions, sentence } from "./intentions.js";
import { Link, Refused } from "./link.js";
import { Procedures } from "./papers.js";
import { post } from "./rpc.js";
import { Player } from "./sound.js";
import { Today } from "./today.js";
import { Steps, stepName } from "./steps.js";
import { OfficeClock, t } from "./texts.js";

const QUIET = 0.5;
const SEATS = new Set(["counter.opened", "counter.closed"]);
const player = new Player();
const clock = new OfficeClock();
const health = new Health();
const link = new Link(["queue", "office", "devices"], hear, { wholeDay: true });
const intentions = new Intentions(link, done, tell);
const board = new Board();
const day = [];

/** All that the page shows; `desk` is null while no counter is open. */
const page = {
  desk: null,
  office: null,
  today: new Today(),
  clock,
  procedures: new Procedures(link, draw),
  /** Which list the right column shows: "line" or "aside". */
  list: "line",
  supervises: ["supervisor", "admin"].includes(document.body.dataset.role),
  service: (id) => page.office?.services.find((one) => one.id === id),
  get counters() {
    return [...board.counters.values()];
  },
};
const steps = new Steps(page, intentions);
let known = false;

// What comes from the server

function hear(kind, params) {
  if (kind === "desk") takeDesk(params);
  else if (kind === "event") event(params);
  else if (kind === "snapshot") startOver(params.queue);
  else if (kind === "device") {
    health.hear(params);
    page.printerless = health.printerless;
  }
  else if (kind === "assistance") assistance(params);
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
  health.reset();
  try {
    page.office = await link.call("office.get");
    board.seq = -1;
    const queue = await link.call("queue.get");
    if (queue.seq >= board.seq) board.snapshot(queue, true);
    await look();
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
  const before = page.desk;
  page.desk = desk;
  if (before?.counter.id !== desk.counter.id) countToday();
  const came = before && !before.next && desk.next && !desk.ticket;
  if (came) player.chime(QUIET);
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
  if (!link.current || intentions.running) return;
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
  if (ended && link.online) await look().catch((problem) => tell(sentence(problem), "problem"));
}

async function signOut() {
  try {
    await post("session.logout", {});
  } catch (problem) {
    tell(problem instanceof Refused ? sentence(problem) : t("sign_in.no_server"), "problem");
    return;
  }
  leave();
}

// Somebody at a kiosk needs help

function assistance({ device, at }) {
  say(find("#help-words"), t("counter.help", { device, time: at.slice(11, 16) }));
  show(find("#help"), true);
  player.chime(1);
}

// Buttons and keys: the same functions, the same rules

const isFree = ({ ticket, counter }) => !ticket && counter.state === "open";
const isCalled = ({ ticket }) => ticket?.state === "called";
const BUTTONS = {
  next: {
    do: () => steps.next(),
    can: ({ ticket, next, counter }) => Boolean(ticket || next || counter.state === "paused"),
  },
  start: { do: () => steps.start(), can: isCalled },
  finish: { do: () => steps.finish(), can: ({ ticket }) => ticket },
  recall: { do: () => steps.recall(), can: isCalled },
  absent: { do: () => steps.absent(), can: isCalled },
  hold: { do: () => steps.hold(), can: ({ ticket }) => ticket },
  transfer: { do: () => steps.transfer(), can: ({ ticket }) => ticket && page.office },
  priority: { do: () => steps.priority(), can: (desk) => isCalled(desk) && page.office },
  reprint: { do: () => steps.reprint(), can: ({ ticket }) => ticket },
  undo: { do: () => steps.undo(), can: (desk) => undoLeft(desk) > 0 },
  issue: { do: () => steps.issue(), can: () => page.office },
  "walk-in": { do: () => steps.walkIn(), can: (desk) => isFree(desk) && page.office },
  find: { do: () => steps.find(), can: ({ waiting, aside }) => waiting.length + aside.length },
  pause: { do: () => steps.pause(), can: isFree },
  close: { do: () => steps.close(), can: ({ ticket }) => !ticket },
};
const KEYS = {
  F1: "start",
  F2: "pause",
  F3: "find",
  F4: "transfer",
  F6: "hold",
  F7: "absent",
  F8: "next",
  F9: "recall",
  F10: "finish",
};

const allowed = (name) =>
  Boolean(page.desk && link.online && intentions.ready && BUTTONS[name].can(page.desk));

for (const name of Object.keys(BUTTONS)) {
  find(`#${name}`).addEventListener("click", () => {
    if (allowed(name)) BUTTONS[name].do();
  });
}

/** The button that a key stands for; in a line to write in, Ctrl+Z is the writer's. */
function nameOf({ key, altKey, ctrlKey, metaKey, shiftKey, target }) {
  if (altKey || metaKey || shiftKey) return null;
  if (ctrlKey) return key.toLowerCase() === "z" && !target.closest("input") ? "undo" : null;
  return KEYS[key] ?? null;
}

document.addEventListener("keydown", (event) => {
  const name = nameOf(event);
  if (!name) return;
  event.preventDefault();
  if (event.repeat || find("#ask").open) return;
  if (allowed(name)) BUTTONS[name].do();
});
for (const list of ["line", "aside"]) {
  find(`#tab-${list}`).addEventListener("click", () => {
    page.list = list;
    draw();
  });
}
find("#line").addEventListener("click", (event) => {
  const id = Number(event.target.closest("button")?.dataset.ticket);
  const ticket = [...page.desk.waiting, ...page.desk.aside].find((one) => one.id === id);
  if (ticket) steps.choose(ticket);
});
find("#sign-out").addEventListener("click", signOut);
find("#help-seen").addEventListener("click", () => show(find("#help"), false));

// Drawing

function draw() {
  drawBar();
  drawTitle();
  show(find("#loading"), !known);
  show(find("#choose"), known && !page.desk);
  show(find("#work"), known && Boolean(page.desk));
  show(find("#pause"), known && Boolean(page.desk));
  if (!known) return;
  if (page.desk) drawWork();
  else drawChoice(page, (counter) => steps.open(counter), link.online && intentions.ready);
}

/** How many wait stands before the title, so that it shows on a hidden tab. */
function drawTitle() {
  const counter = page.desk?.counter;
  if (!counter) return;
  const place = t("counter.place", { number: counter.number });
  const n = page.desk.waiting.length;
  const title = n ? `(${n}) ${place}` : place;
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
  drawHealth(health);
}

function drawWork() {
  const { desk } = page;
  const paused = desk.counter.state === "paused";
  drawHand(page);
  drawAside(page);
  for (const name of Object.keys(BUTTONS)) find(`#${name}`).disabled = !allowed(name);
  for (const id of ["start", "finish", "steps", "foot"]) {
    show(find(`#${id}`), Boolean(desk.ticket));
  }
  const resting = !link.online || !intentions.ready;
  for (const row of find("#line").querySelectorAll("button")) row.disabled = resting;
  show(find("#rest"), !desk.ticket);
  move("#undo", desk.ticket ? "#foot" : "#rest");
  move("#issue", desk.ticket ? "#tools" : "#big");
  document.body.classList.toggle("running", Boolean(intentions.running));
  find("#absent").classList.toggle("proposed", desk.absent);
  say(find("#next-word"), t(paused ? "counter.resume" : "counter.next"));
  say(find("#next-what"), nextWords(desk));
  const left = undoLeft(desk);
  const undo = left && t("counter.undo_step", { what: stepName(desk.undo.kind), n: left });
  say(find("#undo span:nth-child(2)"), undo || t("counter.undo"));
}

/** Without a ticket in hand there is room for larger buttons. */
function move(button, place) {
  if (find(button).parentElement !== find(place)) find(place).append(find(button));
}

/** For how many seconds the last step can still be taken back. */
function undoLeft({ undo }) {
  if (!undo) return 0;
  return Math.max(0, Math.ceil((Date.parse(undo.until) - clock.now()) / 1000));
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
setInterval(draw, 1000);
link.start();
draw();
