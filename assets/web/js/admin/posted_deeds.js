// What is done to procedures beside editing: confirm, post, hide, withdraw; the history.

import { ask, tell } from "../dialogs.js";
import { el, icon } from "../dom.js";
import { newKey } from "../keys.js";
import { Refused } from "../rpc.js";
import { oneLine, t, words } from "../texts.js";
import { choice, date, Form, goToMistake, plainDate, text } from "./form.js";
import { changesTable, standing } from "./posted_values.js";
import { attempt, call, sentence } from "./shell.js";

/** As many names are listed in a question. */
const NAMED = 6;

const nameOf = (one) => oneLine(one.short);

/** A dialog of its own; gives what `end(value)` is told, null for Escape. */
function open(title, make) {
  const dialog = el("dialog.posted-dialog", { "aria-label": title });
  return new Promise((resolve) => {
    let told = null;
    const end = (value) => {
      told = value;
      dialog.close();
    };
    dialog.append(el("h2", {}, title), ...make(end));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(told);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("input, select, button")?.focus();
  });
}

/** A dialog with a form: `send(value)` does it, gives null to stay, or is refused. */
function openForm(title, above, form, label, send) {
  return open(title, (end) => {
    const wrong = el("p.wrong", { role: "alert" });
    const submit = el("button.solid", { type: "submit" }, label);
    const cancel = el("button", { type: "button", onclick: () => end(null) }, t("form.cancel"));
    const made = el("form", { novalidate: true }, above, form.element, wrong, el("div.buttons", {}, submit, cancel));
    let running = false;
    made.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (running) return;
      running = true;
      wrong.textContent = "";
      try {
        const done = await send(form.value);
        if (done) end(done);
        else goToMistake(form.element);
      } catch (problem) {
        wrong.textContent = marked(form, problem);
        goToMistake(form.element);
      } finally {
        running = false;
      }
    });
    return [made];
  });
}

/** Show a refusal at its field; gives the sentence for what has none. */
function marked(form, problem) {
  const problems = problem instanceof Refused ? (problem.data.problems ?? []) : [];
  if (!problems.length) return sentence(problem);
  const rest = form.mark(problems.map(({ at, text }) => ({ at, text: words(text) })));
  return rest.map(({ text }) => text).join(" ");
}

function listed(entries) {
  const rest = entries.length - NAMED;
  return el(
    "ul.named",
    {},
    entries.slice(0, NAMED).map((one) => el("li", {}, `${one.code} · ${nameOf(one)}`)),
    rest > 0 ? el("li", {}, t("posted.and_more", { n: rest })) : null,
  );
}

/** Confirm these; gives whether it was done. */
export async function confirm(entries, who) {
  const given = {};
  const form = new Form(given, [
    text("decision", given, { label: t("posted.decision"), hint: t("posted.decision_hint"), maxlength: 200 }),
    date("date", given, { label: t("posted.decision_date") }),
  ]);
  const above = el("div", {}, el("p", {}, t("posted.confirm_text", { name: who })), listed(entries));
  const codes = entries.map(({ code }) => code);
  const send = async ({ decision, date: day }) => {
    form.clear();
    const missing = [
      decision ? null : { at: "decision", text: t("posted.decision_missing") },
      isDay(day) ? null : { at: "date", text: t("posted.date_missing") },
    ].filter(Boolean);
    form.mark(missing);
    return missing.length ? null : call("procedure.confirm", { codes, decision, date: day, key: newKey() });
  };
  const done = await openForm(t("posted.confirm_title", { n: entries.length }), above, form, t("posted.confirm"), send);
  if (done) tell(t("posted.confirmed_now", { n: entries.length }));
  return Boolean(done);
}

/** Whether this is a day of the calendar, as "2026-11-24". */
function isDay(iso) {
  const day = new Date(iso ?? "");
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === iso;
}

/** Post these, after a question where some are not confirmed. */
export async function post(entries) {
  const open = entries.filter(({ confirmed }) => !confirmed);
  if (open.length) {
    const answers = [
      { value: true, label: t("posted.post_anyway") },
      { value: null, label: t("form.cancel") },
    ];
    if (!(await ask(t("posted.post_title"), t("posted.post_text", { n: open.length }), answers))) return false;
  }
  return deed("procedure.post", entries, t("posted.posted_now", { n: entries.length }));
}

/** Show these to citizens no more. */
export function hide(entries) {
  return deed("procedure.hide", entries, t("posted.hidden_now", { n: entries.length }));
}

async function deed(method, entries, told) {
  const codes = entries.map(({ code }) => code);
  const done = await attempt(() => call(method, { codes, key: newKey() }));
  if (done) tell(told);
  return Boolean(done);
}

/** Withdraw one, and say what takes its place. */
export async function withdraw(entry, procedures) {
  const given = { successor: "" };
  const others = procedures.filter(([code]) => code !== entry.code);
  const field = choice("successor", given, {
    label: t("posted.field_successor"),
    hint: t("posted.successor_hint"),
    options: [["", t("posted.no_successor")], ...others],
  });
  const form = new Form(given, [field]);
  const above = el("p", {}, t("posted.withdraw_text"));
  const title = t("posted.withdraw_title", { name: nameOf(entry) });
  const done = await openForm(title, above, form, t("posted.withdraw"), ({ successor }) =>
    call("procedure.withdraw", { code: entry.code, successor: successor || null, key: newKey() }),
  );
  if (done) tell(t("posted.withdrawn_now", { name: nameOf(entry) }));
  return Boolean(done);
}

/** Show all that a procedure ever was. */
export async function history(entry) {
  const versions = await attempt(() => call("procedure.history", { code: entry.code }));
  if (!versions) return;
  await open(t("posted.history_title", { name: nameOf(entry) }), (end) => [
    el("ol.versions", { tabindex: 0 }, versions.map(version)),
    el("div.buttons", {}, el("button", { type: "button", onclick: () => end(null) }, t("form.cancel"))),
  ]);
}

function version({ at, by, name, what, confirmation, fields }) {
  const when = at ? `${plainDate(at.slice(0, 10))} ${at.slice(11, 16)}` : t("posted.before_all");
  const told = fields.filter(({ field }) => !["confirmed", "confirmation", "draft"].includes(field));
  return el(
    "li",
    {},
    el("p", {}, el("b", {}, t(`posted.what_${what}`)), ` · ${when} · ${name || by || t("posted.command_line")}`),
    what === "confirmed" && confirmation ? el("p.soft", {}, icon("check"), standing(confirmation)) : null,
    told.length ? changesTable(told) : null,
  );
}
