// The log: what administrators changed, who and when, with a search.

import { el, show } from "../dom.js";
import { has, keysOf, t } from "../texts.js";
import { choice, date, goToMistake, plainDate, text } from "./form.js";
import { attempt, call, fill } from "./shell.js";

/** Entries that are asked for at once. */
const PAGE = 50;

const areas = keysOf("area.").map((key) => [key.slice("area.".length), t(key)]);
const asked = [
  text("text", {}, { label: t("audit.text"), maxlength: 100 }),
  choice("area", {}, { label: t("audit.area"), options: [["", t("audit.all_areas")], ...areas] }),
  date("from", {}, { label: t("audit.from") }),
  date("to", {}, { label: t("audit.to") }),
];
const rows = el("tbody");
const none = el("p.none", { role: "status", hidden: true }, t("audit.none"));
const more = el("button", { type: "button", hidden: true }, t("audit.more"));
let last = null;

/** What an area is called: an entry of the menu, or as it stands. */
const areaName = (name) => (has(`area.${name}`) ? t(`area.${name}`) : name);

/** Mark what is no date and go there; gives whether all are. */
function plausible() {
  form.querySelectorAll(".wrong").forEach((wrong) => show(wrong, false));
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  for (const { at, get, mark } of asked) {
    if (["from", "to"].includes(at) && get() && Number.isNaN(Date.parse(get()))) mark("", t("audit.no_date"));
  }
  return !goToMistake(form);
}

/** What is asked for: only what was filled in. */
function wanted() {
  const given = asked.map(({ at, get }) => [at, get()]).filter(([, value]) => value);
  return { limit: PAGE, ...Object.fromEntries(given) };
}

async function search(before = null) {
  if (!plausible()) return;
  const params = before ? { ...wanted(), before } : wanted();
  const found = await attempt(() => call("audit.search", params));
  if (!found) return;
  if (!before) rows.replaceChildren();
  rows.append(...found.map(row));
  last = found.at(-1)?.seq ?? last;
  show(none, rows.rows.length === 0);
  show(more, found.length === PAGE);
}

function row(entry) {
  const { at, name, by, area, what, subject, detail } = entry;
  const told = has(`audit.what_${what}`) ? t(`audit.what_${what}`) : what;
  return el(
    "tr",
    {},
    el("td", {}, `${plainDate(at.slice(0, 10))} ${at.slice(11, 16)}`),
    el("td", {}, name || by || t("audit.by_command")),
    el("td", {}, areaName(area)),
    el("td.name", {}, el("b", {}, told), subject ? ` ${subject}` : "", details(detail)),
  );
}

/** What was changed, a line for each value; a file's version tells people nothing. */
function details(detail) {
  return Object.entries(detail)
    .filter(([name]) => name !== "version")
    .map(([name, value]) => el("small", {}, `${name}: ${value}`));
}

const form = el(
  "form.search",
  { role: "search" },
  asked.map(({ element }) => element),
  el("button.solid", { type: "submit" }, t("audit.search")),
);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
more.addEventListener("click", () => search(last));
const headings = [t("audit.when"), t("audit.who"), t("audit.area"), t("audit.what")].map((name) => el("th", { scope: "col" }, name));
fill(
  el("header.head", {}, el("div", {}, el("h1", {}, t("menu.audit")), el("p.soft", {}, t("audit.hint")))),
  form,
  el("div.card.log", {}, el("table", {}, el("thead", {}, el("tr", {}, headings)), rows), none),
  el("p.foot", {}, more),
);
search();
