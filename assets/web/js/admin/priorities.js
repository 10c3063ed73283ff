// Who is served earlier, and the order of calls.

import { el } from "../dom.js";
import { oneLine, t } from "../texts.js";
import { check, choice, number, text, words } from "./form.js";
import { List } from "./list.js";
import { idOf, languages } from "./names.js";
import { begin } from "./settings.js";
import { Sheet } from "./sheet.js";
import { showTabs } from "./tabs.js";

function reasonList() {
  return new List({
    area: "priorities",
    at: "",
    title: t("menu.priorities"),
    hint: t("priorities.hint"),
    add: t("priorities.add"),
    columns: [t("priorities.reason"), t("priorities.earlier"), t("priorities.age")],
    cells: ({ name, proof, absolute, credit_minutes: credit = 30, age }) => [
      el("span.two", {}, el("b", {}, oneLine(name)), el("small", {}, proof ?? "")),
      absolute ? t("priorities.first") : t("time.minutes", { n: credit }),
      age == null ? "–" : t("priorities.from_age", { n: age }),
    ],
    name: ({ name }) => oneLine(name),
    fields: (reason) => [
      words("name", reason, languages(), { label: t("priorities.name"), maxlength: 120 }),
      text("proof", reason, { label: t("priorities.proof"), hint: t("priorities.proof_hint"), maxlength: 200 }),
      number("credit_minutes", { credit_minutes: 30, ...reason }, { label: t("priorities.credit") }),
      check("absolute", reason, { label: t("priorities.absolute") }),
      number("age", reason, { label: t("priorities.age"), hint: t("priorities.age_hint") }),
    ],
    fresh: () => ({ id: "", name: {}, proof: "", credit_minutes: 30, absolute: false }),
    ready: (reason, list) => ({ ...reason, id: reason.id || idOf(reason.name.vi ?? "", list) }),
  });
}

const modes = ["credit", "absolute", "fifo"];

function orderSheet() {
  return new Sheet({
    area: "order",
    title: t("order.title"),
    hint: t("order.hint"),
    fields: (order) => [
      choice("mode", order, { label: t("order.mode"), options: modes.map((mode) => [mode, t(`order.mode_${mode}`)]) }),
      number("cap", { cap: 2, ...order }, { label: t("order.cap"), hint: t("order.cap_hint") }),
      number("preference_minutes", { preference_minutes: 10, ...order }, { label: t("order.preference"), hint: t("order.preference_hint") }),
      number("appointment_grace_minutes", { appointment_grace_minutes: 15, ...order }, { label: t("order.grace") }),
      number("recalls_before_absent", { recalls_before_absent: 3, ...order }, { label: t("order.recalls") }),
      number("undo_seconds", { undo_seconds: 60, ...order }, { label: t("order.undo") }),
    ],
  });
}

function returningSheet() {
  return new Sheet({
    area: "returning",
    title: t("returning.title"),
    hint: t("returning.hint"),
    fields: (returning) => [
      check("allowed", { allowed: true, ...returning }, { label: t("returning.allowed") }),
      number("minutes", { minutes: 30, ...returning }, { label: t("returning.minutes") }),
      number("times", { times: 1, ...returning }, { label: t("returning.times") }),
    ],
  });
}

begin(() =>
  showTabs(t("menu.priorities"), [
    { id: "reasons", label: t("menu.priorities"), make: reasonList },
    { id: "order", label: t("order.title"), make: orderSheet },
    { id: "returning", label: t("returning.title"), make: returningSheet },
  ]),
);
