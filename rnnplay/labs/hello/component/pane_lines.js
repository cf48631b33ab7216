// Draws a pane as a list of lines, each a list of parts. Drawing it again writes only the changes.

import { html, named, set, write } from "../../../app/js/dom.js";

const MATHS = /formula|numbers|term|title/; // lines in which W_hh is a name, not a learner's text

/**
 * Write the lines [{ kind, parts: [{ text, kind }], light, ask }] into `node`. The pointer on a line calls
 * `on.light(id)`, leaving it `on.light(null)`, and a click `on.ask(id)`.
 */
export function lines(node, list, on) {
  while (node.children.length > list.length) node.lastElementChild.remove();
  list.forEach((line, i) => {
    const row = node.children[i] ?? node.appendChild(listening(html("div"), on));
    set(row, "class", `line ${line.kind ?? ""}`);
    set(row, "data-light", line.light);
    set(row, "data-ask", line.ask);
    set(row, "role", line.ask ? "button" : null);
    set(row, "tabindex", line.ask || line.light ? 0 : null);
    while (row.children.length > line.parts.length) row.lastElementChild.remove();
    line.parts.forEach((part, j) => {
      const span = row.children[j] ?? row.appendChild(html("span"));
      set(span, "class", part.kind ?? "");
      (MATHS.test(line.kind) ? named : write)(span, part.text);
    });
  });
}

function listening(row, on) {
  const light = () => row.getAttribute("data-light") && on.light(row.getAttribute("data-light"));
  const dark = () => row.getAttribute("data-light") && on.light(null);
  const ask = () => row.getAttribute("data-ask") && on.ask(row.getAttribute("data-ask"));
  for (const type of ["pointerenter", "focus"]) row.addEventListener(type, light);
  for (const type of ["pointerleave", "blur"]) row.addEventListener(type, dark);
  row.addEventListener("click", ask);
  row.addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key) || !row.getAttribute("data-ask")) return;
    event.preventDefault();
    ask();
  });
  return row;
}

export function line(kind, ...parts) {
  return { kind, parts: parts.map((part) => (typeof part === "string" ? { text: part } : part)) };
}

const LISTED = 6; // units or letters printed one by one

/** The lines print(0), print(1) ... of n units or letters; after six of them one line that counts the others. */
export function firstLines(n, print) {
  const list = Array.from({ length: Math.min(n, LISTED) }, (_, i) => print(i));
  if (n > LISTED) list.push(line("small", `\u2026 and ${n - LISTED} more, the same way.`));
  return list;
}
