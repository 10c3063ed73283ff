// A list of names with a form beside it, for staff and devices: no file is changed here.

import { ask, tell } from "../dialogs.js";
import { el, icon, show } from "../dom.js";
import { newKey } from "../keys.js";
import { t } from "../texts.js";
import { Form } from "./form.js";
import { attempt, call, fill } from "./shell.js";

/** Do something that changes something; gives whether it was done, and tells it. */
export async function change(method, params, done) {
  const answer = await attempt(() => call(method, { ...params, key: newKey() }));
  if (answer) tell(done);
  return Boolean(answer);
}

/** Ask before something that cannot be taken back. */
export function sure(title, text, yes) {
  return ask(title, text, [
    { value: null, label: t("form.keep") },
    { value: true, label: yes },
  ]);
}

export class Names {
  #of;
  #rows = el("tbody");
  #none;
  #pane = el("section.editor", { hidden: true });
  #list = [];

  /**
   * @param of what the list is of: `title`, `hint`, `add`, `none`, `columns`,
   *   `load()` (its rows), `cells(row)`, and `fields(row)` with `send(row, typed)`
   *   and `buttons(row)` for the form, `row` null for a new one.
   */
  constructor(of) {
    this.#of = of;
    this.#none = el("p.none", { role: "status", hidden: true }, of.none);
    const add = el("button.solid.add", { type: "button" }, icon("plus"), el("span", {}, of.add));
    add.addEventListener("click", () => this.open(null));
    const head = el("header.head", {}, el("div", {}, el("h1", {}, of.title), el("p.soft", {}, of.hint)), add);
    const columns = of.columns.map((name) => el("th", { scope: "col" }, name));
    const table = el("table", {}, el("thead", {}, el("tr", {}, columns)), this.#rows);
    this.element = el("div.list", {}, el("div.left", {}, head, el("div.card", {}, table, this.#none)), this.#pane);
  }

  /** Show it, and ask for its rows. */
  async begin() {
    fill(this.element);
    await this.refresh();
  }

  /** Ask for the rows again. */
  async refresh() {
    this.#list = (await attempt(() => this.#of.load())) ?? this.#list;
    this.draw();
  }

  /** Draw the rows again. */
  draw() {
    this.#rows.replaceChildren(...this.#list.map((row) => this.#row(row)));
    show(this.#none, this.#list.length === 0);
  }

  #row(row) {
    const [first, ...cells] = this.#of.cells(row);
    const open = el("button.open", { type: "button", "aria-label": t("form.edit_row", { name: row.name }) }, first);
    const rest = cells.map((cell, n) => el("td", { "data-label": this.#of.columns[n + 1] }, cell));
    const made = el("tr", {}, el("td.name", {}, open), rest);
    made.addEventListener("click", () => this.open(row));
    return made;
  }

  /** Open the form of a row, or an empty one. */
  open(row) {
    const fields = new Form(structuredClone(row ?? {}), this.#of.fields(row));
    const send = el("button.solid.save", { type: "submit" }, row ? t("form.save") : this.#of.add);
    const cancel = el("button", { type: "button", onclick: () => this.close() }, t("form.cancel"));
    const others = row ? this.#of.buttons(row, this) : [];
    const form = el(
      "form",
      { novalidate: true },
      el("h2", {}, row ? t("form.edit", { name: row.name }) : this.#of.add),
      fields.element,
      el("div.savebar", {}, el("div.buttons", {}, row && !this.#of.fields(row).length ? null : send, cancel)),
      others.length ? el("div.fields", {}, others) : null,
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      send.disabled = true;
      if (await this.#of.send(row, fields.value)) await this.closed();
      send.disabled = false;
    });
    this.#pane.replaceChildren(form);
    show(this.#pane, true);
    this.element.classList.add("editing");
    form.querySelector("input, select, button")?.focus();
  }

  /** Close the form; what was typed in it is forgotten. */
  close() {
    this.#pane.replaceChildren();
    show(this.#pane, false);
    this.element.classList.remove("editing");
    this.element.querySelector(".add").focus();
  }

  /** Close the form after a change. */
  async closed() {
    this.close();
    await this.refresh();
  }
}
