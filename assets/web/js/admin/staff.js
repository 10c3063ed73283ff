// The staff: who may sign in, and as what.

import { el } from "../dom.js";
import { t } from "../texts.js";
import { choice, text } from "./form.js";
import { change, Names, sure } from "./people.js";
import { call } from "./shell.js";

const ROLES = [
  ["clerk", t("staff.clerk")],
  ["leader", t("staff.leader")],
  ["supervisor", t("staff.supervisor")],
  ["admin", t("staff.admin")],
];
const roleName = (role) => ROLES.find(([one]) => one === role)?.[1] ?? role;
const password = (label) => text("password", {}, { label, hint: t("staff.password_hint"), type: "password", autocomplete: "new-password", maxlength: 256 });

const shown = (person) => [
  text("display_name", person ?? {}, { label: t("staff.display_name"), hint: t("staff.display_hint"), maxlength: 64 }),
  choice("role", person ?? {}, { label: t("staff.role"), hint: t("staff.role_hint"), options: ROLES }),
];

function fields(person) {
  if (person) return shown(person);
  const name = text("name", {}, { label: t("staff.name"), hint: t("staff.name_hint"), maxlength: 64 });
  return [name, ...shown(null), password(t("staff.password"))];
}

function send(person, { name, display_name, role, password: given }) {
  const who = { name: person?.name ?? name, display_name, role };
  if (person) return change("user.change", who, t("staff.changed", { name: display_name }));
  return change("user.add", { ...who, password: given }, t("staff.added", { name: display_name }));
}

function buttons({ name, display_name }, list) {
  const given = password(t("staff.new_password"));
  const renew = el("button", { type: "button" }, t("staff.renew"));
  renew.addEventListener("click", async () => {
    const done = await change("user.password", { name, password: given.get() }, t("staff.renewed", { name: display_name }));
    if (done) await list.closed();
  });
  const out = el("button", { type: "button" }, t("staff.sign_out"));
  out.addEventListener("click", () => change("user.sign_out", { name }, t("staff.signed_out", { name: display_name })));
  const remove = el("button.remove", { type: "button" }, t("staff.remove"));
  remove.addEventListener("click", async () => {
    const title = t("form.remove_question", { name: display_name });
    if (!(await sure(title, t("staff.remove_text"), t("staff.remove")))) return;
    if (await change("user.remove", { name }, t("form.removed", { name: display_name }))) await list.closed();
  });
  return [given.element, renew, out, remove];
}

new Names({
  title: t("menu.staff"),
  hint: t("staff.hint"),
  add: t("staff.add"),
  none: t("staff.none"),
  columns: [t("staff.display_name"), t("staff.name"), t("staff.role")],
  load: () => call("user.list"),
  cells: ({ name, display_name, role }) => [el("b", {}, display_name), name, roleName(role)],
  fields,
  send,
  buttons,
}).begin();
