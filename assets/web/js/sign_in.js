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
    await post("session.login", { name: name.value.trim(), password: password.value });
    location.replace("/counter");
  } catch (failed) {
    const text = failed instanceof Refused ? words(failed.text) : "";
    say(problem, text || t("sign_in.no_server"));
    show(problem, true);
    button.disabled = false;
    form.elements.password.select();
  }
});
