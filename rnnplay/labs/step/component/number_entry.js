// A field with a number that a visitor can type over.

import { html, set } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";

const STEP = 0.1;

/**
 * send(text) is called with the typed text. The node has `show(value, decimals)`, which does not overwrite a number
 * while it is typed.
 */
export function entry(label, send) {
  const node = html("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": label,
  });
  let shown = "",
    value = NaN;
  const restore = () => {
    node.value = shown;
    set(node, "aria-invalid", false);
  };
  const commit = () => {
    if (node.value.trim() === shown) return restore();
    const typed = Number(node.value.trim().replace("\u2212", "-").replace(",", "."));
    set(node, "aria-invalid", node.value.trim() === "" || !Number.isFinite(typed) || Math.abs(typed) > 100);
    return send(node.value.trim());
  };
  node.addEventListener("change", commit);
  node.addEventListener("focus", () => node.select());
  node.addEventListener("keydown", (event) => {
    const by = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (event.key === "Escape") restore();
    if (by === undefined) return;
    event.preventDefault();
    const now = Number(node.value.trim().replace("\u2212", "-"));
    node.value = number((Number.isFinite(now) ? now : value) + by, 3);
    commit();
  });
  node.show = (next, decimals = 3) => {
    if (next === value && number(next, decimals) === shown) return;
    value = next;
    shown = number(next, decimals);
    restore();
  };
  return node;
}
