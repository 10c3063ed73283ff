// Which posted procedures changed lately (the rule of display/changes.py).

const LATELY = 30;
const MOST = 3;
const DAY = 24 * 3600 * 1000;

/** What is new, changed or withdrawn lately and confirmed, newest first. */
export function changes(procedures, today) {
  const age = ({ updated }) => (Date.parse(today) - Date.parse(updated)) / DAY;
  const lately = (one) => age(one) >= 0 && age(one) <= LATELY;
  const newest = (one) => `${one.updated} ${one.code}`;
  return procedures
    .filter((one) => one.status !== "same" && one.confirmed && lately(one))
    .sort((one, other) => (newest(one) < newest(other) ? 1 : -1))
    .slice(0, MOST);
}
