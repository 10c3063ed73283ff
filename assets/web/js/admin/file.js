// The settings as a file: kept, compared with another one, taken from it.

import { ask, tell } from "../dialogs.js";
import { el, icon, say } from "../dom.js";
import { newKey } from "../keys.js";
import { Refused } from "../rpc.js";
import { t, words } from "../texts.js";
import { begin, load, settings } from "./settings.js";
import { attempt, call, fill } from "./shell.js";

/** Bytes of a settings file at the most. */
const LARGEST = 60_000;
const found = el("section", { "aria-live": "polite" });

/** Compare a file with what is in force, and offer to apply it. */
async function compare(name, text) {
  const { version } = settings;
  const told = await attempt(() => call("settings.compare", { text }));
  if (!told) return;
  const { changes = [], problems = [] } = told;
  if (problems.length) showProblems(problems);
  else if (!changes.length) found.replaceChildren(el("p", {}, t("file.nothing")));
  else showChanges(changes, { name, text, version });
}

function showProblems(problems) {
  const lines = problems.map(({ at, text }) => el("li", {}, icon("triangle-alert"), el("span", {}, at ? `${at}: ` : "", words(text))));
  found.replaceChildren(el("h2", {}, t("file.problems")), el("ul.problems", {}, lines));
}

function showChanges(changes, file) {
  const headings = [t("file.where"), t("file.now"), t("file.then")].map((one) => el("th", { scope: "col" }, one));
  const rows = changes.map(({ at, before, after }) => el("tr", {}, el("th", { scope: "row" }, at), el("td", {}, plain(before)), el("td", {}, plain(after))));
  const table = el("table.changes", {}, el("thead", {}, el("tr", {}, headings)), el("tbody", {}, rows));
  const n = changes.length;
  const title = el("h2", {}, n === 1 ? t("file.changes_one") : t("file.changes", { n }));
  const apply = el("button.solid", { type: "button" }, t("file.apply"));
  apply.addEventListener("click", () => take(apply, file));
  found.replaceChildren(title, el("div.scrolls", { tabindex: 0, role: "region", "aria-label": title.textContent }, table), apply);
}

/** A value as it stands in the file; what is not there is a dash. */
const plain = (value) => (value == null ? "–" : typeof value === "string" ? value : JSON.stringify(value));

/** Apply a file, if the settings are still those that it was compared with. */
async function take(button, { name, text, version }) {
  const answers = [
    { value: null, label: t("form.keep") },
    { value: true, label: t("file.apply") },
  ];
  if (!(await ask(t("file.question", { name }), t("file.question_text"), answers))) return;
  button.disabled = true;
  say(button, t("file.applying"));
  try {
    await call("settings.import", { text, version, key: newKey() });
    await load();
    found.replaceChildren();
    tell(t("file.applied"));
  } catch (problem) {
    await refused(problem, name, text);
  }
}

async function refused(problem, name, text) {
  if (problem instanceof Refused && problem.reason === "stale") {
    await attempt(load);
    await compare(name, text);
    tell(t("file.stale"), "problem");
  } else if (problem instanceof Refused && problem.reason === "invalid_settings") {
    showProblems(problem.data.problems);
  } else {
    await attempt(() => Promise.reject(problem));
    await compare(name, text);
  }
}

begin(() => {
  const input = el("input.unseen", { type: "file", accept: ".toml,text/plain" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (file.size > LARGEST) tell(t("file.too_large"), "problem");
    else await compare(file.name, await file.text());
  });
  const download = el("a.button", { href: "/admin/office.toml", download: "office.toml" }, icon("download"), el("span", {}, t("file.download")));
  fill(
    el("header.head", {}, el("div", {}, el("h1", {}, t("menu.file")), el("p.soft", {}, t("file.hint")))),
    el("section.card.part", {}, el("h2", {}, t("file.download")), el("p.soft", {}, t("file.download_text")), download),
    el(
      "section.card.part",
      {},
      el("h2", {}, t("file.import")),
      el("p.soft", {}, t("file.import_text")),
      el("label.upload", {}, input, icon("upload"), el("span", {}, t("file.choose"))),
      found,
    ),
  );
});
