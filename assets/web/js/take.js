// A citizen in the hall takes a number by phone: the code that the hall shows, the
// service, the matter, its papers. Each is a step of the browser's history, so that the
// phone's own way back works.

import { el, find, say, show } from "./dom.js";
import { newKey } from "./keys.js";
import { post, Refused } from "./rpc.js";
import { clockOf, has, lang, longDate, oneLine, t, waitRange, words } from "./texts.js";

const STEPS = ["code", "service", "matter", "papers"];
/** Where a matter may be received so that it has a number of this office. */
const HERE = ["here", "reception"];
/** What was asked and not answered yet, also when the page is opened again. */
const ASKED = "motcua_asked";

let office = null;
let code = digits(location.hash);
let matters = [];
let procedure = null;
/** The wish that has its key: asked again with the same one, it gives the same number. */
let wish = null;
let arriving = false;

function digits(text) {
  return text.replace(/\D/g, "").slice(0, 6);
}

const service = () => office.services.find(({ id }) => id === history.state?.service);

// Steps

async function go(step, more = {}) {
  if (arriving) return;
  history.pushState({ ...history.state, ...more, step }, "");
  await arrive();
}

/** Show the step that the history stands at, with what the server says now. */
async function arrive(problem = "") {
  arriving = true;
  wish = null;
  try {
    await ask(history.state ?? {});
  } catch (failed) {
    problem = sentence(failed);
    history.replaceState({ step: office ? "service" : "code" }, "");
  }
  arriving = false;
  draw(history.state?.step ?? "code", problem);
}

async function ask({ step, service, code: chosen }) {
  office = await post("office.get");
  if (step === "matter") matters = await post("procedure.list", { service });
  if (step === "papers") procedure = chosen ? await post("procedure.get", { code: chosen }) : null;
}

function draw(step, problem) {
  fail(step, problem);
  ({ code: drawCode, service: drawServices, matter: drawMatters, papers: drawPapers })[step]();
  for (const name of STEPS) show(find(`#${name}-step`), name === step);
  find(step === "code" ? "#code" : `#${step}-step h2`).focus();
  scrollTo(0, 0);
}

function fail(step, problem) {
  const place = document.querySelector(`#${step}-step .problem`);
  if (!place) return;
  say(place, problem);
  show(place, Boolean(problem));
}

/** What went wrong, for people; without an answer nobody knows whether it happened. */
function sentence(problem) {
  if (problem instanceof Refused) return words(problem.text) || t("take.failed");
  return t("take.no_answer");
}

// The code

function drawCode() {
  find("#code").value = grouped(code);
}

const grouped = (typed) => (typed.length > 3 ? `${typed.slice(0, 3)} ${typed.slice(3)}` : typed);

find("#code").addEventListener("input", ({ target }) => {
  code = digits(target.value);
  if (target.selectionStart === target.value.length) target.value = grouped(code);
});

find("#code-step").addEventListener("submit", (event) => {
  event.preventDefault();
  go("service");
});

// The service and the matter

function drawServices() {
  find("#services").replaceChildren(...office.services.map(serviceRow));
  if (!office.services.some(({ open }) => open)) fail("service", closed());
}

function serviceRow({ id, prefix, colour, short, open, waiting, wait }) {
  const line = open ? [inLine(waiting), waitRange(wait)].filter(Boolean).join(" · ") : t("take.not_now");
  const choose = () => go("matter", { service: id });
  return row(el("span.letter", { "aria-hidden": "true", "data-colour": colour ?? "" }, prefix), oneLine(short), line, choose, !open);
}

function inLine(n) {
  if (n > 1) return t("people.waiting", { n });
  return t(n ? "people.waiting_one" : "people.waiting_none");
}

function row(sign, name, line, onclick, disabled = false) {
  const said = el("span", {}, el("b", {}, name), line ? el("small", {}, line) : null);
  return el("li", {}, el("button", { type: "button", disabled, onclick }, sign, said));
}

function closed() {
  const [opens] = office.services.map((one) => one.opens_at).filter(Boolean).sort();
  if (!opens) return t("take.closed");
  return t("take.closed_until", { time: clockOf(opens), day: longDate(opens) });
}

