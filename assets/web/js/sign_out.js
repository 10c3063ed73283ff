// Signing out from a page of the staff.

import { tell } from "./dialogs.js";
import { sentence } from "./intentions.js";
import { post, Refused } from "./rpc.js";
import { t } from "./texts.js";

/** End the session and then `leave`; what went wrong is told, and nothing left. */
export async function signOut(leave) {
  try {
    await post("session.logout", {});
  } catch (problem) {
    tell(problem instanceof Refused ? sentence(problem) : t("sign_in.no_server"), "problem");
    return;
  }
  leave();
}
