// A pane is a list of lines, a line a list of parts; drawing it again changes only what changed.

import { html, named, set, write } from "./dom.js";

const MATHS = /formula|numbers|term|title/; // lines in which W_hh is a name, not a learner's text

/** lines: [{ kind, parts: [{ text, kind, light }], light }] into `node`; `onLight(id | null)` while pointed at. */
export function lines(node, list, onLight) {
  while (node.children.length > list.length) node.lastElementChild.remove();
  list.forEach((line, i) => {
    const row = node.children[i] ?? node.appendChild(lit(html("div"), onLight));
    set(row, "class", `line ${line.kind ?? ""}`);
    set(row, "data-light", line.light);
    while (row.children.length > line.parts.length) row.lastElementChild.remove();
    line.parts.forEach((part, j) => {
      const span = row.children[j] ?? row.appendChild(html("span"));
      set(span, "class", part.kind ?? "");
      (MATHS.test(line.kind) ? named : write)(span, part.text);
    });
  });
}

function lit(row, onLight) {
  row.addEventListener("pointerenter", () => row.getAttribute("data-light") && onLight?.(row.getAttribute("data-light")));
  row.addEventListener("pointerleave", () => onLight?.(null));
  return row;
}

export function line(kind, ...parts) {
  return { kind, parts: parts.map((part) => (typeof part === "string" ? { text: part } : part)) };
}
