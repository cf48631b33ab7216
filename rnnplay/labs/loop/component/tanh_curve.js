// Draws tanh with one sum marked on it.

import { html, svg } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";

const W = 300,
  H = 112,
  TOP = 12,
  FOOT = 96;

/** a -> a drawing of tanh with the point (a, tanh a). */
export function squash(a) {
  const reach = Math.max(3, Math.ceil(Math.abs(a) * 1.15)),
    h = Math.tanh(a);
  const x = (value) => W / 2 + (value / reach) * (W / 2 - 8),
    y = (value) => (TOP + FOOT) / 2 - (value * (FOOT - TOP)) / 2.2;
  const curve = Array.from({ length: 121 }, (_, k) => reach * (k / 60 - 1))
    .map((value, k) => `${k ? "L" : "M"}${x(value).toFixed(1)},${y(Math.tanh(value)).toFixed(1)}`)
    .join("");
  const text = (at, down, words, anchor) => svg("text", { x: at, y: down, "text-anchor": anchor, text: words });
  const side = a < 0 ? "end" : "start",
    off = a < 0 ? -5 : 5;
  return html(
    "figure",
    { class: "squash" },
    svg(
      "svg",
      { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": `tanh squashes ${number(a)} to ${number(h)}` },
      svg("path", { class: "axis", d: `M4,${y(0)}H${W - 4}M${W / 2},${TOP - 6}V${FOOT + 4}` }),
      svg("path", { class: "bound", d: `M4,${y(1)}H${W - 4}M4,${y(-1)}H${W - 4}` }),
      svg("path", { class: "curve", d: curve }),
      svg("path", { class: "guide", d: `M${x(a)},${y(0)}V${y(h)}H${W / 2}` }),
      svg("circle", { cx: x(a), cy: y(h), r: 4.5 }),
      text(6, y(1) + 13, "1", "start"),
      text(W - 6, y(-1) - 4, "\u22121", "end"),
      text(
        x(a),
        h < 0 ? y(0) - 5 : y(0) + 14,
        `a = ${number(a)}`,
        Math.abs(a) > reach * 0.7 ? (a < 0 ? "start" : "end") : "middle",
      ),
      text(
        W / 2 - off,
        y(h) + (h < -0.8 ? -5 : h < 0 ? 12 : h > 0.8 ? 13 : -3),
        `h = ${number(h)}`,
        side === "end" ? "start" : "end",
      ),
    ),
  );
}
