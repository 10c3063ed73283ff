// Signing out from a page of the staff: here, or wherever one is signed in.

import { tell } from "./dialogs.js";
import { find } from "./dom.js";
import { post } from "./rpc.js";
import { t, words } from "./texts.js";

/** End the session, or all, and then `leave`; what went wrong is told, and nothing left. */
async function end(method, leave) {
  try {
    await post(method, {});
  } catch (problem) {
    tell(words(problem.text) || t("sign_in.no_server"), "problem");
    return;
  }
  leave();
}

/** Let the page's two buttons sign out and then `leave` it. */
export function offerSigningOut(leave) {
  find("#sign-out").addEventListener("click", () => end("session.logout", leave));
  find("#sign-out-everywhere").addEventListener("click", () => end("session.end_all", leave));
}
