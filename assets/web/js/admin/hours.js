// Hours: the week, seasons with a week of their own, holidays, swapped days.

import { el, icon } from "../dom.js";
import { oneLine, t } from "../texts.js";
import { beside, check, date, note, plainDate, text, words } from "./form.js";
import { List } from "./list.js";
import { languages } from "./names.js";
import { sessions } from "./rows.js";
import { begin } from "./settings.js";
import { Sheet } from "./sheet.js";
import { showTabs } from "./tabs.js";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const week = (value) =>
  WEEKDAYS.map((day, n) => sessions(day, value, { label: t(`weekday.${n + 1}`) }));

/** "16/04" of "04-16", and back again. */
const turned = (day) => day.split(/[-/.]/).map((part) => part.padStart(2, "0")).reverse();

function weekSheet() {
  return new Sheet({
    area: "hours",
    title: t("hours.week"),
    hint: t("hours.week_hint"),
    fields: (hours) => [
      check("always", hours, { label: t("hours.always"), hint: t("hours.always_hint") }),
      note(el("p.soft", {}, icon("info"), t("hours.closed_hint"))),
      ...week(hours),
    ],
  });
}

/** A day of the year as people here write it: day/month. */
function dayOfYear(at, season, label) {
  const given = season[at] ? turned(season[at]).join("/") : "";
  const field = text(at, { [at]: given }, { label, placeholder: "16/04" });
  const get = () => {
    const typed = field.get();
    return /^\d{1,2}[-/.]\d{1,2}$/.test(typed) ? turned(typed).join("-") : typed;
  };
  return { ...field, get };
}

function seasonList() {
  return new List({
    area: "hours",
    at: "seasons",
    title: t("hours.seasons"),
    hint: t("hours.seasons_hint"),
    add: t("hours.add_season"),
    columns: [t("hours.season"), t("weekday.1")],
    cells: (season) => [el("b", {}, seasonName(season)), (season.monday ?? []).join(", ") || t("hours.closed")],
    name: seasonName,
    fields: (season) => [
      beside(dayOfYear("first", season, t("hours.first_day")), dayOfYear("last", season, t("hours.last_day"))),
      ...week(season),
    ],
    fresh: () => ({ first: "", last: "" }),
  });
}

const seasonName = ({ first = "", last = "" }) => `${turned(first).join("/")} – ${turned(last).join("/")}`;

function holidayList() {
  return new List({
    area: "hours",
    at: "holidays",
    title: t("hours.holidays"),
    hint: t("hours.holidays_hint"),
    add: t("hours.add_holiday"),
    columns: [t("hours.holiday"), t("hours.date")],
    cells: (holiday) => [el("b", {}, oneLine(holiday.name)), plainDate(holiday.date)],
    name: (holiday) => `${oneLine(holiday.name)} ${plainDate(holiday.date)}`,
    fields: (holiday) => [
      date("date", holiday, { label: t("hours.date") }),
      words("name", holiday, languages(), { label: t("hours.holiday"), maxlength: 80 }),
    ],
    fresh: () => ({ name: {} }),
  });
}

function swappedList() {
  return new List({
    area: "hours",
    at: "swapped",
    title: t("hours.swapped"),
    hint: t("hours.swapped_hint"),
    add: t("hours.add_swapped"),
    columns: [t("hours.works"), t("hours.works_as")],
    cells: (swap) => [el("b", {}, plainDate(swap.date)), plainDate(swap.works_as)],
    name: (swap) => plainDate(swap.date),
    fields: (swap) => [
      date("date", swap, { label: t("hours.works") }),
      date("works_as", swap, { label: t("hours.works_as"), hint: t("hours.works_as_hint") }),
    ],
    fresh: () => ({}),
  });
}

begin(() =>
  showTabs(t("menu.hours"), [
    { id: "week", label: t("hours.week"), make: weekSheet },
    { id: "seasons", label: t("hours.seasons"), make: seasonList },
    { id: "holidays", label: t("hours.holidays"), make: holidayList },
    { id: "swapped", label: t("hours.swapped"), make: swappedList },
  ]),
);
