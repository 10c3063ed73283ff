// A page, or a tab of one, that is a single form over an area of the settings.

import { el } from "../dom.js";
import { t } from "../texts.js";
import { Form } from "./form.js";
import { SaveBar } from "./savebar.js";
import { same, save, valueOf, watch } from "./settings.js";

/**
 * @param area the area's name.
 * @param title, hint what stands above.
 * @param fields gives the fields for a value, among them the place of its preview.
 * @param preview gives an element for what is typed, of that or what gives it later.
 */
export class Sheet {
  #of;
  #bar = new SaveBar();
  #form = null;
  #before = null;
  #place = el("div.place");
  #preview = el("div.preview");

  constructor(of) {
    this.#of = of;
    const form = el("form.sheet", { novalidate: true }, this.#place, this.#bar.element);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    form.addEventListener("input", () => this.#show());
    const head = el("header.head", {}, el("div", {}, el("h1", {}, of.title), of.hint ? el("p.soft", {}, of.hint) : null));
    const card = el("div.card", {}, form);
    this.element = el("section.whole", {}, head, card);
    this.#draw();
    watch(() => this.#newer());
  }

  /** Whether it may be left. */
  mayLeave() {
    return this.#bar.mayLeave();
  }

  #draw() {
    this.#before = valueOf(this.#of.area);
    const value = structuredClone(this.#before);
    this.#form = new Form(value, this.#of.fields(value, this.#preview));
    this.#bar.serve(this.#form);
    this.#place.replaceChildren(this.#form.element);
    this.#show();
  }

  #show() {
    if (!this.#of.preview) return;
    const title = el("h2", {}, t("form.preview"));
    this.#preview.replaceChildren(title, this.#of.preview(this.#form.value, () => this.#form.value));
  }

  async #save() {
    const { area } = this.#of;
    if (await this.#bar.save(() => save(area, this.#form.value, this.#before), area)) {
      this.#before = valueOf(area);
    } else if (!same(valueOf(area), this.#before)) {
      this.#before = valueOf(area); // it said so: to save again is to overwrite
    }
  }

  /** Somebody has changed settings: take them, unless something is typed here. */
  #newer() {
    if (!this.element.isConnected || same(valueOf(this.#of.area), this.#before)) return;
    if (!this.#bar.dirty) {
      this.#draw();
      return;
    }
    this.#before = valueOf(this.#of.area); // it is said now: to save is to overwrite
    this.#bar.overtaken();
  }
}
