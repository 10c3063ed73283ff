// Making elements. Text goes in as text, never as markup.

/** Find one element; a page that lacks it is broken, so that is an error. */
export function find(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Make an element: el("p.note", {lang: "vi"}, "text", child, …). */
export function el(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag || "div");
  made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== ""));
  return made;
}

const icons = JSON.parse(document.body.dataset.icons ?? "{}");

/** Whether this page has an icon. */
export function hasIcon(name) {
  return name in icons;
}

/** Make an icon; it says nothing to a screen reader, its word does. */
export function icon(name) {
  if (!(name in icons)) throw new Error(`the page has no icon ${name}`);
  return el("span.icon", { "aria-hidden": "true" }, icons[name]);
}

/** Show or hide. */
export function show(element, visible) {
  element.hidden = !visible;
}

/** Set a text only when it changed: a screen reader then speaks it only once. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Make the text of an element smaller until it fits into its width. */
export function fit(element) {
  element.style.fontSize = "";
  const room = element.clientWidth;
  if (!room || element.scrollWidth <= room) return;
  const size = parseFloat(getComputedStyle(element).fontSize);
  element.style.fontSize = `${Math.floor((size * room) / element.scrollWidth) - 1}px`;
}

/** Make all type of an element smaller, by its `--fit`, until it has the height for it. */
export function fitInside(element) {
  for (let percent = 100; percent >= 40; percent -= 5) {
    element.style.setProperty("--fit", percent / 100);
    if (element.scrollHeight <= element.clientHeight) return;
  }
}

/** Fit these again whenever their size or type changes. */
export function keepFitting(selector, inside = []) {
  const again = () => {
    document.querySelectorAll(selector).forEach(fit);
    inside.forEach(fitInside);
  };
  window.addEventListener("resize", again);
  document.fonts?.addEventListener("loadingdone", again);
}
