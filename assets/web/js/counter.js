// The clerk's page.

import { drawAside } from "./aside.js";
import { Board } from "./board.js";
import { drawChoice, servicesOf } from "./choose.js";
import { ask, tell } from "./dialogs.js";
import { find, icon, keepFitting, say, show } from "./dom.js";
import { drawHand } from "./hand.js";
import { drawHealth, Health } from "./health.js";
import { Intentions, sentence } from "./intentions.js";
import { Link, Refused } from "./link.js";
import { Procedures } from "./papers.js";
import { post } from "./rpc.js";
import { Player } from "./sound.js";
import { Today } from "./today.js";
import { OfficeClock, oneLine, t } from "./texts.js";

const QUIET = 0.5;
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
  service: (id) => page.office?.services.find((one) => one.id === id),
  get counters() {
    return [...board.counters.values()];
  },
};
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
    board.snapshot(await link.call("queue.get"), true);
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

async function next() {
  const inHand = page.desk.ticket;
  const steps = [["counter.call_next", {}]];
  if (inHand?.state === "called") {
    const answer = await askAbsent(inHand);
    if (page.desk?.ticket?.id !== inHand.id) return; // it changed meanwhile
    if (answer === "recall") await step("counter.recall");
    if (answer !== "absent") return;
    steps.unshift(["counter.no_show", {}]);
  } else if (inHand) steps.unshift(["counter.finish", {}]);
  const answers = await intentions.carryOut("next", steps);
  const called = answers?.at(-1);
  if (called?.ticket) tell(t("counter.called_now", { number: called.ticket.number }));
  else if (called) tell(t("counter.nobody_waits"));
}

function askAbsent({ number }) {
  return ask(t("counter.absent_title", { number }), t("counter.absent_text"), [
    { value: "absent", label: t("counter.absent_next") },
    { value: "recall", label: t("counter.recall_number", { number }) },
    { value: null, label: t("counter.back") },
  ]);
}

async function step(method, text = null) {
  const number = page.desk.ticket?.number;
  const answers = await intentions.carryOut(method, [[method, {}]]);
  if (answers && text) tell(t(text, { number }));
}

async function reprint() {
  const { id, number } = page.desk.ticket;
  const answers = await intentions.carryOut("reprint", [["ticket.reprint", { ticket: id }]]);
  if (answers) tell(t("counter.reprinting", { number }));
}

async function issue() {
  const services = page.office.services.map((service) => ({
    value: service.id,
    label: oneLine(service.short),
    hint: t("counter.line_of", { n: service.waiting, prefix: service.prefix }),
    plain: true,
    plain: true,
  }));
  const cancel = { value: null, label: t("counter.back") };
  const service = await ask(t("counter.issue_title"), t("counter.issue_text"), [...services, cancel]);
  if (!service) return;
  const given = await intentions.carryOut("issue", [["ticket.issue", { service }]]);
  if (!given) return;
  const { ticket } = given[0];
  const answers = [
    { value: null, label: t("counter.issued_done") },
    { value: "print", label: t("counter.issued_print") },
  ];
  const text = t("counter.issued_text");
  const answer = await ask(t("counter.issued_title"), text, answers, ticket.number);
  if (answer !== "print") return;
  const printed = await intentions.carryOut("reprint", [["ticket.reprint", { ticket: ticket.id }]]);
  if (printed) tell(t("counter.reprinting", { number: ticket.number }));
}

async function close() {
  const answer = await ask(t("counter.close_title"), t("counter.close_text"), [
    { value: "close", label: t("counter.close") },
    { value: null, label: t("counter.back") },
  ]);
  if (answer) await intentions.carryOut("close", [["counter.close", {}]]);
}

async function open(counter) {
  await intentions.carryOut("open", [["counter.open", { counter }]]);
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

const BUTTONS = {
  next: { do: next, can: ({ ticket, next }) => Boolean(ticket || next) },
  finish: { do: () => step("counter.finish", "counter.finished"), can: ({ ticket }) => ticket },
  start: { do: () => step("counter.start"), can: ({ ticket }) => ticket?.state === "called" },
  recall: {
    do: () => step("counter.recall", "counter.recalled"),
    can: ({ ticket }) => ticket?.state === "called",
  },
  absent: {
    do: () => step("counter.no_show", "counter.marked_absent"),
    can: ({ ticket }) => ticket?.state === "called",
  },
  reprint: { do: reprint, can: ({ ticket }) => ticket },
  issue: { do: issue, can: () => page.office },
  close: { do: close, can: ({ ticket }) => !ticket },
};
const KEYS = { F8: "next", F10: "finish", F4: "start", F9: "recall", F7: "absent" };

const allowed = (name) =>
  Boolean(page.desk && link.online && intentions.ready && BUTTONS[name].can(page.desk));

for (const name of Object.keys(BUTTONS)) {
  find(`#${name}`).addEventListener("click", () => {
    if (allowed(name)) BUTTONS[name].do();
  });
}
document.addEventListener("keydown", (event) => {
  const name = KEYS[event.key];
  if (!name || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (event.repeat || find("#ask").open) return;
  if (allowed(name)) BUTTONS[name].do();
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
  if (!known) return;
  if (page.desk) drawWork();
  else drawChoice(page, open, link.online && intentions.ready);
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
  drawHand(page);
  drawAside(page);
  for (const name of Object.keys(BUTTONS)) find(`#${name}`).disabled = !allowed(name);
  document.body.classList.toggle("running", Boolean(intentions.running));
  say(find("#next-what"), nextWords(page.desk));
}

/** What the large button will do, in words. */
function nextWords({ ticket, next }) {
  if (intentions.running === "next") return t("counter.running");
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
