// The kiosks and displays: let in by the digits they show, watched, shut out.

import { el, icon } from "../dom.js";
import { has, t } from "../texts.js";
import { note, text } from "./form.js";
import { change, Names, sure } from "./people.js";
import { call, listen } from "./shell.js";

const states = new Map();
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
  const known = Object.entries(states.get(name) ?? {}).filter(([what]) => what !== "online" && what !== "text");
  if (!known.length) return el("p.soft", {}, t("devices.nothing_told"));
  return el("dl.told", {}, known.map(([what, said]) => el("div", {}, el("dt", {}, labelOf(what)), el("dd", {}, wordsOf(said)))));
}

function fields(device) {
  if (device) return [];
  return [
    note(t("devices.how")),
    text("code", {}, { label: t("devices.code"), hint: t("devices.code_hint"), inputmode: "numeric", maxlength: 7 }),
    text("name", {}, { label: t("devices.name"), hint: t("devices.name_hint"), maxlength: 64 }),
  ];
}

function send(_, { code, name }) {
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
  load: () => call("device.list"),
  cells: (device) => [el("b", {}, device.name), kindName(device.role), stateOf(device)],
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