function drawMatters() {
  say(find("#matter-title"), oneLine(service().short));
  const rows = matters.map(({ code: chosen, short, received, confirmed }) => {
    const line = HERE.includes(received) ? (confirmed ? "" : t("take.unconfirmed")) : t("take.not_here");
    return row(null, oneLine(short), line, () => go("papers", { code: chosen }));
  });
  const other = row(null, t("take.other"), t("take.other_hint"), () => go("papers", { code: null }));
  find("#matters").replaceChildren(...rows, other);
}

// The papers, and the number

function drawPapers() {
  const { papers = [], fee, time } = procedure ?? {};
  say(find("#papers-title"), procedure ? words(procedure.short) : oneLine(service().short));
  say(find("#facts"), [words(fee), words(time)].filter(Boolean).join(" · "));
  show(find("#facts"), Boolean(procedure));
  say(find("#papers-words"), t("take.papers"));
  show(find("#papers-card"), papers.length > 0);
  find("#papers").replaceChildren(...papers.map(paperRow));
  const elsewhere = procedure ? notHere(procedure) : "";
  say(find("#not-here"), elsewhere);
  show(find("#not-here"), Boolean(elsewhere));
  show(find("#take"), !elsewhere);
  find("#take").disabled = false;
}

function paperRow({ id, name, kind, note }) {
  const told = words(note) || (kind === "show" ? t("take.only_show") : "");
  const said = el("span", {}, words(name), told ? el("small", {}, told) : null);
  return el("li", {}, el("label", {}, el("input", { type: "checkbox", value: id }), said));
}

function notHere({ received, status, where }) {
  if (status === "withdrawn") return t("take.withdrawn");
  if (HERE.includes(received)) return "";
  if (where) return t("take.elsewhere", { where: oneLine(where) });
  const key = `take.at_${received}`;
  return has(key) ? t(key) : t("take.not_here");
}

/** Papers not ticked; none when nothing was ticked: that is no answer. */
function missing() {
  const boxes = [...find("#papers").querySelectorAll("input")];
  if (!boxes.some((box) => box.checked)) return [];
  return boxes.filter((box) => !box.checked).map((box) => box.value);
}

find("#papers-step").addEventListener("change", () => (wish = null));
find("#papers-step").addEventListener("submit", (event) => {
  event.preventDefault();
  const procedures = procedure ? [procedure.code] : [];
  wish ??= { key: newKey(), code, service: service().id, procedures, missing: missing(), lang };
  take();
});

async function take() {
  const asked = wish;
  find("#take").disabled = true;
  fail("papers", "");
  sessionStorage.setItem(ASKED, JSON.stringify(asked));
  try {
    const { ticket, secret } = await post("phone.take", asked);
    sessionStorage.removeItem(ASKED);
    location.replace(`/t/${ticket.id}#${secret}`);
  } catch (problem) {
    find("#take").disabled = false;
    if (!(problem instanceof Refused)) return fail("papers", sentence(problem));
    sessionStorage.removeItem(ASKED);
    wish = null;
    await refused(problem);
  }
}

async function refused(problem) {
  if (problem.reason !== "wrong_code") return fail("papers", sentence(problem));
  code = "";
  history.replaceState({ ...history.state, step: "code" }, "");
  await arrive(sentence(problem));
}

/** Ask again for what had no answer when the page was closed: it gives the same number. */
async function resume() {
  const asked = JSON.parse(sessionStorage.getItem(ASKED));
  if (!asked) return false;
  code = asked.code;
  history.replaceState({ step: "papers", service: asked.service, code: asked.procedures[0] }, "");
  await arrive();
  wish = asked;
  await take();
  return true;
}

for (const other of document.querySelectorAll("a[data-lang]")) {
  other.addEventListener("click", () => (other.href = `?lang=${other.dataset.lang}#${code}`));
}
window.addEventListener("popstate", () => arrive());
if (!(await resume())) {
  history.replaceState({ step: code.length === 6 ? "service" : "code" }, "");
  await arrive();
}
