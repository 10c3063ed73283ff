// Backups: made, tried out, taken away after the password was given once more.

import { tell } from "../dialogs.js";
import { el, icon, say, show } from "../dom.js";
import { newKey } from "../keys.js";
import { t } from "../texts.js";
import { plainDate } from "./form.js";
import { attempt, call, fill, listen } from "./shell.js";

/** Trying out a long history takes its time (the shell gives up before). */
const rows = el("tbody");
const none = el("p.soft", {}, t("backups.none"));
const state = el("p", { role: "status" });
const make = el("button.solid", { type: "button" }, icon("database"), el("span", {}, t("backups.make")));
const asking = el("dialog.password", { "aria-labelledby": "password-title" });
let running = false;

const megabytes = (size) => t("backups.size", { size: (size / 1e6).toFixed(1).replace(".", t("backups.point")) });

function row({ name, size, made, events }) {
  const when = made ? `${plainDate(made.slice(0, 10))} ${made.slice(11, 16)}` : name;
  const buttons = [
    button("badge-check", "backups.test", () => test(name)),
    button("download", "backups.take", () => askPassword(name)),
  ];
  const told = events === null ? el("span.chip.attention", {}, t("backups.unreadable")) : String(events);
  return el(
    "tr",
    {},
    el("td", {}, el("b", {}, when)),
    el("td", {}, megabytes(size)),
    el("td", {}, told),
    el("td.deeds", {}, el("div.buttons", {}, buttons)),
  );
}

function button(sign, key, onclick) {
  return el("button.small", { type: "button", onclick }, icon(sign), el("span", {}, t(key)));
}

function draw(found) {
  rows.replaceChildren(...found.map(row));
  show(none, !found.length);
}

/** One thing at a time; while it runs, that is said. */
async function run(words, doing) {
  if (running) return null;
  running = true;
  make.disabled = true;
  say(state, words);
  const done = await attempt(doing);
  running = make.disabled = false;
  say(state, "");
  return done;
}

async function test(name) {
  const found = await run(t("backups.testing", { name }), () => call("backup.test", { name, key: newKey() }));
  if (found) tell(t(found.ok ? "backups.good" : "backups.bad", { name, n: found.events }), found.ok ? "done" : "problem");
}

function askPassword(name) {
  const password = el("input", { type: "password", id: "password", autocomplete: "current-password", required: true });
  const wrong = el("p.wrong", { role: "alert" });
  const form = el(
    "form",
    { method: "dialog" },
    el("h2", { id: "password-title" }, t("backups.take_title", { name })),
    el("p", {}, t("backups.take_text")),
    el("label", { for: "password" }, t("backups.password")),
    password,
    wrong,
    el(
      "div.buttons",
      {},
      el("button.solid", { type: "submit" }, t("backups.take")),
      el("button", { type: "button", onclick: () => asking.close() }, t("backups.cancel")),
    ),
  );
  const key = newKey();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { address } = await call("backup.download", { name, password: password.value, key });
      asking.close();
      location.assign(address);
    } catch (problem) {
      say(wrong, problem.text ? problem.text[document.documentElement.lang] : t("counter.no_answer"));
      password.select();
    }
  });
  asking.replaceChildren(form);
  asking.showModal();
  password.focus();
}

make.addEventListener("click", async () => {
  const found = await run(t("backups.making"), () => call("backup.make", { key: newKey() }));
  if (!found) return;
  draw(found);
  tell(t("backups.made"));
});

const headings = ["backups.when", "backups.how_large", "backups.events", "backups.deeds"];
fill(
  el("header.head", {}, el("div", {}, el("h1", {}, t("menu.backups")), el("p.soft", {}, t("backups.hint"))), make),
  state,
  el("div.card.log", {}, el("table", {}, el("thead", {}, el("tr", {}, headings.map((key) => el("th", { scope: "col" }, t(key))))), rows), none),
  el("p.foot", {}, t("backups.restore")),
  asking,
);

async function load() {
  const found = await attempt(() => call("backup.list"));
  if (found) draw(found);
}
listen((kind, params) => {
  if (kind === "device" && params.device === "backup") load(); // the night's is made
});
load();
