// Questions in front of the page, and the one line that says what happened.

import { el, find, say, show } from "./dom.js";

const SHOWN = 6000;
let hiding = null;

/** Show a sentence for a while: kind is "done" or "problem". */
export function tell(text, kind = "done") {
  const toast = find("#toast");
  clearTimeout(hiding);
  toast.className = kind;
  say(toast, text);
  show(toast, true);
  hiding = setTimeout(() => show(toast, false), SHOWN);
}

/**
 * Ask: gives the chosen value, or null. The first answer is the one that Enter
 * takes, unless it is `plain`: then none is more likely than another. Escape
 * takes none. `large` is a number that is to be read from afar.
 */
export function ask(title, text, answers, large = "") {
  const dialog = find("#ask");
  if (dialog.open) return Promise.resolve(null);
  say(find("#ask-title"), title);
  say(find("#ask-text"), text);
  show(find("#ask-text"), Boolean(text));
  say(find("#ask-large"), large);
  show(find("#ask-large"), Boolean(large));
  return new Promise((resolve) => {
    const end = (value) => {
      dialog.onclose = null;
      if (dialog.open) dialog.close();
      resolve(value);
    };
    const button = ({ value, label, hint, disabled, plain }, n) =>
      el(
        n === 0 && !plain ? "button.solid" : "button",
        { type: "button", disabled, onclick: () => end(value) },
        el("span", {}, label),
        hint ? el("small", {}, hint) : null,
      );
    find("#ask-answers").replaceChildren(...answers.map(button));
    dialog.onclose = () => end(null);
    dialog.showModal();
  });
}
