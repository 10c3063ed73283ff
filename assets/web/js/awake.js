// The screen stays on while somebody waits for the call, where a phone allows that.

/** Whether this phone lets a page ask for that; over plain http none does. */
export const canKeepAwake = "wakeLock" in navigator;

let wanted = false;
let lock = null;
let asking = false;

/** Keep the screen on from now on, or no longer. */
export function keepAwake(now) {
  if (wanted === now) return;
  wanted = now;
  if (canKeepAwake) settle();
}

/** A phone takes the lock away whenever the page is hidden. */
function settle() {
  if (!wanted) {
    lock?.release();
    lock = null;
  } else if (!lock && !asking && document.visibilityState === "visible") take();
}

/** A phone with little power refuses. */
async function take() {
  asking = true;
  const taken = await navigator.wakeLock.request("screen").catch(() => null);
  asking = false;
  lock = taken;
  taken?.addEventListener("release", () => {
    if (lock === taken) lock = null;
  });
  if (!wanted) settle(); // the wait has ended meanwhile
}

if (canKeepAwake) document.addEventListener("visibilitychange", settle);
