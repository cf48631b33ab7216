// A field with a number that a visitor can type over, and the sentence about a number that was refused.

import { html, set, write } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";

const STEP = 0.1;

/**
 * send(text) is called with the typed text, or with null when a refused number is taken back. The node has
 * `show(value, decimals)`, which does not overwrite a number while it is typed, `refuse(text)` and `restore()`.
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
  const takeBack = () => {
    if (node.hasAttribute("aria-invalid")) send(null);
    restore();
  };
  const commit = () => {
    if (node.value.trim() === shown) takeBack();
    else send(node.value.trim());
  };
  node.addEventListener("change", commit);
  node.addEventListener("focus", () => node.select());
  node.addEventListener("keydown", (event) => {
    const by = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (event.key === "Escape") takeBack();
    if (by === undefined) return;
    event.preventDefault();
    const now = Number(node.value.trim().replace("\u2212", "-"));
    node.value = number((Number.isFinite(now) ? now : value) + by, 3);
    commit();
  });
  node.restore = restore;
  node.refuse = (text) => {
    if (!node.hasAttribute("aria-invalid")) node.value = text;
    set(node, "aria-invalid", "true");
  };
  node.show = (next, decimals = 3) => {
    if (next === value && number(next, decimals) === shown) return;
    value = next;
    shown = number(next, decimals);
    restore();
  };
  return node;
}

/** The sentence about the number that was refused last. */
export class RefusedNumber {
  constructor() {
    this.note = html("p", { class: "refusal", role: "alert", id: "refused-number" });
    this.input = null;
  }

  /** `refused`: { text, sentence }; `input`: its field, if it is here; `place(note)`: puts the note below it. */
  show(refused, input, place) {
    if (this.input && this.input !== input) {
      this.note.remove();
      this.input.restore();
      this.input.removeAttribute("aria-describedby");
    }
    this.input = input ?? null;
    if (!input) {
      this.note.remove();
      return;
    }
    input.refuse(refused.text);
    set(input, "aria-describedby", this.note.id);
    write(this.note, refused.sentence);
    if (this.note.isConnected) return;
    place(this.note);
    this.note.scrollIntoView({ block: "nearest" });
  }
}
