// Which counter the clerk sits down at.

import { el, find } from "./dom.js";
import { oneLine, t } from "./texts.js";

/** Draw the counters as large buttons; a taken one says by whom. */
export function drawChooser(page, intentions, open) {
  const box = find("#counters");
  const key = JSON.stringify([
    intentions.running,
    page.counters.map(({ id, state, clerk }) => [id, state, clerk]),
    Boolean(page.office),
  ]);
  if (box.dataset.key === key) return;
  box.dataset.key = key;
  box.replaceChildren(
    ...page.counters.map((counter) =>
      el(
        "button.choice",
        {
          type: "button",
          disabled: Boolean(intentions.running),
          "data-counter": counter.id,
          onclick: () => open(counter.id),
        },
        el("b", {}, String(counter.number)),
        el(
          "span",
          {},
          el("strong", {}, t("counter.name", { counter: counter.number })),
          el("small", {}, services(page, counter.services)),
          el("small.state", {}, stateOf(counter)),
        ),
      ),
    ),
  );
}

function services(page, ids) {
  if (!ids.length) return t("counter.all_services");
  return ids.map((id) => oneLine(page.service(id)?.short)).filter(Boolean).join(" · ");
}

function stateOf({ state, clerk }) {
  if (state === "closed") return t("counter.choose_free");
  return clerk ? t("counter.choose_taken_by", { clerk }) : t("counter.choose_taken");
}
