// Pictures and videos of slides and pages: chosen from this computer, looked at by the
// server.

import { el, icon, say, show } from "../dom.js";
import { t, words } from "../texts.js";
import { group } from "./form.js";
import { call } from "./shell.js";

/** Where a picture can be seen, by the name of its file. */
const addresses = new Map();

/** Learn where the pictures are that the settings name. */
export async function learnPictures(office) {
  const shown = await call("office.get");
  for (const list of ["slides", "pages"]) {
    (office[list] ?? []).forEach((page, n) => {
      for (const kind of ["picture", "video"]) {
        for (const [lang, file] of Object.entries(page[kind] ?? {})) {
          const address = shown[list]?.[n]?.[kind]?.[lang];
          if (address) addresses.set(file, address);
        }
      }
    });
  }
}

/** The picture of a file, or null where it cannot be seen. */
export function pictureOf(file, { seen } = PICTURE) {
  return addresses.has(file) ? seen(addresses.get(file)) : null;
}

/** What is chosen: where it is sent, what the computer offers, how it is seen. */
const PICTURE = {
  to: "/admin/pictures",
  accept: "image/png,image/jpeg",
  choose: "picture.choose",
  drop: "picture.drop",
  seen: (src) => el("img", { src, alt: "" }),
};
const VIDEO = {
  to: "/admin/videos",
  accept: "video/mp4,video/webm",
  choose: "picture.choose_video",
  drop: "picture.drop_video",
  seen: (src) => el("video", { src, controls: true, preload: "metadata" }),
};

/** Send a picture or a video to the server; gives the name of its file. */
async function send(picture, to) {
  const answer = await fetch(to, {
    method: "POST",
    headers: { "Content-Type": picture.type || "application/octet-stream" },
    body: picture,
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(words(told.text ?? told.error?.data?.text) || t("picture.refused"));
  return told.file;
}

/** The field of a picture in each language of the office. */
export function pictureField(at, value, languages, words) {
  return fileField(PICTURE, at, value, languages, words);
}

/** The same of a video. */
export function videoField(at, value, languages, words) {
  return fileField(VIDEO, at, value, languages, words);
}

function fileField(what, at, value, languages, { label, hint }) {
  const chosen = { ...value[at] };
  const parts = languages.map((lang) => one(what, lang, chosen));
  const { element, mark } = group(label, parts.map((part) => part.element), hint);
  const get = () => Object.fromEntries(Object.entries(chosen).filter(([, file]) => file));
  return { at, element, get, mark };
}

function one(what, lang, chosen) {
  const word = t("form.in_language", { label: t(what.choose), language: t(`form.lang_${lang}`) });
  const input = el("input.unseen", { type: "file", accept: what.accept });
  const button = el("label.upload", {}, input, icon("upload"), el("span", {}, word));
  const seen = el("div.thumb");
  const state = el("p", { role: "status" });
  const drop = el("button.small", { type: "button" }, icon("x"), el("span", {}, t(what.drop)));
  const element = el("div.picture", {}, seen, el("div.buttons", {}, button, drop), state);
  const draw = () => {
    const file = chosen[lang];
    seen.replaceChildren(...[file ? (pictureOf(file, what) ?? el("span", {}, file)) : null].filter(Boolean));
    show(seen, Boolean(file));
    show(drop, Boolean(file));
  };
  const changed = () => {
    draw();
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
  input.addEventListener("change", async () => {
    const [picture] = input.files;
    if (!picture) return;
    say(state, t("picture.sending"));
    state.className = "";
    try {
      chosen[lang] = await send(picture, what.to);
      addresses.set(chosen[lang], URL.createObjectURL(picture));
      say(state, t("picture.received"));
    } catch (problem) {
      say(state, problem instanceof TypeError ? t("sign_in.no_server") : problem.message);
      state.className = "wrong";
    }
    input.value = "";
    changed();
  });
  drop.addEventListener("click", () => {
    delete chosen[lang];
    say(state, "");
    changed();
    input.focus();
  });
  draw();
  return { element };
}
