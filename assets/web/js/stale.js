// How long the line has been cut, in the three steps the hall is told of.

const WORDS_AFTER = 10000;
const STRIP_AFTER = 60000;

/** "" (all well), "updating" (10 s) or "stale" (60 s). */
export function staleness(link, now = Date.now()) {
  if (link.cutAt === null) return "";
  const cut = now - link.cutAt;
  if (cut >= STRIP_AFTER) return "stale";
  return cut >= WORDS_AFTER ? "updating" : "";
}
