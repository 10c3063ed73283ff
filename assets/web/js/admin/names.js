// What services and counters are called on these pages.

import { oneLine, t } from "../texts.js";
import { settings } from "./settings.js";

const rowsOf = (area) => settings.office[area] ?? [];

/** The services as choices [[id, label], …]. */
export function services() {
  return rowsOf("services").map(({ id, name, prefix }) => [id, `${prefix} · ${oneLine(name)}`]);
}

/** The counters as choices [[id, label], …]. */
export function counters() {
  return rowsOf("counters").map(({ id, number }) => [id, String(number)]);
}

/** The counters that serve a service: without services of its own one serves all. */
export function servedBy(service) {
  return rowsOf("counters").filter(({ services }) => !services?.length || services.includes(service));
}

/** The languages of the office. */
export function languages() {
  return settings.office.languages ?? ["vi", "en"];
}

/** "A, B" of services' ids; none are all. */
export function prefixes(ids, none = t("counters.all_services")) {
  const known = new Map(rowsOf("services").map(({ id, prefix }) => [id, prefix]));
  return ids?.length ? ids.map((id) => known.get(id) ?? id).join(", ") : none;
}

/** An id for something new, made of its name: "Hộ tịch" is "ho-tich", or "ho-tich-2". */
export function idOf(name, list) {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const made = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 48) || "moi";
  const taken = new Set(list.map(({ id }) => id));
  let id = made;
  for (let n = 2; taken.has(id); n++) id = `${made}-${n}`;
  return id;
}
