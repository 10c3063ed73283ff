// Pictures of slides and pages: chosen from this computer, looked at by the server.

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
    (office[list] ?? []).forEach(({ picture = {} }, n) => {
      for (const [lang, file] of Object.entries(picture)) {
        const address = shown[list]?.[n]?.picture?.[lang];
        if (address) addresses.set(file, address);
      }
    });
  }
}

/** The picture of a file, or null where it cannot be seen. */
export function pictureOf(file) {
  return addresses.has(file) ? el("img", { src: addresses.get(file), alt: "" }) : null;
}

/** Send a picture to the server; gives the name of its file. */
async function send(picture) {
  const answer = await fetch("/admin/pictures", {
    method: "POST",
    headers: { "Content-Type": picture.type || "application/octet-stream" },
    body: picture,
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(words(told.text ?? told.error?.data?.text) || t("picture.refused"));
  return told.file;
}

/** The field of a picture in each language of the office. */
export function pictureField(at, value, languages, { label, hint }) {
  const chosen = { ...value[at] };
  const parts = languages.map((lang) => one(lang, chosen));
  const { element, mark } = group(label, parts.map((part) => part.element), hint);
  const get = () => Object.fromEntries(Object.entries(chosen).filter(([, file]) => file));
  return { at, element, get, mark };
}

function one(lang, chosen) {
  const word = t("form.in_language", { label: t("picture.choose"), language: t(`form.lang_${lang}`) });
  const input = el("input.unseen", { type: "file", accept: "image/png,image/jpeg" });
  const button = el("label.upload", {}, input, icon("upload"), el("span", {}, word));
  const seen = el("div.thumb");
  const state = el("p", { role: "status" });
  const drop = el("button.small", { type: "button" }, icon("x"), el("span", {}, t("picture.drop")));
  const element = el("div.picture", {}, seen, el("div.buttons", {}, button, drop), state);
  const draw = () => {
    const file = chosen[lang];
    seen.replaceChildren(...[file ? (pictureOf(file) ?? el("span", {}, file)) : null].filter(Boolean));
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
      chosen[lang] = await send(picture);
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
