// The procedures: their list with search and state, one being edited, files.

import { tell } from "../dialogs.js";
import { el, find, icon, say, show } from "../dom.js";
import { newKey } from "../keys.js";
import { Refused } from "../rpc.js";
import { oneLine, t } from "../texts.js";
import { confirm, hide, history, post, withdraw } from "./posted_deeds.js";
import { formOf, fresh, recordOf } from "./posted_form.js";
import { compare } from "./posted_import.js";
import { standing } from "./posted_values.js";
import { SaveBar } from "./savebar.js";
import { attempt, call, fill, listen } from "./shell.js";

const FILTERS = ["all", "posted", "unconfirmed", "draft", "withdrawn"];
const AREA = "procedures";

let entries = [];
let office = null;
const chosen = new Set();

// The list

const search = el("input", { type: "search", autocomplete: "off", maxlength: 100 });
const filter = el("select", {}, FILTERS.map((one) => el("option", { value: one }, t(`posted.filter_${one}`))));
const rows = el("tbody");
const none = el("p.none", { role: "status", hidden: true }, t("posted.none"));
const every = el("input", { type: "checkbox", "aria-label": t("posted.choose_shown") });
const bulk = el("div.bulk", { hidden: true });
const many = el("p", { role: "status" });
const count = el("p.soft", { role: "status" });

/** Letters without their marks, so that "ho tich" finds "hộ tịch". */
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
const haystack = ({ code, name, short, field }) => bare([code, field, ...Object.values(name), ...Object.values(short)].join(" "));

function fits(one) {
  const wanted = filter.value;
  if (wanted === "unconfirmed" ? one.confirmed || one.state === "withdrawn" : wanted !== "all" && one.state !== wanted) return false;
  const hay = haystack(one);
  return bare(search.value).split(/\s+/).every((word) => hay.includes(word));
}

function draw() {
  const shown = entries.filter(fits);
  rows.replaceChildren(...shown.map(row));
  show(none, shown.length === 0);
  const waiting = entries.filter((one) => !one.confirmed && one.state !== "withdrawn").length;
  say(count, t("posted.count", { shown: shown.length, all: entries.length, waiting }));
  drawBulk();
}

function row(one) {
  const box = el("input", { type: "checkbox", checked: chosen.has(one.code), "aria-label": t("posted.choose", { name: oneLine(one.short) }) });
  box.addEventListener("change", () => {
    if (box.checked) chosen.add(one.code);
    else chosen.delete(one.code);
    drawBulk();
  });
  const name = el("span.two", {}, el("b", {}, oneLine(one.short)), el("small", {}, `${one.code} · ${one.field || "–"}`));
  const open = el("button.open", { type: "button", "aria-label": t("form.edit_row", { name: oneLine(one.short) }) }, name);
  const mine = editor.code === one.code;
  const made = el(
    mine ? "tr.current" : "tr",
    { "aria-current": mine ? "true" : null, "data-code": one.code },
    el("td.order", {}, el("label.pick", {}, box)),
    el("td.name", {}, open),
    el("td", { "data-label": t("posted.state") }, stateChip(one)),
    el("td", { "data-label": t("posted.confirmation") }, confirmedChip(one)),
  );
  made.addEventListener("click", (event) => {
    if (!event.target.closest(".order")) editor.open(one.code);
  });
  return made;
}

const stateChip = ({ state }) => el(`span.chip.${state === "posted" ? "serving" : "still"}`, {}, t(`posted.state_${state}`));

function confirmedChip({ confirmed }) {
  if (confirmed) return el("span.chip.serving", {}, icon("check"), t("posted.is_confirmed"));
  return el("span.chip.attention", {}, icon("triangle-alert"), t("posted.not_confirmed"));
}

// Several at once

