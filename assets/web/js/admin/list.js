// A page, or a tab of one, that is a list: its rows, and beside it the one being edited.

import { ask, tell } from "../dialogs.js";
import { el, icon, say, show } from "../dom.js";
import { t, words } from "../texts.js";
import { Form, pick } from "./form.js";
import { placeOf, SaveBar } from "./savebar.js";
import { same, save, valueOf, watch } from "./settings.js";
import { attempt } from "./shell.js";

/**
 * @param of what the list is about:
 *   area, at: the area, and the list's place in it ("" if it is the list);
 *   title, hint, add, edit: words above, on the button, and above the form;
 *   columns: the headings; cells(row): what stands under them, the first is its name;
 *   name(row): its name for questions;
 *   fields(row, preview): those of its form, among them the place of its preview;
 *   fresh(list): a new row;
 *   ready(row, list): what is saved of what was typed (an id for what is new);
 *   preview(row): how it will look, or nothing; after(row, form): to be done when saved;
 *   removes(row): says in a sentence why it cannot be removed, or nothing.
 */
export class List {
  #of;
  #bar;
  #rows = el("tbody");
  #none;
  #pane = el("aside.editor", { hidden: true });
  #form = null;
  /** The row as it was when its form opened; null for a new one. */
  #edited = null;
  #before = null;
  #preview = el("div.preview");

