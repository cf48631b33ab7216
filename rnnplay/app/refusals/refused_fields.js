// Marks each field whose value was refused, and puts the sentence about it directly under the field.

import { html } from "../js/dom.js";
import { mounted } from "../js/mounted.js";

const INPUT = "input, textarea, select, [role=combobox]";

/** @param {Parameters<typeof mounted>[0]} page what Streamlit hands over */
export default function (page) {
  return mounted(page, { box: ".refusals", make: (box) => new RefusedFields(box) });
}

/** @typedef {{ field: string, sentence: string }} Refusal field: the class of the field's element */

class RefusedFields {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    /** @type {Refusal[]} */
    this.fields = [];
    /** @type {Map<string, HTMLElement>} */
    this.notes = new Map(); // sentence -> the paragraph that shows it
    /** @type {Set<Element>} */
    this.marked = new Set(); // the inputs that are marked as wrong
    // Streamlit makes a new field when a value changes, and opens popovers later.
    this.watch = new MutationObserver(() => this.place());
  }

  /** @param {{ fields: Refusal[] }} data */
  receive(data) {
    this.fields = data.fields;
    for (const [sentence, note] of this.notes) {
      if (this.fields.some((one) => one.sentence === sentence)) continue;
      note.remove();
      this.notes.delete(sentence);
    }
    const theme = getComputedStyle(this.box);
    const colour = (/** @type {string} */ name, /** @type {string} */ from) =>
      document.documentElement.style.setProperty(name, theme.getPropertyValue(from));
    colour("--refused", "--st-red-text-color");
    colour("--refused-ground", "--st-background-color");
    this.place();
    this.watch.observe(document.body, { childList: true, subtree: true });
  }

  leave() {
    this.watch.disconnect();
    for (const note of this.notes.values()) note.remove();
    this.mark([]);
  }

  /** Put every sentence under its field, or into the component's element if the field is not visible. */
  place() {
    const wrong = [];
    for (const [at, { field, sentence }] of this.fields.entries()) {
      const words = { class: "refusal", role: "alert", id: `refusal-${at}-${field}`, text: sentence };
      const note = this.notes.get(sentence) ?? html("p", words);
      this.notes.set(sentence, note);
      const element = visible(field);
      // Streamlit may fill the element of a field later: the sentence is moved to its end again.
      if (element ? element.lastElementChild !== note : note.parentElement !== this.box)
        (element ?? this.box).append(note);
      for (const input of element?.querySelectorAll(INPUT) ?? []) {
        wrong.push(input);
        if (input.getAttribute("aria-invalid") !== "true") input.setAttribute("aria-invalid", "true");
        if (input.getAttribute("aria-describedby") !== note.id) input.setAttribute("aria-describedby", note.id);
      }
    }
    this.mark(wrong);
  }

  /**
   * Remember the inputs that are marked as wrong, and take the mark from all others.
   * @param {Element[]} inputs
   */
  mark(inputs) {
    for (const input of this.marked) {
      if (inputs.includes(input)) continue;
      input.setAttribute("aria-invalid", "false");
      input.removeAttribute("aria-describedby");
    }
    this.marked = new Set(inputs);
  }
}

/**
 * The visible element of a field: a closed popover hides its fields.
 * @param {string} field its class
 */
function visible(field) {
  if (!field) return undefined;
  return [...document.getElementsByClassName(field)].find((element) => element.getClientRects().length);
}
