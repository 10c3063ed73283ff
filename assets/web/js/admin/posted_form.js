// The form of one procedure: all that its page on the kiosk says.

import { t } from "../texts.js";
import { beside, choice, date, Form, lines, more, number, text, words } from "./form.js";
import { rows } from "./rows.js";

const WORDS = ["name", "short", "fee", "time", "result", "who_must_come"];
const KINDS = ["submit", "show"];
const RECEIVED = ["here", "police", "military", "reception", "elsewhere"];
const FEES = ["amount", "free", "free_if_on_time", "set_by_province", "not_stated"];
const STATUSES = ["same", "new", "changed"];

const options = (values, prefix) => values.map((one) => [one, t(prefix + one)]);

/** A new procedure. */
export function fresh() {
  return {
    ...{ code: "", name: {}, short: {}, field: "", service: "", received: "here", fee: {}, fee_kind: "free" },
    ...{ time: {}, result: {}, who_must_come: {}, papers: [], steps: [], legal: [], forms: [], words: [] },
    ...{ details: "", source: "", status: "same" },
  };
}

/**
 * Make the form of a record.
 *
 * @param isNew its code may be typed.
 * @param office {languages, services: [[id, name], …], procedures: [[code, name], …]}.
 */
export function formOf(record, isNew, { languages, services, procedures }) {
  const named = (at, more = {}) => {
    const long = JSON.stringify(record[at] ?? {}).includes("\\n");
    return untouched(words(at, record, languages, { label: t(`posted.field_${at}`), long, rows: 2, ...more }), record[at]);
  };
  const many = (at, hint = "") => untouched(lines(at, record, { label: t(`posted.field_${at}`), hint }), record[at]);
  const line = (at, more = {}) => text(at, record, { label: t(`posted.field_${at}`), ...more });
  const gone = record.status === "withdrawn";
  return new Form(record, [
    isNew ? line("code", { maxlength: 64, hint: t("posted.code_hint") }) : null,
    named("name", { long: true, maxlength: 500 }),
    named("short", { long: true, maxlength: 120, hint: t("posted.short_hint") }),
    beside(
      choice("received", record, { label: t("posted.field_received"), options: options(RECEIVED, "posted.received_") }),
      choice("service", record, { label: t("posted.field_service"), options: [["", t("posted.no_service")], ...services] }),
    ),
    named("where", { hint: t("posted.where_hint"), maxlength: 200 }),
    papers(record, languages),
    many("steps", t("posted.line_hint")),
    choice("fee_kind", record, { label: t("posted.field_fee_kind"), options: options(FEES, "posted.fee_kind_") }),
    named("fee", { maxlength: 200 }),
    named("time", { maxlength: 200 }),
    named("result", { maxlength: 300 }),
    named("who_must_come", { maxlength: 300 }),
    gone
      ? choice("successor", record, { label: t("posted.field_successor"), options: [["", t("posted.no_successor")], ...procedures] })
      : null,
    more(
      t("posted.more"),
      line("field", { maxlength: 120 }),
      many("legal", t("posted.line_hint")),
      many("forms", t("posted.line_hint")),
      line("details", { long: true }),
      line("source", { maxlength: 500 }),
      date("updated", record, { label: t("posted.field_updated") }),
      many("words", t("posted.words_hint")),
      number("rank", record, { label: t("posted.field_rank"), hint: t("posted.rank_hint") }),
      gone ? [] : choice("status", record, { label: t("posted.field_status"), options: options(STATUSES, "posted.status_") }),
    ),
  ]);
}

/** A field that gives what it was given, letter by letter, while nothing is typed. */
function untouched(field, given) {
  const first = JSON.stringify(field.get());
  return { ...field, get: () => (given !== undefined && JSON.stringify(field.get()) === first ? given : field.get()) };
}

function papers(record, languages) {
  const field = rows("papers", record, {
    label: t("posted.field_papers"),
    add: t("posted.add_paper"),
    fresh: () => ({ id: `p${Date.now().toString(36)}`, name: {}, kind: "submit", note: null }),
    fields: (paper) => [
      words("name", paper, languages, { label: t("posted.paper"), long: true, rows: 2 }),
      choice("kind", paper, { label: t("posted.kind"), options: options(KINDS, "posted.kind_") }),
      words("note", paper, languages, { label: t("posted.note") }),
    ],
  });
  field.element.classList.add("tall");
  return field;
}

/** What is sent of what was typed: nothing stays half said. */
export function recordOf(typed) {
  const record = { ...typed, service: typed.service || null, where: said(typed.where) };
  for (const field of WORDS) record[field] = { vi: "", ...typed[field] };
  record.papers = typed.papers.map((paper) => ({ ...paper, name: { vi: "", ...paper.name }, note: said(paper.note) }));
  if ("successor" in typed) record.successor = typed.successor || null;
  return record;
}

/** Words where there are any; a translation alone is a mistake that the server tells. */
function said(words) {
  return words && Object.keys(words).length ? { vi: "", ...words } : null;
}