function drawBulk() {
  const picked = entries.filter(({ code }) => chosen.has(code));
  const shown = entries.filter(fits);
  every.checked = shown.length > 0 && shown.every(({ code }) => chosen.has(code));
  every.indeterminate = picked.length > 0 && !every.checked;
  show(bulk, picked.length > 0);
  say(many, t("posted.chosen", { n: picked.length }));
}

const picked = () => entries.filter(({ code }) => chosen.has(code));

async function together(doing) {
  if (!(await doing(picked()))) return;
  chosen.clear();
  await load();
}

every.addEventListener("change", () => {
  for (const { code } of entries.filter(fits)) {
    if (every.checked) chosen.add(code);
    else chosen.delete(code);
  }
  draw();
});
const who = () => find("#user summary span:not(.icon)").textContent.replace(/^[^:]*:\s*/, "").trim();
const button = (sign, label, onclick) => el("button", { type: "button", onclick }, icon(sign), el("span", {}, label));
bulk.append(
  many,
  button("check", t("posted.confirm"), () => together((them) => confirm(them, who()))),
  button("megaphone", t("posted.post"), () => together(post)),
  button("x", t("posted.hide"), () => together(hide)),
);

// One being edited

class Editor {
  element = el("aside.editor", { hidden: true });
  code = null;
  #version = null;
  #form = null;
  #bar;
  #deeds = el("div.deeds");

  constructor() {
    this.#bar = new SaveBar(el("button", { type: "button", onclick: () => this.close() }, t("form.cancel")));
  }

