// Lists of reasons to choose from: after a low mark, when holding, when pausing.

import { el } from "../dom.js";
import { oneLine, t } from "../texts.js";
import { words } from "./form.js";
import { List } from "./list.js";
import { idOf, languages } from "./names.js";
import { begin } from "./settings.js";
import { showTabs } from "./tabs.js";

/** @param hint who chooses from this list, and when. */
function reasons(area, title, hint) {
  return new List({
    area,
    at: "",
    title,
    hint,
    add: t("reasons.add"),
    columns: [t("reasons.reason")],
    cells: ({ name }) => [el("b", {}, oneLine(name))],
    name: ({ name }) => oneLine(name),
    fields: (reason) => [words("name", reason, languages(), { label: t("reasons.reason"), maxlength: 80 })],
    fresh: () => ({ id: "", name: {} }),
    ready: (reason, list) => ({ ...reason, id: reason.id || idOf(reason.name.vi ?? "", list) }),
  });
}

const LISTS = [
  ["rating_reasons", t("reasons.rating"), t("reasons.rating_hint")],
  ["hold_reasons", t("reasons.hold"), t("reasons.hold_hint")],
  ["pause_reasons", t("reasons.pause"), t("reasons.pause_hint")],
];

begin(() =>
  showTabs(
    t("menu.reasons"),
    LISTS.map(([area, title, hint]) => ({ id: area, label: title, make: () => reasons(area, title, hint) })),
  ),
);
