// Several lists or sheets on one page; the address says which is shown.

import { el } from "../dom.js";
import { fill } from "./shell.js";

/** @param tabs [{id, label, make}]: `make` gives a List, a Sheet or the like. */
export function showTabs(label, tabs) {
  let shown = null;
  const links = tabs.map(({ id, label }) => el("a", { href: `#${id}` }, label));
  const place = el("div.tabbed");
  const wanted = () => Math.max(0, tabs.findIndex(({ id }) => `#${id}` === location.hash));
  const open = (n) => {
    links.forEach((link, m) => link.setAttribute("aria-current", String(m === n)));
    shown = tabs[n].make();
    place.replaceChildren(shown.element);
  };
  const go = async (n) => {
    const before = tabs.findIndex((_, m) => links[m].getAttribute("aria-current") === "true");
    if (n !== before && (await shown.mayLeave())) open(n);
    else history.replaceState(null, "", links[before].href);
  };
  window.addEventListener("hashchange", () => go(wanted()));
  fill(el("nav.tabs", { "aria-label": label }, links), place);
  open(wanted());
}
