// The page's texts, and numbers, waits and times as people here write them.
// The server puts the texts of the page's language into <body data-texts>.

const entries = JSON.parse(document.body.dataset.texts);

/** The page's language, "vi" or "en". */
export const lang = document.documentElement.lang;

/** Give the text of a key, its placeholders filled. An unknown key is an error. */
export function t(key, values = {}) {
  if (!(key in entries)) throw new Error(`no text ${key}`);
  return entries[key].replace(/\{(\w+)(?::0(\d))?\}/g, (_, name, width) => {
    if (!(name in values)) throw new Error(`${key} needs ${name}`);
    return String(values[name]).padStart(Number(width ?? 0), "0");
  });
}

/** Whether there is a text with this key. */
export function has(key) {
  return key in entries;
}

/** The keys that begin with this, in their order. */
export function keysOf(prefix) {
  return Object.keys(entries).filter((key) => key.startsWith(prefix));
}

/** Give a text that the server sends in several languages. */
export function words(map) {
  return map?.[lang] ?? map?.vi ?? "";
}

/** The same on one line: the office's own line breaks become blanks. */
export function oneLine(map) {
  return words(map).replace(/\s*\n\s*/g, " ");
}

/** "5–15 phút", "Mời vào ngay", or nothing when no counter is open for it. */
export function waitRange(wait) {
  if (!wait) return "";
  if (wait.high <= 0) return t("wait.now");
  return t("wait.range", {
    low: Math.floor(wait.low / 60),
    high: Math.ceil(wait.high / 60),
  });
}

/** "3 người". */
export function people(n) {
  return n === 1 ? t("people.count_one") : t("people.count", { n });
}

/** The time of day of a moment of the protocol, whose offset is the office's. */
export function clockOf(moment) {
  return moment ? moment.slice(11, 16) : "";
}

/** "Thứ Hai, 23/11/2026" of a day or moment of the protocol. */
export function longDate(moment) {
  const [year, month, day] = moment.slice(0, 10).split("-").map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  return t("date.long", { weekday: t(`weekday.${weekday}`), day, month, year });
}

/** "23/11/2026" of the same. */
export function shortDate(moment) {
  const [year, month, day] = moment.slice(0, 10).split("-").map(Number);
  return t("date.short", { day, month, year });
}

/** The office's clock: this machine's, put right by what the server says. */
export class OfficeClock {
  #skew = 0;
  #offset = 0;

  constructor() {
    this.hear(document.body.dataset.now);
  }

  /** Take the moment of something that has just come from the server. */
  hear(moment) {
    this.#skew = Date.parse(moment) - Date.now();
    const zone = /([+-])(\d\d):(\d\d)$/.exec(moment);
    if (zone) {
      const sign = zone[1] === "-" ? -1 : 1;
      this.#offset = sign * (Number(zone[2]) * 60 + Number(zone[3]));
    }
  }

  /** Milliseconds since 1970, as the server counts them. */
  now() {
    return Date.now() + this.#skew;
  }

  /** Seconds since a moment of the protocol. */
  since(moment) {
    return Math.max(0, (this.now() - Date.parse(moment)) / 1000);
  }

  /** "09:14" in the office. */
  time(at = this.now()) {
    return this.#there(at).toISOString().slice(11, 16);
  }

  /** "Thứ Hai, 23/11/2026" in the office. */
  date() {
    return longDate(this.day());
  }

  /** "2026-11-23": the day it is in the office. */
  day() {
    return this.#there(this.now()).toISOString().slice(0, 10);
  }

  #there(at) {
    return new Date(at + this.#offset * 60000);
  }
}