  async open(code) {
    if (!(await this.#bar.mayLeave())) return;
    const found = code ? await attempt(() => call("procedure.record", { code })) : { version: null, procedure: fresh() };
    if (!found) return;
    this.code = code;
    this.#draw(found);
    this.element.querySelector(".fields input, .fields textarea, .fields select")?.focus();
  }

  #draw({ version, procedure }) {
    this.#version = version;
    const others = entries.filter(({ code, state }) => code !== this.code && state !== "withdrawn");
    const known = others.map(({ code, short }) => [code, `${code} · ${oneLine(short)}`]);
    this.#form = formOf(procedure, !this.code, { ...office, procedures: known });
    this.#bar.serve(this.#form);
    const title = this.code ? t("form.edit", { name: oneLine(procedure.short) }) : t("posted.add");
    const form = el("form", { novalidate: true }, el("h2", {}, title), this.#deeds, this.#form.element, this.#bar.element);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.element.replaceChildren(form);
    show(this.element, true);
    page.classList.add("editing");
    this.drawDeeds();
    draw();
  }

  /** What it is now, and what can be done to it. */
  drawDeeds() {
    const one = entries.find(({ code }) => code === this.code);
    show(this.#deeds, Boolean(one));
    if (!one) return;
    const after = async (doing) => (await doing) && load();
    const others = entries.filter(({ state }) => state !== "withdrawn").map(({ code, short }) => [code, `${code} · ${oneLine(short)}`]);
    this.#deeds.replaceChildren(
      el("p.states", {}, stateChip(one), confirmedChip(one)),
      one.confirmation ? el("p.soft", {}, standing(one.confirmation)) : "",
      el(
        "div.buttons",
        {},
        one.state === "withdrawn" ? null : button("check", t("posted.confirm"), () => this.#settled(() => after(confirm([one], who())))),
        one.state === "posted"
          ? button("x", t("posted.hide"), () => after(hide([one])))
          : button("megaphone", t("posted.post"), () => after(post([one]))),
        one.state === "withdrawn" ? null : button("trash-2", t("posted.withdraw"), () => after(withdraw(one, others))),
        button("clock", t("posted.history"), () => history(one)),
      ),
    );
  }

  /** Who confirms stands for what is saved, not for what is only typed. */
  async #settled(doing) {
    if (this.#bar.dirty) tell(t("posted.save_first"), "problem");
    else await doing();
  }

  async #save() {
    const procedure = recordOf(this.#form.value);
    const done = await this.#bar.save(() => this.#put(procedure));
    if (!done) return;
    this.code = procedure.code;
    await load();
    find("input[type=text], textarea", this.element).closest("form").querySelector(".save").focus();
  }

  async #put(procedure) {
    try {
      const made = await call("procedure.put", { procedure, version: this.#version, key: newKey() });
      this.#version = made.version;
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (problem.reason === "invalid_procedure") return { problems: problem.data.problems };
      if (problem.reason !== "stale") throw problem;
      this.#version = (await call("procedure.record", { code: procedure.code })).version;
      return { stale: true };
    }
    return null;
  }

  /** The list is new: take what somebody changed, unless something is typed here. */
  async follow() {
    const one = entries.find(({ code }) => code === this.code);
    if (!one) return;
    if (one.version !== this.#version) {
      if (this.#bar.dirty) this.#bar.overtaken();
      else {
        const found = await attempt(() => call("procedure.record", { code: this.code }));
        if (found && !this.#bar.dirty && found.procedure.code === this.code) this.#draw(found);
      }
    }
    this.drawDeeds();
  }

  async close() {
    if (!(await this.#bar.mayLeave())) return;
    const before = this.code;
    this.code = null;
    this.#bar.serve(null);
    this.element.replaceChildren();
    show(this.element, false);
    page.classList.remove("editing");
    draw();
    (rows.querySelector(`[data-code="${CSS.escape(before ?? "")}"] .open`) ?? add).focus();
  }

  mayLeave() {
    return this.#bar.mayLeave();
  }
}

const editor = new Editor();

// The page

const add = el("button.solid.add", { type: "button", onclick: () => editor.open(null) }, icon("plus"), el("span", {}, t("posted.add")));
const file = el("input.unseen", { type: "file", accept: ".json,application/json", tabindex: -1, "aria-hidden": "true" });
const bring = button("upload", t("posted.import"), () => file.click());
file.addEventListener("change", async () => {
  const [given] = file.files;
  if (given && (await editor.mayLeave())) {
    const found = await compare(given, async (changed) => {
      if (changed) await load();
      fill(page);
      bring.focus();
    });
    if (found) {
      fill(found);
      found.querySelector("button")?.focus();
    }
  }
  file.value = "";
});
const field = (name, control) => el("label.field", {}, el("span", {}, name), control);
const searching = el("form.search.short", { role: "search" }, field(t("posted.search"), search), field(t("posted.filter"), filter));
searching.addEventListener("submit", (event) => event.preventDefault());
searching.addEventListener("input", draw);
const headings = [t("posted.name"), t("posted.state"), t("posted.confirmation")].map((name) => el("th", { scope: "col" }, name));
const head = el("tr", {}, el("th.order", { scope: "col" }, el("label.pick", {}, every)), headings);
const table = el("table", {}, el("thead", {}, head), rows);
const page = el(
  "section.list.procedures",
  {},
  el(
    "div.left",
    {},
    el("header.head", {}, el("div", {}, el("h1", {}, t("menu.procedures")), count), el("div.buttons", {}, bring, file, add)),
    searching,
    bulk,
    el("div.card.table", {}, table, none),
    el("p.soft.foot", {}, t("posted.hint")),
  ),
  editor.element,
);

async function load() {
  const found = await attempt(() => call("procedure.all"));
  if (!found) return false;
  entries = found;
  draw();
  await editor.follow();
  return true;
}

async function begin() {
  const given = await attempt(() => call("office.get"));
  if (given) {
    const services = given.services.map(({ id, prefix, short }) => [id, `${prefix} · ${oneLine(short)}`]);
    office = { languages: given.languages, services };
  }
  if (!given || !(await load())) {
    fill(el("h1", {}, t("shell.not_open")), el("button", { type: "button", onclick: begin }, t("shell.again")));
    return;
  }
  fill(page);
}

listen((kind, params) => {
  if (kind === "event" && params.kind === "office.changed" && params.area === AREA && office) load();
});
begin();
