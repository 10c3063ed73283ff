// What stands in a procedure's record, for people.

import { el } from "../dom.js";
import { has, t } from "../texts.js";
import { plainDate } from "./form.js";

/** Fields whose values are words of the record's own language. */
const CHOICES = { received: "posted.received_", status: "posted.status_", fee_kind: "posted.fee_kind_" };

/** What a field is called. */
export function fieldName(field) {
  return has(`posted.field_${field}`) ? t(`posted.field_${field}`) : field;
}

/** A field's value on one or more lines. */
export function shown(field, value) {
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) return "–";
  if (value === true || value === false) return t(value ? "posted.yes" : "posted.no");
  if (field in CHOICES && has(CHOICES[field] + value)) return t(CHOICES[field] + value);
  if (field === "papers") return value.map(paper).join("\n");
  if (field === "confirmation") return standing(value);
  if (Array.isArray(value)) return value.map((one) => `• ${one}`).join("\n");
  if (typeof value === "object") return Object.values(value).filter(Boolean).join("\n");
  return String(value);
}

function paper({ name, kind, note }) {
  const said = t("posted.paper_line", { name: name.vi, kind: t(`posted.kind_${kind}`) });
  return note ? `• ${said}\n   ${note.vi}` : `• ${said}`;
}

/** "Quyết định 12/QĐ-UBND ngày 01/11/2026 · Nguyễn Thị Lan". */
export function standing({ decision, date, by }) {
  return t("posted.standing", { decision, date: plainDate(date), by });
}

/** A table of what fields were and are. */
export function changesTable(fields) {
  const headings = [t("posted.part"), t("posted.before"), t("posted.after")];
  const rows = fields.map(({ field, before, after }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, fieldName(field)),
      el("td", { "data-label": headings[1] }, shown(field, before)),
      el("td", { "data-label": headings[2] }, shown(field, after)),
    ),
  );
  const head = el("tr", {}, headings.map((name) => el("th", { scope: "col" }, name)));
  return el("table.changes", {}, el("thead", {}, head), el("tbody", {}, rows));
}
