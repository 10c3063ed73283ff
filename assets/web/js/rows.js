// How many of the last calls stand on the wall: those that are high enough to be read
// from afar. The figures are those of display/screens/layout.py.

/** Inches of a panel whose address does not say `?diagonal=65`. */
const USUAL = 43;
const CAPITAL_MM = 60;
const SHARE = 0.76;
const GAP = 12;
const [LEAST, MOST] = [2, 6];

/** The rows for this window on a panel of that many inches. */
export function rowsFor(inches, width, height) {
  const lying = width >= height;
  const unit = lying ? Math.min(width / 1920, height / 1080) : Math.min(width / 1080, height / 1920);
  const mm = ((inches * 25.4) / Math.hypot(width, height)) * unit;
  const low = height / unit - 216;
  const room = (lying ? low - 116 : (low - 160) * 0.53 - 16) - 70;
  const count = Math.floor((room + GAP) / (CAPITAL_MM / mm / SHARE + GAP));
  return Math.min(Math.max(count, LEAST), MOST);
}

/** The panel's inches that the address names. */
export function inches() {
  const named = Number.parseFloat(new URLSearchParams(location.search).get("diagonal"));
  return named > 0 ? named : USUAL;
}
