// Backups: made, tried out, taken away, brought in, restored.

import { tell } from "../dialogs.js";
import { el, icon, say, show } from "../dom.js";
import { newKey } from "../keys.js";
import { t, words } from "../texts.js";
import { agree, callConfirmed, confirming, isFresh } from "./confirm.js";
import { moment } from "./form.js";
import { attempt, call, fill, listen } from "./shell.js";

/** Checking a long history takes its time (milliseconds). */
const PATIENCE = 600_000;
/** So long after it the page says what became of a restore (milliseconds). */
const NEWS = 24 * 3600 * 1000;
const rows = el("tbody");
const none = el("p.none", {}, t("backups.none"));
const news = el("p.news", { hidden: true });
const state = el("p.doing", { role: "status" });
const make = el("button.solid", { type: "button" }, icon("database"), el("span", {}, t("backups.make")));
const sending = el("input.unseen", { type: "file", accept: ".zip,application/zip" });
let running = false;
let ending = false;

const megabytes = (size) => t("backups.size", { size: (size / 1e6).toFixed(1).replace(".", t("backups.point")) });

function row(backup) {
  const { name, size, made, events } = backup;
  const when = made ? moment(made) : name;
  const told = events === null ? el("span.chip.attention", {}, t("backups.unreadable")) : String(events);
  return el(
    "tr",
    {},
    el("td", {}, el("b", {}, when), made ? el("small", {}, name) : null, marks(backup)),
    el("td", { "data-label": t("backups.how_large") }, megabytes(size)),
    el("td", { "data-label": t("backups.events") }, told),
    el(
      "td",
      {},
      el(
        "div.buttons",
        {},
        button("badge-check", t("backups.test"), () => test(name)),
        button("download", t("backups.take"), () => take(name)),
        made ? button("rotate-cw", t("backups.restore"), () => restore(backup, when)) : null,
      ),
    ),
  );
}

/** Where it is from, when it is not one of the night's. */
function marks({ made, own, sent }) {
  return el(
    "div.states",
    {},
    sent ? el("span.chip.new", {}, t("backups.brought")) : null,
    made && !own ? el("span.chip.still", {}, t("backups.foreign")) : null,
  );
}

function button(sign, label, onclick) {
  return el("button.small", { type: "button", onclick }, icon(sign), el("span", {}, label));
}

function draw(found) {
  rows.replaceChildren(...found.map(row));
  show(none, !found.length);
}

/** One thing at a time; while it runs, that is said. */
async function run(said, doing) {
  if (running || ending) return null;
  running = true;
  make.disabled = sending.disabled = true;
  say(state, said);
  const done = await attempt(doing);
  running = make.disabled = sending.disabled = false;
  say(state, "");
  return done;
}

async function test(name) {
  const found = await run(t("backups.testing", { name }), () => call("backup.test", { name, key: newKey() }, PATIENCE));
  if (!found) return;
  if (found.ok) tell(t("backups.good", { name, ...found }));
  else tell(t("backups.bad", { name, problem: words(found.problem) }), "problem");
}

async function take(name) {
  const said = el("p", {}, t("backups.take_text"));
  if (!isFresh() && !(await agree(t("backups.take_title", { name }), said, t("backups.take")))) return;
  const handed = await attempt(() => callConfirmed("backup.download", { name, key: newKey() }));
  if (handed) location.assign(handed.address);
}

/** Bring a file in: it is checked there, and put into the list. */
async function send(file) {
  const { name } = file;
  const said = el("p", {}, t("backups.send_text"));
  if (!(await agree(t("backups.send_title", { name }), said, t("backups.go_on")))) return;
  const answer = await run(t("backups.sending", { name }), async () => {
    const { address } = await callConfirmed("backup.send", { key: newKey() });
    return post(address, file);
  });
  if (!answer) return;
  if (answer.name) tell(t("backups.sent", { name }));
  else tell(words(answer.text ?? {}) || t("backups.send_failed"), "problem");
  await load();
}

/** What the server says of a file; nothing where the line was cut. */
async function post(address, file) {
  try {
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/zip" }, body: file });
    return await answer.json();
  } catch {
    return {};
  }
}

async function restore({ name, own }, when) {
  const exact = way("exact", t("backups.restore_exact"), t("backups.restore_exact_hint"), !own);
  const keep = way("keep", t("backups.restore_keep"), t("backups.restore_keep_hint"), true);
  const legend = el("legend", {}, t("backups.restore_how"));
  const said = el(
    "div.consequences",
    {},
    el("p", {}, t("backups.restore_text")),
    el("p", {}, t("backups.restore_aside")),
    own ? el("fieldset", {}, legend, keep.element, exact.element) : el("p", {}, el("b", {}, t("backups.restore_other")), " ", t("backups.restore_exact_hint")),
    el("p", {}, `${t("backups.restore_machine")} ${t("backups.restore_again")}`),
  );
  if (!(await agree(t("backups.restore_title", { when }), said, t("backups.restore")))) return;
  const as_it_was = !own || exact.input.checked;
  const asked = await run(t("backups.checking"), () => callConfirmed("backup.restore", { name, as_it_was, key: newKey() }, PATIENCE));
  if (!asked) return;
  ending = true;
  make.disabled = sending.disabled = true;
  for (const one of rows.querySelectorAll("button")) one.disabled = true;
  say(state, t("backups.restarting"));
}

/** One of the two ways to restore. */
function way(value, label, hint, checked) {
  const input = el("input", { type: "radio", name: "how", value, checked });
  return { input, element: el("label.way", {}, input, el("span", {}, el("b", {}, label), el("small", {}, hint))) };
}

/** What became of the last restore, as long as that is news. */
async function tellNews() {
  const found = await attempt(() => call("audit.search", { area: "backups", limit: 20 }));
  const last = found?.find(({ what }) => ["restored", "not_restored"].includes(what));
  const fresh = last && Date.now() - Date.parse(last.at) < NEWS;
  show(news, Boolean(fresh));
  if (!fresh) return;
  const { what, subject: name, at, detail } = last;
  const told = { when: moment(at), name, ...detail };
  news.classList.toggle("wrong", what === "not_restored");
  if (what === "not_restored") say(news, t("backups.last_not", { ...told, reason: t(`backups.reason_${detail.reason}`) }));
  else say(news, t(detail.lost === "0" ? "backups.last_restored" : "backups.last_lost", told));
}

make.addEventListener("click", async () => {
  const found = await run(t("backups.making"), () => call("backup.make", { key: newKey() }, PATIENCE));
  if (!found) return;
  draw(found);
  tell(t("backups.made"));
});
sending.addEventListener("change", async () => {
  const [file] = sending.files;
  if (file) await send(file);
  sending.value = "";
});

const headings = ["backups.when", "backups.how_large", "backups.events", "backups.deeds"];
const upload = el("label.upload", {}, sending, icon("upload"), el("span", {}, t("backups.send")));
fill(
  el(
    "header.head",
    {},
    el("div", {}, el("h1", {}, t("menu.backups")), el("p.soft", {}, t("backups.hint"))),
    el("div.buttons", {}, upload, make),
  ),
  news,
  state,
  el("div.card.log", {}, el("table", {}, el("thead", {}, el("tr", {}, headings.map((key) => el("th", { scope: "col" }, t(key))))), rows), none),
  confirming,
);

async function load() {
  const found = await attempt(() => call("backup.list"));
  if (found) draw(found);
}
listen((kind, params) => {
  if (kind === "device" && params.device === "backup") load(); // the night's is made
  if (kind === "online" && ending) location.reload(); // another run: sign in again
});
load();
tellNews();
