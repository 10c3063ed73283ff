// How long something takes or took, as staff read it.

import { t } from "./texts.js";

/** "9 phút", and "dưới 1 phút" for less than one. */
export function minutes(seconds) {
  const n = Math.floor(seconds / 60);
  if (n < 1) return t("time.under_a_minute");
  return n === 1 ? t("time.minute") : t("time.minutes", { n });
}

/** The same where there is little room: "< 1 phút". */
export function shortMinutes(seconds) {
  return seconds < 60 ? t("time.below_a_minute") : minutes(seconds);
}

/** "03:12" of seconds; hours go on in minutes. */
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}
