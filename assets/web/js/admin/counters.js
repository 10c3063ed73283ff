// The counters, what each serves, and the rooms in which people wait.

import { el } from "../dom.js";
import { oneLine, t } from "../texts.js";
import { beside, number, several, words } from "./form.js";
import { List } from "./list.js";
import { counters, idOf, languages, prefixes, services } from "./names.js";
import { begin, valueOf } from "./settings.js";
import { showTabs } from "./tabs.js";

const numbers = (ids) => {
  const known = new Map(counters());
  return ids?.length ? ids.map((id) => known.get(id) ?? id).join(", ") : t("counters.all_counters");
};

function counterList() {
  return new List({
    area: "counters",
    at: "",
    title: t("menu.counters"),
    hint: t("counters.hint"),
    add: t("counters.add"),
    columns: [t("counters.counter"), t("counters.serves"), t("counters.prefers")],
    cells: ({ number, name, services, prefers }) => [
      el("span.service", {}, el("b.letter", {}, String(number)), el("b", {}, oneLine(name))),
      prefixes(services),
      prefixes(prefers, "–"),
    ],
    name: ({ name }) => oneLine(name),
    fields: (counter) => [
      beside(number("number", counter, { label: t("counters.number") })),
      words("name", counter, languages(), { label: t("counters.name"), maxlength: 60 }),
      several("services", counter, { label: t("counters.serves"), hint: t("counters.serves_hint"), options: services() }),
      several("prefers", counter, { label: t("counters.prefers"), hint: t("counters.prefers_hint"), options: services() }),
    ],
    fresh: newCounter,
    ready: (counter, list) => ({ ...counter, id: counter.id || idOf(`q${counter.number}`, list) }),
    removes: ({ id }) => {
      const rooms = valueOf("rooms", []).filter((room) => room.counters?.includes(id));
      return rooms.length ? t("counters.in_room", { room: oneLine(rooms[0].name) }) : null;
    },
  });
}

function newCounter(list) {
  const number = Math.max(0, ...list.map((one) => one.number)) + 1;
  return { id: "", number, name: { vi: `Quầy ${number}`, en: `Counter ${number}` }, services: [], prefers: [] };
}

function roomList() {
  return new List({
    area: "rooms",
    at: "",
    title: t("counters.rooms"),
    hint: t("counters.rooms_hint"),
    add: t("counters.add_room"),
    columns: [t("counters.room"), t("menu.counters"), t("menu.services")],
    cells: ({ name, counters, services }) => [el("b", {}, oneLine(name)), numbers(counters), prefixes(services)],
    name: ({ name }) => oneLine(name),
    fields: (room) => [
      words("name", room, languages(), { label: t("counters.room"), maxlength: 60 }),
      several("counters", room, { label: t("menu.counters"), hint: t("counters.none_is_all"), options: counters() }),
      several("services", room, { label: t("menu.services"), hint: t("counters.none_is_all"), options: services() }),
    ],
    fresh: () => ({ id: "", name: {}, counters: [], services: [] }),
    ready: (room, list) => ({ ...room, id: room.id || idOf(room.name.vi ?? "", list) }),
  });
}

begin(() =>
  showTabs(t("menu.counters"), [
    { id: "counters", label: t("menu.counters"), make: counterList },
    { id: "rooms", label: t("counters.rooms"), make: roomList },
  ]),
);
