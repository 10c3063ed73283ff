// The first page of the administrator: what is set up, what is missing, how devices are.

import { el, icon } from "../dom.js";
import { Health } from "../health.js";
import { t } from "../texts.js";
import { servedBy } from "./names.js";
import { begin, settings, watch } from "./settings.js";
import { fill, listen } from "./shell.js";

const SIGNS = { printer: "printer", voice: "volume-2", device: "monitor" };
const health = new Health();
const setUp = el("ul.checks");
const devices = el("ul.checks");

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

const check = (ok, where, { good, bad }) => ({ ok: Boolean(ok), where, text: ok ? good : bad });

function line({ ok, text, sign, where }) {
  const state = el(ok ? "span.sign" : "span.sign.bad", {}, icon(sign ?? (ok ? "check" : "triangle-alert")));
  const more = where ? el("a", { href: `/admin/${where}`, "aria-label": t("overview.open_about", { text }) }, t("overview.open")) : null;
  return el(ok ? "li" : "li.bad", {}, state, el("span", {}, text), more);
}

function draw() {
  const found = checks(settings.office);
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
});
