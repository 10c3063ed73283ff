// The first page of the administrator: what is set up, what is missing, how devices are.

import { el, icon } from "../dom.js";
import { Health } from "../health.js";
import { t } from "../texts.js";
import { moment } from "./form.js";
import { servedBy } from "./names.js";
import { begin, settings, watch } from "./settings.js";
import { attempt, call, fill, listen } from "./shell.js";

const SIGNS = { printer: "printer", voice: "volume-2", device: "monitor" };
const health = new Health();
const setUp = el("ul.checks");
const devices = el("ul.checks");
/** A backup older than this says that the nights' ones are not made (days). */
const RECENT = 3;
/** What is not among the settings, as last asked for: staff, procedures, backups. */
let kept = null;

const today = () => document.body.dataset.now.slice(0, 10);
const nameOf = ({ prefix }) => prefix;

/** What an office needs before people come: [{ok, text, where}]. */
function checks(office) {
  const { services = [], counters = [], hours = {}, notices = [], slides = [] } = office;
  const unserved = services.filter(({ id }) => !servedBy(id).length);
  const ahead = (hours.holidays ?? []).filter(({ date }) => date >= today());
  const shown = [...notices, ...slides].filter(({ first, last }) => !(last < today()) && !(first > today()));
  const open = hours.always || Object.values(hours).some((day) => typeof day?.[0] === "string");
  return [
    check(services.length && !unserved.length, "services", {
      good: t("overview.services", { n: services.length }),
      bad: services.length ? t("overview.unserved", { services: unserved.map(nameOf).join(", ") }) : t("overview.no_services"),
    }),
    check(counters.length, "counters", { good: t("overview.counters", { n: counters.length }), bad: t("overview.no_counters") }),
    check(open && !hours.always, "hours", { good: t("overview.hours"), bad: t(hours.always ? "overview.always" : "overview.no_hours") }),
    check(ahead.length, "hours#holidays", { good: t("overview.holidays", { n: ahead.length }), bad: t("overview.no_holidays") }),
    check(shown.length, "posts", { good: t("overview.posts", { n: shown.length }), bad: t("overview.no_posts") }),
    check(office.public_url, "office", { good: t("overview.phones"), bad: t("overview.no_phones") }),
  ];
}

/** What an office needs beside its settings: [{ok, text, where}]. */
function keptChecks({ users, procedures, backups }) {
  const posted = procedures.filter(({ state }) => state === "posted");
  const open = posted.filter(({ confirmed }) => !confirmed).length;
  const made = backups.map((one) => one.made).filter(Boolean).toSorted();
  const newest = made.at(-1);
  return [
    check(users.length > 1, "staff", { good: t("overview.staff", { n: users.length }), bad: t("overview.no_staff") }),
    check(posted.length && !open, "procedures", {
      good: t("overview.procedures", { n: posted.length }),
      bad: posted.length ? t("overview.unconfirmed", { n: open }) : t("overview.no_procedures"),
    }),
    check(newest && Date.now() - Date.parse(newest) < RECENT * 86_400_000, "backups", {
      good: t("overview.backups", { when: newest && moment(newest) }),
      bad: newest ? t("overview.old_backups", { when: moment(newest) }) : t("overview.no_backups"),
    }),
  ];
}

async function ask() {
  const methods = ["user.list", "procedure.all", "backup.list"];
  const found = await attempt(() => Promise.all(methods.map((method) => call(method))));
  if (!found) return;
  const [users, procedures, backups] = found;
  kept = { users, procedures, backups };
  draw();
}

const check = (ok, where, { good, bad }) => ({ ok: Boolean(ok), where, text: ok ? good : bad });

function line({ ok, text, sign, where }) {
  const state = el(ok ? "span.sign" : "span.sign.bad", {}, icon(sign ?? (ok ? "check" : "triangle-alert")));
  const more = where ? el("a", { href: `/admin/${where}`, "aria-label": t("overview.open_about", { text }) }, t("overview.open")) : null;
  return el(ok ? "li" : "li.bad", {}, state, el("span", {}, text), more);
}

function draw() {
  const found = [...checks(settings.office), ...(kept ? keptChecks(kept) : [])];
  setUp.replaceChildren(...found.toSorted((one, other) => one.ok - other.ok).map(line));
}

function drawDevices() {
  const lines = health.lines().map(({ kind, ok, text }) => line({ ok, text, sign: SIGNS[kind] }));
  devices.replaceChildren(...(lines.length ? lines : [line({ ok: true, text: t("overview.no_devices"), sign: "info" })]));
}

listen((kind, params) => {
  if (kind === "online") health.reset();
  if (kind !== "device") return;
  health.hear(params);
  drawDevices();
});
watch(draw);
begin(() => {
  const part = (title, list) => el("section.card", {}, el("h2", {}, title), list);
  fill(
    el("header.head", {}, el("div", {}, el("h1", {}, t("menu.overview")), el("p.soft", {}, t("overview.hint")))),
    el("div.overview", {}, part(t("overview.set_up"), setUp), part(t("overview.devices"), devices)),
  );
  draw();
  drawDevices();
  ask();
});
