// How to take a number by phone: the code of the hall, where to type it, and both as QR.

import { el, find, fit, show } from "./dom.js";
import { qrPicture } from "./qr.js";
import { t } from "./texts.js";

/** Draw what the phone needs; null hides it. */
export function drawByPhone(told, wifi) {
  const place = find("#by-phone");
  show(place, Boolean(told));
  document.body.classList.toggle("by-phone", Boolean(told));
  const key = JSON.stringify([told, wifi]);
  if (!told || place.dataset.key === key) return;
  place.dataset.key = key;
  const { code, address, qr } = told;
  const lines = [
    el("b", {}, t("phone.title")),
    wifi ? el("p", {}, t("phone.wifi", { wifi })) : null,
    el("p", {}, address.replace(/^https?:\/\//, "")),
    el("p.code", {}, t("phone.code", { code: `${code.slice(0, 3)} ${code.slice(3)}` })),
  ];
  place.replaceChildren(qrPicture(qr), el("div", {}, ...lines));
  for (const line of place.querySelectorAll("b, p")) fit(line);
}
