// A QR code from its rows, as the server gives them: 1 is dark.

const SVG = "http://www.w3.org/2000/svg";
/** Free modules on every side (ISO/IEC 18004). */
const QUIET = 4;

/** Draw the code; what it says stands beside it in words. */
export function qrPicture(rows) {
  const side = rows.length + 2 * QUIET;
  const ground = shape("rect", { x: -QUIET, y: -QUIET, width: side, height: side, fill: "#FFF" });
  const view = `${-QUIET} ${-QUIET} ${side} ${side}`;
  const drawn = shape("svg", { viewBox: view, "aria-hidden": "true", "shape-rendering": "crispEdges" });
  drawn.append(ground, shape("path", { d: rows.map(pathOf).join("") }));
  return drawn;
}

function pathOf(row, y) {
  return [...row.matchAll(/1+/g)].map(({ 0: { length }, index }) => `M${index} ${y}h${length}v1h-${length}z`).join("");
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
