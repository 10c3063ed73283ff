// Lists within a form: rows of fields, sessions of a day.

import { el, icon } from "../dom.js";
import { t } from "../texts.js";
import { Form, group, pick } from "./form.js";

/**
 * Rows of fields. `fields(row)` makes those of one row, `fresh()` a new row,
 * `whole(row)` may turn what the fields say into what the settings have.
 */
export function rows(at, value, { label, hint, add, fields, fresh }) {
  const list = el("ol.rows");
  const forms = [];
  const addRow = (row) => {
    const form = new Form(row, fields(row));
    const drop = el("button.small", { type: "button", "aria-label": t("form.drop"), title: t("form.drop") }, icon("x"));
    const item = el("li", {}, form.element, drop);
    drop.addEventListener("click", () => {
      forms.splice(forms.indexOf(form), 1);
      item.remove();
      more.focus();
      changed();
    });
    forms.push(form);
    list.append(item);
    return item;
  };
  const more = el("button.small.more", { type: "button" }, icon("plus"), el("span", {}, add));
  more.addEventListener("click", () => {
    addRow(fresh(forms.at(-1)?.value)).querySelector("input, select, textarea")?.focus();
    changed();
  });
  const changed = () => list.dispatchEvent(new Event("input", { bubbles: true }));
  for (const row of pick(value, at) ?? []) addRow(row);
  const { element, mark } = group(label, [list, more], hint);
  return {
    at,
    element,
    get: () => forms.map((form) => form.value),
    mark: (rest, text) => {
      const [n, ...inside] = rest.split(".");
      const form = rest && forms[Number(n)];
      return Boolean(form && form.markOne(inside.join("."), text)) || mark("", text);
    },
  };
}

/** The sessions of a day, such as "07:30-12:00". */
export function sessions(at, value, { label, hint }) {
  const row = (text) => {
    const [opens = "", closes = ""] = text.split("-");
    return { opens, closes };
  };
  const parts = rows("list", { list: (pick(value, at) ?? []).map(row) }, {
    label,
    hint,
    add: t("form.add_session"),
    fresh: (last) => ({ opens: last?.closes ?? "", closes: "" }),
    fields: (one) => [timeOf("opens", one, t("form.from")), timeOf("closes", one, t("form.to"))],
  });
  parts.element.classList.add("sessions");
  const get = () => parts.get().map(({ opens, closes }) => `${opens}-${closes}`);
  return { ...parts, at, get };
}

/** A time of day such as 07:30; "7h30", "7.30" and "730" mean the same. */
export function timeOf(at, value, label) {
  const control = el("input.time", {
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    value: pick(value, at) ?? "",
    placeholder: "07:30",
    "aria-label": label,
  });
  control.addEventListener("change", () => {
    control.value = plainTime(control.value);
  });
  const mark = () => {
    control.setAttribute("aria-invalid", "true");
    return false;
  };
  const element = el("span.part", {}, el("span", { "aria-hidden": "true" }, label), control);
  return { at, element, get: () => plainTime(control.value), mark };
}

/** "7h30", "7.30", "730" and "7" as "07:30" and "07:00"; else what was typed. */
export function plainTime(typed) {
  const text = typed.trim();
  const found = /^(\d{1,2})\s*(?:[:h.,g]\s*(\d{2})?)?$/i.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
  if (!found) return text;
  const [, hours, minutes] = found;
  return `${hours.padStart(2, "0")}:${minutes ?? "00"}`;
}
