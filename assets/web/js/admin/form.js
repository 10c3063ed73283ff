// Forms: each field has its label, its hint, and a place for its mistake.
//
// A field is {at, element, get(), mark(rest, text)}: `at` is its path in the value that
// the form makes, `get` what was typed (undefined: left out), `mark` shows a mistake at
// the place `rest` within it and gives whether there is one.

import { el, say, show } from "../dom.js";
import { t } from "../texts.js";

let made = 0;

/** A form over one value; what no field names stays as it was. */
export class Form {
  #value;
  #fields;
  #first;

  constructor(value, fields) {
    this.#value = value;
    this.#fields = fields.flat().filter(Boolean);
    this.element = el("div.fields", {}, this.#fields.map((field) => field.element));
    this.#first = JSON.stringify(this.value);
  }

  /** What is typed now. */
  get value() {
    const value = structuredClone(this.#value);
    for (const { at, get } of this.#fields) if (get) put(value, at.split("."), get());
    return value;
  }

  /** Whether something was typed. */
  get dirty() {
    return JSON.stringify(this.value) !== this.#first;
  }

  /** Count what is typed now as what there was. */
  settle() {
    this.#first = JSON.stringify(this.value);
  }

  /** Show mistakes [{at, text}] at their fields; gives those that have none. */
  mark(problems) {
    this.clear();
    return problems.filter((problem) => !this.markOne(problem.at, problem.text));
  }

  /** Show one mistake; gives whether it has a field. */
  markOne(at, text) {
    return this.#fields.some((field) => {
      if (!field.mark) return false;
      if (at === field.at) return field.mark("", text);
      return at.startsWith(`${field.at}.`) && field.mark(at.slice(field.at.length + 1), text);
    });
  }

  /** Forget all mistakes. */
  clear() {
    for (const wrong of this.element.querySelectorAll(".wrong")) show(wrong, false);
    for (const field of this.element.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
    }
  }
}

/** Go to the first field with a mistake within an element. */
export function goToMistake(element) {
  const wrong = element.querySelector("[aria-invalid]");
  const field = wrong?.matches("input, select, textarea, button") ? wrong : wrong?.querySelector("input, button");
  field?.focus();
  return Boolean(field);
}

function put(value, [key, ...rest], what) {
  if (rest.length) put((value[key] ??= {}), rest, what);
  else if (what === undefined) delete value[key];
  else value[key] = what;
}

/** Give the place `at` of a value. */
export function pick(value, at) {
  return at.split(".").reduce((found, key) => found?.[key], value);
}

/** A control with its label; `mark` shows a mistake at it. */
function labelled(label, control, hint) {
  const id = `f${++made}`;
  const wrong = el("p.wrong", { id: `${id}-wrong`, hidden: true });
  const told = hint ? el("small", { id: `${id}-hint` }, hint) : null;
  control.id = id;
  control.setAttribute("aria-describedby", told ? `${id}-hint ${id}-wrong` : `${id}-wrong`);
  return {
    element: el("div.field", {}, el("label", { for: id }, label), control, told, wrong),
    mark: (_, text) => marked(control, wrong, text),
  };
}

/** Several controls under one name. */
export function group(label, children, hint) {
  const id = `f${++made}`;
  const wrong = el("p.wrong", { id, hidden: true });
  const told = hint ? el("small", {}, hint) : null;
  const inside = el("div.inside", {}, children, told, wrong);
  const element = el("fieldset", { "aria-describedby": id }, el("legend", {}, label), inside);
  return { element, mark: (_, text) => marked(element, wrong, text) };
}

function marked(control, wrong, text) {
  control.setAttribute("aria-invalid", "true");
  say(wrong, wrong.hidden ? text : `${wrong.textContent} ${text}`);
  show(wrong, true);
  for (let folded = control.closest("details"); folded; folded = folded.parentElement.closest("details")) {
    folded.open = true;
  }
  return true;
}

/** One line of text; `long` gives it several lines. */
export function text(at, value, { label, hint, long = false, ...more }) {
  const given = pick(value, at) ?? "";
  const control = long
    ? el("textarea", { rows: 3, ...more }, given)
    : el("input", { type: "text", autocomplete: "off", value: given, ...more });
  return { at, ...labelled(label, control, hint), get: () => control.value.trim() };
}

/** A whole number; empty leaves it out. What is no number the server refuses. */
export function number(at, value, { label, hint, ...more }) {
  const given = pick(value, at) ?? "";
  const control = el("input.short", { type: "text", inputmode: "numeric", autocomplete: "off", value: given, ...more });
  const get = () => {
    const typed = control.value.trim();
    if (!typed) return undefined;
    return /^-?\d{1,9}$/.test(typed) ? Number(typed) : typed;
  };
  return { at, ...labelled(label, control, hint), get };
}

/** A date, as people here write it in every browser: 24/11/2026. Empty leaves it out. */
export function date(at, value, { label, hint }) {
  const given = pick(value, at);
  const control = el("input", {
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    placeholder: t("form.date_form"),
    value: given ? plainDate(given) : "",
  });
  return { at, ...labelled(label, control, hint), get: () => isoDate(control.value) || undefined };
}

/** "24/11/2026" of "2026-11-24". */
export function plainDate(iso) {
  return /^\d{4}-\d\d-\d\d$/.test(iso) ? iso.split("-").reverse().join("/") : iso;
}

/** "24/11/2026 07:30" of "2026-11-24T07:30:00+07:00". */
export function moment(at) {
  return `${plainDate(at.slice(0, 10))} ${at.slice(11, 16)}`;
}

/** "2026-11-24" of "24/11/2026", "24.11.2026" or "24-11-2026"; else what was typed. */
export function isoDate(typed) {
  const text = typed.trim();
  const found = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(text);
  if (!found) return text;
  const [, day, month, year] = found;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** One of some values [[value, label], …]. */
export function choice(at, value, { label, hint, options }) {
  const given = pick(value, at) ?? options[0][0];
  const made = options.map(([one, name]) => el("option", { value: one, selected: one === given }, name));
  const control = el("select", {}, made);
  return { at, ...labelled(label, control, hint), get: () => control.value };
}

/** Yes or no. */
export function check(at, value, { label, hint }) {
  const box = el("input", { type: "checkbox", checked: Boolean(pick(value, at)) });
  const wrong = el("p.wrong", { hidden: true });
  const told = hint ? el("small", {}, hint) : null;
  const element = el("div.field", {}, el("label.check", {}, box, el("span", {}, label)), told, wrong);
  return { at, element, get: () => box.checked, mark: (_, text) => marked(box, wrong, text) };
}

/** Several of some values [[value, label], …], in the order of those. */
export function several(at, value, { label, hint, options }) {
  const given = pick(value, at) ?? [];
  const boxes = options.map(([one]) => el("input", { type: "checkbox", value: one, checked: given.includes(one) }));
  const chips = options.map(([, name], n) => el("label.chosen", {}, boxes[n], el("span", {}, name)));
  const get = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return { at, ...group(label, el("div.chips", {}, chips), hint), get };
}

/** Names of the office's languages, for labels. */
const named = (lang) => (lang === "vi" || lang === "en" ? t(`form.lang_${lang}`) : lang);

/** A text in each language of the office. What is empty is left out. */
export function words(at, value, languages, { label, hint, long, ...more }) {
  const given = pick(value, at) ?? {};
  const lines = languages.map((lang) => {
    const name = t("form.in_language", { label, language: named(lang) });
    return text(lang, given, { label: name, hint: lang === "vi" ? hint : "", long, lang, ...more });
  });
  const element = el("div.words", {}, lines.map((line) => line.element));
  const get = () => {
    const said = lines.map((line) => [line.at, line.get()]).filter(([, said]) => said);
    const rest = Object.entries(given).filter(([lang]) => !languages.includes(lang));
    return Object.fromEntries([...said, ...rest]);
  };
  const mark = (rest, text) => (lines.find((line) => line.at === rest) ?? lines[0]).mark("", text);
  return { at, element, get, mark };
}

/** What stands between fields; it takes part in nothing. */
export function note(...children) {
  return { at: "", element: el("div.note", {}, ...children) };
}

/** Fields beside each other. */
export function beside(...fields) {
  return together(el("div.beside"), fields);
}

/** Fields that are seldom needed: folded away under a line. */
export function more(label, ...fields) {
  return together(el("details", {}, el("summary", {}, label)), fields);
}

function together(element, fields) {
  const all = fields.flat();
  element.append(...all.map((field) => field.element).filter(Boolean));
  return [{ at: "", element }, ...all.map(({ at, get, mark }) => ({ at, get, mark, element: "" }))];
}

/** Several texts, one in each line. */
export function lines(at, value, { label, hint }) {
  const given = pick(value, at) ?? [];
  const area = text("text", { text: given.join("\n") }, { label, hint, long: true });
  const get = () => area.get().split("\n").map((line) => line.trim()).filter(Boolean);
  return { ...area, at, get };
}
