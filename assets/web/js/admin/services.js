// The services: the kiosk's buttons and the series of numbers.

import { el, icon } from "../dom.js";
import { oneLine, t, words as said } from "../texts.js";
import { beside, choice, lines, more, note, number, several, text, words } from "./form.js";
import { anyIcon, iconField } from "./icons.js";
import { List } from "./list.js";
import { counters, idOf, languages, servedBy } from "./names.js";
import { rows, timeOf } from "./rows.js";
import { begin, save, settings, valueOf } from "./settings.js";
import { fill } from "./shell.js";

/** The colours of an icon, the usual one first. */
const COLOURS = ["", "blue", "brown", "olive", "rose", "slate"].map((name) => [name, t(`services.colour_${name || "usual"}`)]);
const numbersOf = (service) => servedBy(service).map(({ number }) => number).join(", ");

function cells(service) {
  const open = servedBy(service.id).length > 0;
  return [
    el(
      "span.service",
      {},
      el("b.letter", { "data-colour": service.colour ?? "" }, service.prefix),
      anyIcon(service.icon),
      el("span.two", {}, el("b", {}, oneLine(service.name)), el("small", {}, (service.fields ?? []).slice(0, 2).join(", "))),
    ),
    numbersOf(service.id) || "–",
    open
      ? el("span.chip.serving", {}, icon("check"), t("services.open"))
      : el("span.chip.attention", {}, icon("triangle-alert"), t("services.nowhere")),
  ];
}

function fields(service, preview) {
  const given = { ...service, counters: service.id ? servedBy(service.id).map(({ id }) => id) : [] };
  const languagesNow = languages();
  return [
    words("name", given, languagesNow, { label: t("services.name"), long: true, rows: 2, maxlength: 120 }),
    beside(
      text("prefix", given, { label: t("services.prefix"), maxlength: 1, class: "short" }),
      number("minutes", given, { label: t("services.minutes") }),
      iconField("icon", given, { label: t("services.icon") }),
    ),
    choice("colour", given, { label: t("services.colour"), options: COLOURS }),
    several("counters", given, { label: t("services.counters"), options: counters() }),
    note(preview),
    more(
      t("services.more"),
      words("short", given, languagesNow, { label: t("services.short"), maxlength: 60 }),
      lines("fields", given, { label: t("services.fields"), hint: t("services.fields_hint") }),
      rows("quotas", given, {
        label: t("services.quotas"),
        hint: t("services.quotas_hint"),
        add: t("services.add_quota"),
        fresh: () => ({ tickets: 20, opens: "", closes: "" }),
        fields: (quota) => [
          number("tickets", quota, { label: t("services.tickets") }),
          timeOf("opens", quota, t("form.from")),
          timeOf("closes", quota, t("form.to")),
        ],
      }),
    ),
  ];
}

/** The kiosk's button as it will be. */
function preview(service) {
  return el(
    "div.kiosk-button",
    { "aria-hidden": "true" },
    el("span.plate", { "data-colour": service.colour ?? "" }, anyIcon(service.icon)),
    el("b", {}, said(service.name) || "…"),
    el("span.wait", {}, el("b", {}, t("wait.range", { low: 5, high: 15 })), el("small", {}, t("people.waiting", { n: 3 }))),
  );
}

/** A new service has an id, and a short name where none was typed. */
function ready({ counters: _, ...service }, list) {
  const short = { ...service.short };
  for (const [lang, name] of Object.entries(service.name)) short[lang] ??= name.replace(/\s*\n\s*/g, " ");
  return { ...service, colour: service.colour || null, id: service.id || idOf(service.name.vi ?? "", list), short };
}

/** The counters that shall serve it are another area. */
async function after(service, { counters: wanted }) {
  const before = valueOf("counters", []);
  const all = valueOf("services", []).map(({ id }) => id);
  const now = before.map((counter) => {
    const serves = counter.services?.length ? counter.services : all;
    if (serves.includes(service.id) === wanted.includes(counter.id)) return counter;
    const others = serves.filter((id) => id !== service.id);
    const more = wanted.includes(counter.id) ? [service.id] : [];
    const prefers = (counter.prefers ?? []).filter((id) => more.length || id !== service.id);
    return { ...counter, services: [...others, ...more], prefers };
  });
  if (JSON.stringify(now) !== JSON.stringify(before)) return save("counters", now, before);
  return null;
}

/** A service that is still needed elsewhere is not removed: nobody would serve it. */
function removes({ id }) {
  const where = servedBy(id).filter(({ services }) => services?.includes(id));
  if (where.length) return t("services.still_served", { counters: where.map(({ number }) => number).join(", ") });
  return settings.office.general === id ? t("services.still_general") : null;
}

begin(() => {
  const list = new List({
    area: "services",
    at: "",
    title: t("menu.services"),
    hint: t("services.hint"),
    add: t("services.add"),
    columns: [t("services.column"), t("services.counters_short"), t("services.state")],
    cells,
    name: ({ prefix, name }) => `${prefix} · ${oneLine(name)}`,
    fields,
    fresh: () => ({ id: "", prefix: "", icon: "file-text", name: {}, short: {}, fields: [], minutes: 10, quotas: [] }),
    ready,
    preview,
    after,
    removes,
  });
  fill(list.element);
});
