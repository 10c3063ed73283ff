// The kiosks and displays: let in by the digits they show, watched, shut out.

import { el, icon } from "../dom.js";
import { has, t } from "../texts.js";
import { note, text } from "./form.js";
import { change, Names, sure } from "./people.js";
import { call, listen } from "./shell.js";

const states = new Map();
/** What is not said once more among a device's own words. */
const UNSAID = new Set(["online", "text", "called"]);
const kindName = (role) => (role === "kiosk" ? t("devices.kiosk") : t("devices.display"));

function stateOf({ name }) {
  const state = states.get(name);
  const online = Boolean(state?.online);
  const words = online ? t("devices.online") : t("devices.offline");
  return el(online ? "span.chip.serving" : "span.chip.plain", {}, icon(online ? "wifi" : "wifi-off"), words);
}

/** What is said and how it is, in words; figures and names as they come. */
const labelOf = (what) => (has(`devices.told.${what}`) ? t(`devices.told.${what}`) : what);
const wordsOf = (said) => (has(`devices.how_it_is.${said}`) ? t(`devices.how_it_is.${said}`) : String(said));

/** What a device says of itself, each in a line. */
function told({ name }) {
  const known = Object.entries(states.get(name) ?? {}).filter(([what]) => !UNSAID.has(what));
  if (!known.length) return el("p.soft", {}, t("devices.nothing_told"));
  return el("dl.told", {}, known.map(([what, said]) => el("div", {}, el("dt", {}, labelOf(what)), el("dd", {}, wordsOf(said)))));
}

function fields(device) {
  if (device) return [text("called", device, { label: t("devices.called"), hint: t("devices.called_hint"), maxlength: 64 })];
  return [
    note(t("devices.how")),
    text("code", {}, { label: t("devices.code"), hint: t("devices.code_hint"), inputmode: "numeric", maxlength: 7 }),
    text("name", {}, { label: t("devices.name"), hint: t("devices.name_hint"), maxlength: 64 }),
  ];
}

/** What people call it, and the name that it is known by. */
function named({ name, called }) {
  return el("span.two", {}, el("b", {}, called), called === name ? null : el("small", {}, name));
}

function send(device, { code, name, called }) {
  if (device) return change("device.rename", { name: device.name, called }, t("devices.renamed", { name: called }));
  return change("device.pair", { code: code.replace(/\s/g, ""), name }, t("devices.paired", { name }));
}

function buttons(device, list) {
  const revoke = el("button.remove", { type: "button" }, t("devices.revoke"));
  revoke.addEventListener("click", async () => {
    const { name } = device;
    if (!(await sure(t("form.remove_question", { name }), t("devices.revoke_text"), t("devices.revoke")))) return;
    if (await change("device.revoke", { name }, t("form.removed", { name }))) await list.closed();
  });
  return [told(device), revoke];
}

const list = new Names({
  title: t("menu.devices"),
  hint: t("devices.hint"),
  add: t("devices.add"),
  none: t("devices.none"),
  columns: [t("devices.name"), t("devices.kind"), t("devices.state")],
  load: async () => (await call("device.list")).map((device) => ({ ...device, called: device.called || device.name })),
  cells: (device) => [named(device), kindName(device.role), stateOf(device)],
  fields,
  send,
  buttons,
});
listen((kind, params) => {
  if (kind !== "device") return;
  states.set(params.device, params.state);
  list.draw();
});
list.begin();
