// What every page of the administrator has: the line, the menu, who is signed in.

import { tell } from "../dialogs.js";
import { find, icon, say } from "../dom.js";
import { Link } from "../link.js";
import { Refused } from "../rpc.js";
import { offerSigningOut } from "../sign_out.js";
import { t, words } from "../texts.js";

/** So long is an answer waited for (milliseconds). */
const PATIENCE = 20000;
const listeners = [];

/** The line to the server. */
export const link = new Link(["queue", "office", "devices"], hear);

/** Where a page puts what it shows. */
export const main = find("#main");

/** Be told of everything that comes: listener(kind, params), as of Link. */
export function listen(listener) {
  listeners.push(listener);
}

/** Call a method and wait for its answer. A change carries a `key`. */
export function call(method, params = {}, patience = PATIENCE) {
  return link.call(method, params, patience);
}

/** Show these elements as the page's content. */
export function fill(...children) {
  main.replaceChildren(...children);
}

/** The sentence for people of a problem with a call. */
export function sentence(problem) {
  if (problem instanceof Refused) return words(problem.text) || t("counter.failed");
  if (problem.name === "TimeoutError") return t("counter.no_answer");
  throw problem;
}

/** Wait for something; what goes wrong is told, and null given. */
export async function attempt(doing) {
  try {
    return await doing();
  } catch (problem) {
    tell(sentence(problem), "problem");
    return null;
  }
}

function hear(kind, params) {
  if (kind === "revoked") leave();
  if (kind === "online" || kind === "offline") drawLine();
  for (const listener of listeners) listener(kind, params);
}

function leave() {
  location.replace(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
}

function drawLine() {
  const state = find("#line-state");
  state.dataset.state = link.online ? "on" : "off";
  find("#line-sign").replaceChildren(icon(link.online ? "wifi" : "wifi-off"));
  say(find("#line-words"), t(link.online ? "counter.connected" : "counter.cut"));
}

offerSigningOut(() => location.replace("/sign-in"));
find("#menu-button").addEventListener("click", () => {
  const open = find("#menu").toggleAttribute("data-open");
  find("#menu-button").setAttribute("aria-expanded", String(open));
});
drawLine();
link.start();
