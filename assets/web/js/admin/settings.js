// The office's settings as the server has them, and how an area of them is changed.

import { el } from "../dom.js";
import { newKey } from "../keys.js";
import { Refused } from "../rpc.js";
import { t } from "../texts.js";
import { call, fill, listen, sentence } from "./shell.js";

/** Areas that are many values of their own, at the top of the file. */
const SCALARS = "office";
const watchers = [];
/** How many changes of this page are under way: it looks at the settings after each. */
let saving = 0;

/** The newest settings that this page knows: the whole file as a tree. */
export const settings = { version: "", office: {} };

/** Ask for the newest settings. */
export async function load() {
  Object.assign(settings, await call("settings.get"));
}

/** Ask for the settings and draw the page then; what goes wrong can be tried again. */
export async function begin(draw) {
  try {
    await load();
  } catch (problem) {
    const again = el("button", { type: "button", onclick: () => begin(draw) }, t("shell.again"));
    fill(el("h1", {}, t("shell.not_open")), el("p", {}, sentence(problem)), again);
    return;
  }
  draw();
}

/** Be told when somebody has changed the settings: watcher(). */
export function watch(watcher) {
  watchers.push(watcher);
}

/** The value of an area, to be changed without harm; what is not there is empty. */
export function valueOf(area, empty = {}) {
  if (area !== SCALARS) return structuredClone(settings.office[area] ?? empty);
  const whole = Object.entries(settings.office).filter(([, value]) => isScalar(value));
  return structuredClone(Object.fromEntries(whole));
}

/** Whether two values say the same, in whatever order their keys stand. */
export function same(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/**
 * Change an area. Gives null when that is done, else {problems} that were found in it,
 * or {stale: true}: somebody else has changed the same area meanwhile, and `settings`
 * are now the newest. What else goes wrong is thrown.
 *
 * @param area the area's name.
 * @param value what it shall be.
 * @param before what it was when the change began.
 */
export async function save(area, value, before) {
  saving += 1;
  try {
    return await saved(area, value, before);
  } finally {
    saving -= 1;
  }
}

async function saved(area, value, before) {
  if (!same(valueOf(area, before), before)) return { stale: true };
  try {
    await put(area, value);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    if (problem.reason === "invalid_settings") return { problems: problem.data.problems };
    if (problem.reason !== "stale") throw problem;
    await load();
    // Another area was changed: that hurts nobody.
    return saved(area, value, before);
  }
  await load();
  return null;
}

async function put(area, value) {
  await call("settings.put", { version: settings.version, area, value, key: newKey() });
}

function isScalar(value) {
  if (Array.isArray(value)) return value.every((one) => typeof one !== "object");
  return typeof value !== "object";
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

listen(async (kind, params) => {
  if (kind !== "event" || params.kind !== "office.changed" || !settings.version || saving) return;
  await load();
  for (const watcher of watchers) watcher();
});
