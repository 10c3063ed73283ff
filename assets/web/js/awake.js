// The screen stays on while somebody waits for the call, where a phone allows that.

let wanted = false;
let lock = null;
let asking = false;

/** Keep the screen on from now on, or no longer. */
export function keepAwake(now) {
  if (wanted === now) return;
  wanted = now;
  settle();
}

/** A phone takes the lock away whenever the page is hidden. */
function settle() {
  if (!wanted) {
    lock?.release();
    lock = null;
  } else if (!lock && !asking && document.visibilityState === "visible") take();
}

/** Only where the page is secure; and a phone with little power refuses. */
async function take() {
  asking = true;
  const taken = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  asking = false;
  lock = taken;
  taken?.addEventListener("release", () => {
    if (lock === taken) lock = null;
  });
  if (!wanted) settle(); // the wait has ended meanwhile
}

document.addEventListener("visibilitychange", settle);