  constructor(of) {
    this.#of = of;
    const add = el("button.solid.add", { type: "button" }, icon("plus"), el("span", {}, of.add));
    add.addEventListener("click", () => this.#open(null));
    const head = el("header.head", {}, el("div", {}, el("h1", {}, of.title), of.hint ? el("p.soft", {}, of.hint) : null), add);
    const headings = of.columns.map((name) => el("th", { scope: "col" }, name));
    const order = el("th", { scope: "col" }, el("span.unseen", {}, t("form.order")));
    const table = el("table", {}, el("thead", {}, el("tr", {}, order, headings)), this.#rows);
    this.#none = el("p.none", { hidden: true }, t("form.none"));
    const foot = el("p.soft.foot", {}, t("form.live"));
    const left = el("div.left", {}, head, el("div.card.table", {}, table, this.#none), foot);
    this.#bar = new SaveBar(
      el("button", { type: "button", onclick: () => this.#close() }, t("form.cancel")),
      el("button.remove", { type: "button", onclick: () => this.#remove() }, icon("trash-2"), el("span", {}, t("form.remove"))),
    );
    this.element = el("section.list", {}, left, this.#pane);
    this.#draw();
    watch(() => this.#newer());
  }

  /** Whether it may be left. */
  mayLeave() {
    return this.#bar.mayLeave();
  }

  get #list() {
    return this.#of.at ? (pick(valueOf(this.#of.area), this.#of.at) ?? []) : valueOf(this.#of.area, []);
  }

  /** The area's value with another list in it. */
  #area(list) {
    if (!this.#of.at) return list;
    return { ...valueOf(this.#of.area), [this.#of.at]: list };
  }

  #prefix(n) {
    return [this.#of.area, this.#of.at, n].filter((part) => part !== "").join(".");
  }

  /** What people call the place of a mistake: another row of this list, or an area. */
  #place(at, list) {
    const rest = at.startsWith(`${this.#prefix("")}.`) ? at.slice(this.#prefix("").length + 1) : "";
    const row = list[Number(rest.split(".")[0])];
    return rest && row ? this.#of.name(row) : placeOf(at);
  }

  // The rows

  #draw() {
    const list = this.#list;
    this.#rows.replaceChildren(...list.map((row, n) => this.#row(row, n, list.length)));
    show(this.#none, list.length === 0);
  }

  #row(row, n, length) {
    const [first, ...cells] = this.#of.cells(row);
    const name = this.#of.name(row);
    const open = el("button.open", { type: "button", "aria-label": t("form.edit_row", { name }) }, first);
    const mine = this.#edited && sameRow(row, this.#edited);
    const made = el(
      mine ? "tr.current" : "tr",
      { "aria-current": mine ? "true" : null },
      el("td.order", {}, this.#mover(n, -1, n > 0, name), this.#mover(n, 1, n < length - 1, name)),
      el("td.name", {}, open),
      cells.map((cell, m) => el("td", { "data-label": this.#of.columns[m + 1] }, cell)),
    );
    made.addEventListener("click", (event) => {
      if (!event.target.closest(".order")) this.#open(row);
    });
    return made;
  }

  #mover(n, step, can, name) {
    const label = t(step < 0 ? "form.up" : "form.down", { name });
    const sign = icon(step < 0 ? "chevron-up" : "chevron-down");
    const button = el("button.move", { type: "button", "aria-label": label, "aria-disabled": can ? null : "true" }, sign);
    button.addEventListener("click", () => can && this.#move(n, step));
    return button;
  }

  async #move(n, step) {
    const list = this.#list;
    const [row] = list.splice(n, 1);
    list.splice(n + step, 0, row);
    const before = valueOf(this.#of.area, []);
    const refused = await attempt(async () => (await save(this.#of.area, this.#area(list), before)) ?? "done");
    if (refused === "done") tell(t("form.moved", { name: this.#of.name(row), n: n + step + 1 }));
    else if (refused) tell(t("form.not_moved"), "problem");
    this.#took();
    const there = this.#rows.rows[refused === "done" ? n + step : n];
    there?.querySelectorAll(".move")[step < 0 ? 0 : 1].focus();
  }

  /** The list is as the page has just saved it. */
  #took() {
    this.#before = valueOf(this.#of.area, []);
    this.#draw();
  }

  // The form

  async #open(row) {
    if (!(await this.#bar.mayLeave())) return;
    this.#edited = row;
    this.#before = valueOf(this.#of.area, []);
    const value = structuredClone(row ?? this.#of.fresh(this.#list));
    this.#form = new Form(value, this.#of.fields(value, this.#preview));
    this.#bar.serve(this.#form);
    const title = el("h2", {}, row ? t("form.edit", { name: this.#of.name(row) }) : this.#of.add);
    const form = el("form", { novalidate: true }, title, this.#form.element, this.#bar.element);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    form.addEventListener("input", () => this.#show());
    this.#pane.replaceChildren(form);
    show(this.#pane.querySelector(".remove"), Boolean(row));
    show(this.#pane, true);
    this.element.classList.add("editing");
    this.#show();
    this.#draw();
    form.querySelector(".fields input, .fields textarea, .fields select")?.focus();
  }

  #show() {
    if (!this.#of.preview) return;
    const title = el("h3", {}, t("form.preview"));
    this.#preview.replaceChildren(title, this.#of.preview(this.#form.value));
  }

  async #close() {
    if (await this.#bar.mayLeave()) this.#leave();
  }

  #leave() {
    const row = this.#edited;
    this.#edited = this.#form = null;
    this.#bar.serve(null);
    show(this.#pane, false);
    this.element.classList.remove("editing");
    this.#draw();
    const n = row ? this.#list.findIndex((one) => sameRow(one, row)) : -1;
    (this.#rows.rows[n]?.querySelector(".open") ?? this.element.querySelector(".add")).focus();
  }

  async #save() {
    const list = this.#list;
    const typed = this.#form.value;
    const row = this.#of.ready ? this.#of.ready(typed, list, this.#edited) : typed;
    const found = this.#edited ? list.findIndex((one) => sameRow(one, this.#edited)) : -1;
    const n = found < 0 ? list.length : found;
    list.splice(n, 1, row);
    const saving = async () => {
      const refused = await save(this.#of.area, this.#area(list), this.#before);
      if (!refused && this.#of.after) await this.#after(this.#list[n], typed);
      return refused;
    };
    const done = await this.#bar.save(saving, this.#prefix(n), (at) => this.#place(at, list));
    this.#before = valueOf(this.#of.area, []);
    if (done) {
      this.#edited = this.#list[n];
      show(this.#pane.querySelector(".remove"), true);
      say(this.#pane.querySelector("h2"), t("form.edit", { name: this.#of.name(this.#edited) }));
    }
    this.#draw();
  }

  /** Do what else belongs to a row; what goes wrong there is told. */
  async #after(row, typed) {
    const refused = await attempt(() => this.#of.after(row, typed));
    if (refused) tell(refused.stale ? t("form.stale") : words(refused.problems[0].text), "problem");
  }

  async #remove() {
    const row = this.#edited;
    const kept = this.#of.removes?.(row);
    if (kept) {
      tell(kept, "problem");
      return;
    }
    const answers = [
      { value: null, label: t("form.keep") },
      { value: true, label: t("form.remove") },
    ];
    const title = t("form.remove_question", { name: this.#of.name(row) });
    if (!(await ask(title, t("form.remove_text"), answers))) return;
    const list = this.#list.filter((one) => !sameRow(one, row));
    const saving = () => save(this.#of.area, this.#area(list), this.#before);
    if (!(await this.#bar.save(saving, this.#prefix("-"), (at) => this.#place(at, list)))) return;
    tell(t("form.removed", { name: this.#of.name(row) }));
    this.#leave();
  }

  /** Somebody has changed settings: take them; what is typed stays. */
  #newer() {
    if (!this.element.isConnected) return;
    const newest = valueOf(this.#of.area, []);
    if (this.#before && same(newest, this.#before)) return;
    this.#draw();
    if (!this.#form) return;
    const row = this.#edited && this.#list.find((one) => sameRow(one, this.#edited));
    this.#before = newest; // it is said now: to save is to overwrite
    if (this.#bar.dirty) this.#bar.overtaken();
    else if (row && !same(row, this.#edited)) this.#open(row);
    else if (this.#edited && !row) this.#leave();
  }
}

/** Whether two rows are the same one: by their id, or by all that they say. */
function sameRow(one, other) {
  return one.id === undefined ? same(one, other) : one.id === other.id;
}
