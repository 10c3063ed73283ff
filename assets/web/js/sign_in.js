// Staff sign in.

import { find, say, show } from "./dom.js";
import { post, Refused } from "./rpc.js";
import { t, words } from "./texts.js";

const form = find("#sign-in");
const problem = find("#problem");
const button = find("button[type=submit]", form);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  show(problem, false);
  try {
    const { name, password } = form.elements;
    const signedIn = { name: name.value.trim(), password: password.value };
    const { role } = await post("session.login", signedIn);
    location.replace(wanted(role));
  } catch (failed) {
    const text = failed instanceof Refused ? words(failed.text) : "";
    say(problem, text || t("sign_in.no_server"));
    show(problem, true);
    button.disabled = false;
    form.elements.password.select();
  }
});

/** The page that asked to sign in first, or the one that this role works with. */
function wanted(role) {
  const to = new URLSearchParams(location.search).get("to") ?? "";
  if (/^\/(admin(\/[a-z]+)?|live)$/.test(to)) return to;
  return role === "leader" ? "/live" : "/counter";
}
