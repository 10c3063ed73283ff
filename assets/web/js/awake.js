// The screen stays on while somebody waits for the call, where a phone allows that.

let wanted = false;
let lock = null;

/** Keep the screen on from now on, or no longer. */
export function keepAwake(now) {
  if (wanted === now) return;
  wanted = now;
  settle();
}

/** A phone takes the lock away whenever the page is hidden. */
async function settle() {
  if (wanted && !lock && document.visibilityState === "visible") {
    // Only where the page is secure; and a phone with little power refuses.
    lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    lock?.addEventListener("release", () => (lock = null));
  } else if (!wanted) lock?.release();
}

document.addEventListener("visibilitychange", settle);
