// The password once more, before what could do harm in the wrong hands. The server asks
// for it, whatever a page does; here it is only not asked for twice in five minutes.

import { el, say, show } from "../dom.js";
import { Refused } from "../rpc.js";
import { t } from "../texts.js";
import { call, sentence } from "./shell.js";

/** Milliseconds before the end from which on it is asked for again. */
const EARLY = 10_000;
let freshUntil = 0;

/** The dialog, which a page puts somewhere. */
export const confirming = el("dialog.password", { "aria-labelledby": "password-title" });

/** Whether the password was given a short time ago, in this page. */
export const isFresh = () => Date.now() < freshUntil;

/** Call a method for which the password is needed. */
export async function callConfirmed(method, params, patience) {
  try {
    return await call(method, params, patience);
  } catch (problem) {
    if (problem instanceof Refused && problem.reason === "password_needed") freshUntil = 0;
    throw problem;
  }
}

/** Say what would be done, and ask for the password if need be; gives whether to go on. */
export function agree(title, said, goOn) {
  const password = el("input", { type: "password", id: "password", autocomplete: "current-password", maxlength: 256 });
  const field = el("div.again", {}, el("label", { for: "password" }, t("backups.password")), password, el("small.soft", {}, t("backups.password_text")));
  const wrong = el("p.wrong", { role: "alert" });
  const submit = el("button.solid", { type: "submit" }, goOn);
  const back = el("button", { type: "button", onclick: () => confirming.close() }, t("backups.cancel"));
  const form = el("form", { method: "dialog" }, el("h2", { id: "password-title" }, title), said, field, wrong, el("div.buttons", {}, submit, back));
  const needed = !isFresh();
  show(field, needed);
  password.required = needed;
  return new Promise((resolve) => {
    let agreed = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (submit.disabled) return;
      submit.disabled = true;
      try {
        if (needed) await confirm(password.value);
        agreed = true;
        confirming.close();
      } catch (problem) {
        say(wrong, sentence(problem));
        submit.disabled = false;
        password.select();
      }
    });
    confirming.onclose = () => {
      confirming.replaceChildren(); // and with it what was typed
      resolve(agreed);
    };
    confirming.replaceChildren(form);
    confirming.showModal();
    (needed ? password : back).focus({ preventScroll: true });
  });
}

async function confirm(password) {
  const { seconds } = await call("session.confirm", { password });
  freshUntil = Date.now() + seconds * 1000 - EARLY;
}
