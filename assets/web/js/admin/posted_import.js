// A file of procedures: what it would change, and which of that is taken.

import { tell } from "../dialogs.js";
import { el, icon, say } from "../dom.js";
import { newKey } from "../keys.js";
import { post, Refused } from "../rpc.js";
import { lang, oneLine, t } from "../texts.js";
import { changesTable } from "./posted_values.js";
import { sentence } from "./shell.js";

/** Bytes of a file at the most: with the message around it the server takes it. */
const LARGEST = 6_000_000;
const ORDER = ["changed", "new", "gone"];

/** Say what went wrong, and give null. */
async function careful(doing) {
  try {
    return await doing();
  } catch (problem) {
    const cut = !(problem instanceof Refused) && problem.name !== "TimeoutError";
    tell(cut ? t("sign_in.no_server") : sentence(problem), "problem");
    return null;
  }
}

/** Read and compare a file; gives what to show of it, or null. */
export async function compare(file, finish) {
  if (file.size > LARGEST) {
    tell(t("posted.too_large"), "problem");
    return null;
  }
  const text = await file.text();
  const found = await careful(() => post("procedure.compare", { text, lang }));
  return found ? view(file.name, text, found, finish) : null;
}

function view(name, text, found, finish) {
  const changes = ORDER.flatMap((what) => found.changes.filter((one) => one.what === what));
  const boxes = new Map();
  const take = el("button.solid", { type: "button" });
  const chosen = () => [...boxes].filter(([, box]) => box.checked).map(([code]) => code);
  const count = () => {
    const n = chosen().length;
    say(take, t("posted.take", { n }));
    take.disabled = n === 0;
  };
  const back = el("button", { type: "button", onclick: () => finish(false) }, t("posted.back"));
  const all = (on) => {
    for (const box of boxes.values()) box.checked = on;
    count();
  };
  take.addEventListener("click", async () => {
    if (take.getAttribute("aria-busy")) return;
    take.setAttribute("aria-busy", "true");
    const codes = chosen();
    const done = await careful(() => post("procedure.import", { text, codes, version: found.version, key: newKey() }));
    take.removeAttribute("aria-busy");
    if (!done) return;
    tell(t("posted.taken", { n: codes.length }));
    finish(true);
  });
  const items = changes.map((one) => item(one, boxes, count));
  count();
  return el(
    "section.whole.import",
    {},
    el("header.head", {}, el("div", {}, el("h1", {}, t("posted.import_title")), el("p.soft", {}, summary(name, found))), back),
    missing(found.problems),
    changes.length ? el("ul.card.found", {}, items) : el("p.none", {}, t("posted.nothing_new")),
    boxes.size
      ? el(
          "div.bulk",
          {},
          take,
          el("button", { type: "button", onclick: () => all(true) }, t("posted.choose_all")),
          el("button", { type: "button", onclick: () => all(false) }, t("posted.choose_none")),
        )
      : null,
  );
}

function summary(name, { own, changes }) {
  const n = (what) => changes.filter((one) => one.what === what).length;
  const counts = t("posted.counts", { new: n("new"), changed: n("changed"), same: n("same"), gone: n("gone") });
  return `${name} · ${t(own ? "posted.own_file" : "posted.collected_file")} ${counts}`;
}

function missing(problems) {
  if (!problems.length) return null;
  const list = el("ul", { tabindex: 0 }, problems.map((one) => el("li", {}, one)));
  return el("details.missing", {}, el("summary", {}, t("posted.missing", { n: problems.length })), list);
}

function item({ code, name, what, unconfirms, fields }, boxes, count) {
  const told = el("span.two", {}, el("b", {}, oneLine(name)), el("small", {}, code));
  const chip = el(`span.chip.${what}`, {}, t(`posted.is_${what}`));
  const warned = unconfirms ? el("p.unconfirms", {}, icon("triangle-alert"), t("posted.unconfirms")) : null;
  const table = fields.length
    ? el("details", {}, el("summary", {}, t("posted.show_changes", { n: fields.length })), changesTable(fields))
    : null;
  if (what === "gone") return el("li", {}, el("div.line", {}, told, chip));
  const box = el("input", { type: "checkbox", checked: what === "changed" });
  box.addEventListener("change", count);
  boxes.set(code, box);
  return el("li", {}, el("label.line", {}, box, told, chip), warned, table);
}
