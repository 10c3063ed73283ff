// The pages of a quiet wall, and the note beside few calls. The figures and the order
// are those of display/pages.py and display/rules.py.

import { changes } from "./changes.js";
import { clockOf, longDate, oneLine, shortDate, t, words } from "./texts.js";

/** A page stands so long (milliseconds). */
const PAGE_TURN = 12000;
const unplayable = new Set();

/** The page of a display that knows nothing yet. */
export function starting() {
  const said = { title: t("line.starting"), body: t("line.starting_body") };
  return { kind: "starting", head: "", ...said, place: 0, count: 1 };
}

/** The page whose turn it is; null only after the first call, with nothing to say. */
export function pageInTurn(hall, now, called) {
  const { office } = hall;
  const state = stateOf(hall);
  const found = called && state.kind === "welcome" ? [] : [state];
  found.push(...notices(office), ...slides(office), ...changed(hall));
  if (!found.length) return null;
  const place = turn(found, now);
  const page = found[place];
  return { head: headOf(page.kind, office), ...page, place, count: found.length };
}

/** The place of the page whose turn it is: each stands its own time. */
function turn(found, now) {
  let past = now % found.reduce((sum, { stands = PAGE_TURN }) => sum + stands, 0);
  const place = found.findIndex(({ stands = PAGE_TURN }) => (past -= stands) < 0);
  return Math.max(place, 0);
}

/** A video that this browser does not play is left out from now on. */
export function cannotPlay(address) {
  unplayable.add(address);
}

/** Whether there was a video that this browser does not play. */
export function lacksVideo() {
  return unplayable.size > 0;
}

/** What stands where the rows leave room: beside a page only what to do now. */
export function noteBeside(hall, isPage, now, stale) {
  if (!hall.known || !hall.office) return null;
  if (stale) return { kind: "wait", title: t("side.stale"), body: t("side.stale_body") };
  const wait = { kind: "wait", title: t("side.wait"), body: t("side.wait_body") };
  if (isPage) return wait;
  const state = stateOf(hall);
  const first = state.kind === "welcome" ? wait : state;
  const found = [first, ...notices(hall.office)];
  return found[Math.floor(now / PAGE_TURN) % found.length];
}

function headOf(kind, office) {
  if (kind === "notice") return t("page.notice");
  if (kind === "procedure") return t("page.procedure");
  return kind === "slide" ? "" : office.unit;
}

/** How the office is: closed, without an open counter, or there for all. */
function stateOf(hall) {
  const { services } = hall.office;
  if (services.length && !services.some(({ open }) => open)) {
    return { kind: "closed", title: t("page.closed"), body: closedUntil(hall) };
  }
  const counters = [...hall.board.counters.values()];
  const here = counters.filter(({ id }) => hall.scope.hasCounter(id));
  if (here.length && here.every(({ state }) => state === "closed")) {
    const body = t("page.no_counter_body");
    return { kind: "no_counter", title: t("page.no_counter"), body };
  }
  return { kind: "welcome", title: t("page.welcome"), body: t("page.welcome_body") };
}

function closedUntil(hall) {
  const [opens] = hall.office.services.map((one) => one.opens_at).filter(Boolean).sort();
  if (!opens) return t("page.closed_body");
  const time = clockOf(opens);
  if (opens.slice(0, 10) === hall.clock.day()) return t("page.closed_until", { time });
  return t("page.closed_until_day", { time, day: longDate(opens) });
}

function notices(office) {
  return office.notices.map(({ title, body }) => {
    return { kind: "notice", title: words(title), body: words(body) };
  });
}

function slides(office) {
  return office.slides
    .map(({ title, body, picture, video, seconds }) => {
      const moves = words(video) && !unplayable.has(words(video));
      return {
        kind: "slide",
        title: words(title),
        body: words(body),
        picture: words(picture),
        video: moves ? words(video) : "",
        stands: seconds && (moves || !words(video)) ? seconds * 1000 : undefined,
      };
    })
    .filter(({ title, picture, video }) => title || picture || video);
}

function changed(hall) {
  return changes(hall.procedures, hall.clock.day()).map(({ short, status, updated }) => ({
    kind: "procedure",
    title: oneLine(short),
    body: t(`change.${status}`, { date: shortDate(updated) }),
  }));
}
