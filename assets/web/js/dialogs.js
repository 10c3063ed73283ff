// Questions in front of the page, and the one line that says what happened.

import { el, find, say, show } from "./dom.js";

const SHOWN = 6000;
/** As many characters as a sentence may have that a clerk writes. */
const LONGEST = 300;
/** From so many answers on they stand in two columns. */
const MANY = 5;
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
 * takes, unless it is `plain`: then none is more likely than another. An answer with
 * `write` is a line to write in, whose text is the value; where it is not `required`
 * an empty one is an answer too. Escape takes none. `large` is a number that is to be
 * read from afar.
 */
export function ask(title, text, answers, large = "") {
  const dialog = find("#ask");
  if (dialog.open) return Promise.resolve(null);
  say(find("#ask-title"), title);
  say(find("#ask-text"), text);
  show(find("#ask-text"), Boolean(text));
  say(find("#ask-large"), large);
  show(find("#ask-large"), Boolean(large));
  dialog.classList.toggle("many", answers.length > MANY);
  return new Promise((resolve) => {
    const end = (value) => {
      dialog.onclose = null;
      if (dialog.open) dialog.close();
      resolve(value);
    };
    const made = answers.map((one, n) => (one.write ? line(one, end) : button(one, n, end)));
    find("#ask-answers").replaceChildren(...made);
    dialog.onkeydown = pressNumbered;
    // The event of a question before this one may come only now.
    dialog.onclose = () => !dialog.open && end(null);
    dialog.showModal();
    if (answers[0].write) find("input", dialog).focus();
  });
}

/** The digit that stands on an answer takes it, unless something is being written. */
function pressNumbered(event) {
  if (event.repeat || event.altKey || event.ctrlKey || event.target.closest("input")) return;
  const answers = [...this.querySelectorAll("#ask-answers > button")];
  const meant = answers.find((one) => one.dataset.key === event.key);
  if (!meant || meant.dataset.key === "Esc") return;
  event.preventDefault(); // where it was typed something may be written next
  meant.click();
}

/** The key of an answer: its digit, Escape for the way back, none beyond the ninth. */
function keyOf(value, n) {
  if (value === null && n > 0) return "Esc";
  return n < 9 ? String(n + 1) : "";
}

function button({ value, label, hint, disabled, plain }, n, end) {
  const key = keyOf(value, n);
  return el(
    n === 0 && !plain ? "button.solid" : value === null ? "button.back" : "button",
    { type: "button", disabled, "data-key": key, onclick: () => end(value) },
    el("span", {}, key ? el("kbd", {}, key) : null, el("span", {}, label)),
    hint ? el("small", {}, hint) : null,
  );
}

function line({ write, label, required }, end) {
  const input = el("input", { maxlength: LONGEST, autocomplete: "off", required });
  const send = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text || !required) end(text);
  };
  const form = el("form.write", {}, el("label", {}, el("span", {}, write), input));
  form.append(el("button", { type: "submit" }, label));
  form.addEventListener("submit", send);
  return form;
}
