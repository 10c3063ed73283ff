// What the office shows: notices, rules, slides, the line, pages of the kiosk.

import { el, icon } from "../dom.js";
import { oneLine, t, words as said } from "../texts.js";
import { beside, date, more, note, number, plainDate, words } from "./form.js";
import { anyIcon, iconField } from "./icons.js";
import { List } from "./list.js";
import { idOf, languages } from "./names.js";
import { learnPictures, pictureField, pictureOf, videoField } from "./pictures.js";
import { rows, sessions } from "./rows.js";
import { begin, settings } from "./settings.js";
import { attempt } from "./shell.js";
import { showTabs } from "./tabs.js";

const today = () => document.body.dataset.now.slice(0, 10);

/** "Đang hiện", "Từ 01/12/2026" or "Đã hết hạn". */
function state({ first, last }) {
  if (last && last < today()) return el("span.chip.plain", {}, t("posts.over"));
  if (first && first > today()) return el("span.chip.attention", {}, t("posts.from", { date: plainDate(first) }));
  return el("span.chip.serving", {}, icon("check"), t("posts.shown"));
}

/** When something is shown: its days, and its times of the day. */
function when(post) {
  const days = beside(date("first", post, { label: t("posts.first") }), date("last", post, { label: t("posts.last") }));
  return [...days, more(t("posts.times"), sessions("hours", post, { label: t("posts.hours"), hint: t("posts.hours_hint") }))].flat();
}

const title = (post, label = t("posts.title")) => words("title", post, languages(), { label, maxlength: 120 });
const body = (post) => words("body", post, languages(), { label: t("posts.body"), long: true, maxlength: 1000 });

/** How a display will show it, small. */
function preview({ title, body, text, picture }) {
  const shown = picture && pictureOf(said(picture));
  return el(
    "div.wall",
    { "aria-hidden": "true" },
    shown,
    said(title ?? text) ? el("b", {}, said(title ?? text)) : null,
    said(body) ? el("p", {}, said(body)) : null,
  );
}

/** @param made {hint, add, fields, fresh, …}: what this list has of its own. */
function postList(area, title, made) {
  return new List({
    area,
    at: "",
    title,
    columns: [t("posts.content"), t("services.state")],
    cells: (post) => [
      el("span.two", {}, el("b", {}, nameOf(post)), el("small", {}, oneLine(post.body))),
      state(post),
    ],
    name: nameOf,
    preview,
    ...made,
  });
}

const nameOf = ({ title, text, picture, video }) => oneLine(title ?? text) || said(picture) || said(video) || "…";

const LISTS = [
  ["notices", t("posts.notices"), {
    hint: t("posts.notices_hint"),
    add: t("posts.add_notice"),
    fields: (post, preview) => [title(post), body(post), when(post), note(preview)],
    fresh: () => ({ title: {}, body: {} }),
  }],
  ["rules", t("posts.rules"), {
    hint: t("posts.rules_hint"),
    add: t("posts.add_rule"),
    fields: (post, preview) => [title(post), body(post), when(post), note(preview)],
    fresh: () => ({ title: {}, body: {} }),
  }],
  ["slides", t("posts.slides"), {
    hint: t("posts.slides_hint"),
    add: t("posts.add_slide"),
    fields: (post, preview) => [
      pictureField("picture", post, languages(), { label: t("picture.title"), hint: t("picture.hint") }),
      videoField("video", post, languages(), { label: t("picture.video"), hint: t("picture.video_hint") }),
      title(post),
      body(post),
      beside(number("seconds", { seconds: 0, ...post }, { label: t("posts.seconds"), hint: t("posts.seconds_hint"), min: 0, max: 600 })),
      when(post),
      note(preview),
    ],
    fresh: () => ({ title: {}, body: {}, picture: {}, video: {} }),
  }],
  ["ticker", t("posts.ticker"), {
    hint: t("posts.ticker_hint"),
    add: t("posts.add_line"),
    fields: (post, preview) => [
      words("text", post, languages(), { label: t("posts.line"), maxlength: 200 }),
      when(post),
      note(preview),
    ],
    fresh: () => ({ text: {} }),
  }],
  ["pages", t("posts.pages"), {
    hint: t("posts.pages_hint"),
    add: t("posts.add_page"),
    columns: [t("posts.content")],
    cells: (page) => [
      el("span.service", {}, anyIcon(page.icon ?? "file-text"), el("span.two", {}, el("b", {}, nameOf(page)), el("small", {}, oneLine(page.body)))),
    ],
    fields: (page, preview) => [
      title(page, t("posts.page_title")),
      beside(iconField("icon", { icon: "file-text", ...page }, { label: t("services.icon") })),
      body(page),
      pageRows(page),
      pictureField("picture", page, languages(), { label: t("picture.title"), hint: t("picture.hint") }),
      note(preview),
    ],
    fresh: () => ({ id: "", title: {}, icon: "file-text", body: {}, rows: [], picture: {} }),
    ready: (page, list) => ({ ...page, id: page.id || idOf(page.title.vi ?? "", list) }),
  }],
];

/** The table of a page: a day or a room, and what is there. */
function pageRows(page) {
  const field = rows("rows", page, {
    label: t("posts.rows"),
    add: t("posts.add_row"),
    fresh: () => ({ label: {}, text: {} }),
    fields: (row) => [
      words("label", row, languages(), { label: t("posts.row_label"), maxlength: 80 }),
      words("text", row, languages(), { label: t("posts.row_text"), maxlength: 300 }),
    ],
  });
  field.element.classList.add("tall");
  return field;
}

begin(async () => {
  await attempt(() => learnPictures(settings.office));
  showTabs(
    t("menu.posts"),
    LISTS.map(([id, label, made]) => ({ id, label, make: () => postList(id, label, made) })),
  );
});
