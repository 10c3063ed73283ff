// How the hall's devices are: a problem shows in the bar, all of them while idle.

import { el, find, icon, show } from "./dom.js";
import { has, t, words } from "./texts.js";

/** What needs nobody: "unknown" is a printer that has not printed yet. */
const WELL = new Set(["ok", "unknown", "no_printer"]);
const SIGNS = { printer: "printer", voice: "volume-2", device: "monitor" };
/** What a device may say of itself that somebody should know: by what it says. */
const FAULTS = {
  frames: { frozen: "health.frames_frozen" },
  clock: { wrong: "health.clock_wrong" },
  disk: { low: "health.disk_low" },
  own_clock: { behind: "health.own_clock_behind" },
  own_series: { failed: "health.own_series_failed", taken: "health.own_series_taken" },
  scanner: { away: "health.scanner_away" },
  board: { old: "health.board_old" },
  room: { unknown: "health.room_unknown" },
  video: { unplayable: "health.video_unplayable" },
};

export class Health {
  #devices = new Map();

  /** Take the notification `device`. */
  hear({ device, state }) {
    this.#devices.set(device, state);
  }

  /** Whether every kiosk that is there has no printer: no slip is missing then. */
  get printerless() {
    const kiosks = [...this.#devices.values()].filter((state) => "printer" in state);
    return kiosks.length > 0 && kiosks.every((state) => state.printer === "no_printer");
  }

  /** What people call a device. */
  called(device) {
    return calledOf(device, this.#devices.get(device));
  }

  /** Forget all: they are told again on a new line. */
  reset() {
    this.#devices.clear();
  }

  /** What is to be said: [{kind, ok, text}], problems first. */
  lines() {
    const said = [...this.#devices].flatMap(([device, state]) => about(device, state));
    return said.sort((one, other) => Number(one.ok) - Number(other.ok));
  }
}

/** The devices of this machine have names of their own, others the office's. */
function calledOf(device, { called } = {}) {
  return called || (has(`device.${device}`) ? t(`device.${device}`) : device);
}

/** A display says what it draws on, whether it sounds, and how far it has heard. */
function display(name, { size, sound: reported, seq, version }) {
  if (size == null) return "";
  const heard = t(reported === "off" ? "health.silent" : "health.sounds");
  return t("health.display_good", { name, size, heard, seq, version });
}

/** A display says whether its sound comes out. */
function sound(name, reported) {
  const said = { no_device: "health.no_sound", blocked: "health.sound_blocked" }[reported];
  return said ? [{ kind: "voice", ok: false, text: t(said, { name }) }] : [];
}

function about(which, state) {
  if (which === "voice") return [voice(state)];
  const name = calledOf(which, state);
  const device = {
    kind: "device",
    ok: state.online !== false,
    text: t(state.online === false ? "health.device_off" : "health.device_good", { name }),
  };
  if (state.online === false) return [device];
  device.text = display(name, state) || device.text;
  return [device, ...printer(state), ...sound(name, state.sound), ...faults(name, state), ...own(name, state)];
}

/** What is wrong with a device beside its printer and its sound. */
function faults(name, state) {
  return Object.entries(FAULTS)
    .map(([what, said]) => said[state[what]])
    .filter(Boolean)
    .map((key) => problem(key, { name }));
}

/** Numbers that a kiosk gave itself and that the server did not take. */
function own(name, { own_refused: n }) {
  return n > 0 ? [problem("health.own_refused", { name, n })] : [];
}

function problem(key, values) {
  return { kind: "device", ok: false, text: t(key, values) };
}

function voice({ online, text }) {
  const problem = words(text) || t("health.voice_bad");
  return { kind: "voice", ok: online, text: online ? t("health.voice_good") : problem };
}

/** A kiosk reports its printer as "ok" or as the reason of its fault. */
function printer({ printer: reported, paper_left_m: left }) {
  const reason = typeof reported === "object" ? reported?.reason : reported;
  if (reason == null) return [];
  const key = has(`printer.${reason}`) ? `printer.${reason}` : "printer.error";
  const metres = reason === "paper_low" && left != null ? t("printer.left", { n: Math.round(left) }) : "";
  return [{ kind: "printer", ok: WELL.has(reason), text: [t(key), metres].filter(Boolean).join(" ") }];
}

/** Draw the bar's chip and the line of the idle page. */
export function drawHealth(health) {
  const lines = health.lines();
  const problems = lines.filter((line) => !line.ok);
  const made = (line) =>
    el(line.ok ? "span.health" : "span.chip.attention", {}, icon(SIGNS[line.kind]), el("span", {}, line.text));
  const bar = problems.slice(0, 1).map(made);
  if (problems.length > 1) {
    bar[0].title = problems.map((line) => line.text).join("\n");
    bar[0].append(el("b", {}, `+${problems.length - 1}`));
  }
  find("#problems").replaceChildren(...bar);
  find("#health").replaceChildren(...lines.map(made));
  show(find("#health"), lines.length > 0);
}
