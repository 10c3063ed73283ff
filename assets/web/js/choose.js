// A clerk without a counter chooses one.

import { el, find } from "./dom.js";
import { oneLine, t } from "./texts.js";

/** What a counter does, in words. */
export function servicesOf(page, { services }) {
  const names = services.map((id) => oneLine(page.service(id)?.short)).filter(Boolean);
  return names.join(" · ") || t("counter.all_services");
}

/** Draw the counters; `open` is called with the one chosen. */
export function drawChoice(page, open, allowed) {
  const key = JSON.stringify([page.counters, Boolean(page.office), allowed]);
  const list = find("#counters");
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...page.counters.map((one) => choice(page, one, open, allowed)));
}

function choice(page, counter, open, allowed) {
  const taken = counter.state !== "closed";
  const barred = taken && !page.supervises;
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", disabled: barred || !allowed, onclick: () => open(counter) },
      el("b", {}, String(counter.number)),
      el("span", {}, servicesOf(page, counter)),
      el("small", {}, taken ? whoSits(page, counter) : t("counter.open_this")),
    ),
  );
}

function whoSits(page, { clerk }) {
  const who = clerk ? t("counter.taken_by", { name: clerk }) : t("counter.taken");
  return page.supervises ? `${who} · ${t("counter.take_over")}` : who;
}
