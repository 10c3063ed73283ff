// Choosing an icon from a list, by its word or its look.

import { el, find, hasIcon, icon, show } from "../dom.js";
import { keysOf, t } from "../texts.js";
import { group } from "./form.js";

/** The icons to choose from are those that have a word: [[name, word], …]. */
const CHOICES = keysOf("icon.").map((key) => [key.slice("icon.".length), t(key)]);

/** Draw an icon; one that this page does not know is a plain sheet. */
export function anyIcon(name) {
  return icon(hasIcon(name) ? name : "file-text");
}

/** The field of an icon's name. */
export function iconField(at, value, { label }) {
  let chosen = value[at];
  const change = t("form.change_icon");
  const button = el("button.icon-choice", { type: "button" });
  const draw = () => {
    const word = CHOICES.find(([name]) => name === chosen)?.[1] ?? chosen;
    button.setAttribute("aria-label", `${label}: ${word}. ${change}`);
    button.replaceChildren(anyIcon(chosen), el("span", {}, change));
  };
  button.addEventListener("click", async () => {
    chosen = (await choose(label, chosen)) ?? chosen;
    draw();
    button.focus();
    button.dispatchEvent(new Event("input", { bubbles: true }));
  });
  draw();
  const { element, mark } = group(label, button);
  return { at, element, mark, get: () => chosen };
}

/** Let one be chosen; gives its name, or null. */
function choose(label, chosen) {
  return new Promise((resolve) => {
    const search = el("input", { type: "search", autocomplete: "off", "aria-label": t("form.find_icon"), placeholder: t("form.find_icon") });
    const made = CHOICES.map(([name, word]) =>
      el("button", { type: "button", value: name, "aria-pressed": String(name === chosen) }, icon(name), el("span", {}, word)),
    );
    const close = el("button", { type: "button" }, t("form.cancel"));
    const dialog = el("dialog.icons", { "aria-label": label }, el("h2", {}, label), search, el("div.grid", {}, made), close);
    let answer = null;
    search.addEventListener("input", () => {
      const wanted = plain(search.value);
      for (const button of made) show(button, plain(`${button.textContent} ${button.value}`).includes(wanted));
    });
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      answer = button === close ? null : button.value;
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    find("body").append(dialog);
    dialog.showModal();
    search.focus();
  });
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}
