// The list "Words on this page", for the keyboard: arrow keys move, Enter explains, Esc closes.

import { html, set } from "../../app/js/dom.js";
import { Popup } from "../../app/js/popup.js";
import { entry } from "./term_note.js";

const TITLE = "Words on this page";

export class WordList {
  /** `find()`: the terms that the page shows now; `opens()` is called first. */
  constructor(box, find, opens) {
    Object.assign(this, { find, opens, rows: [] });
    this.button = html("button", {
      type: "button",
      class: "words",
      "aria-label": TITLE,
      title: `${TITLE} (g)`,
      text: "Aa",
      onclick: () => this.toggle(),
    });
    this.list = html("div", { role: "listbox", "aria-label": TITLE, onkeydown: (event) => this.keys(event) });
    this.text = html("div", { class: "explanation", "aria-live": "polite" });
    this.node = html(
      "div",
      {
        class: "panel",
        role: "dialog",
        "aria-label": TITLE,
        popover: "manual",
        onkeydown: (event) => this.escape(event),
      },
      html("b", { text: TITLE }),
      this.list,
      this.text,
    );
    this.node.addEventListener("focusout", (event) =>
      event.relatedTarget ? this.left(event.relatedTarget) : undefined,
    );
    this.popup = new Popup(this.button, this.node);
    box.append(this.button, this.node);
  }

  get open() {
    return this.popup.open;
  }

  toggle() {
    if (this.open) this.close();
    else this.show();
  }

  show() {
    this.opens();
    const terms = this.find();
    this.rows = terms.map((term) =>
      html("div", {
        role: "option",
        tabindex: -1,
        "aria-selected": "false",
        text: term.names[0],
        onclick: () => this.explain(term),
      }),
    );
    this.terms = terms;
    this.list.replaceChildren(...this.rows);
    this.text.replaceChildren(
      html("p", { text: terms.length ? "Enter explains a word." : "No word of the glossary stands on this page." }),
    );
    this.popup.show();
    this.go(0);
  }

  close(back = true) {
    this.popup.shut(back);
  }

  /** A click or the Tab key went elsewhere: the list closes, and the focus stays there. */
  left(...where) {
    if (this.open && !where.some((node) => node === this.node || node === this.button || this.node.contains(node)))
      this.close(false);
  }

  go(i) {
    const at = Math.max(0, Math.min(i, this.rows.length - 1));
    this.rows.forEach((row, k) => set(row, "tabindex", k === at ? 0 : -1));
    this.rows[at]?.focus();
  }

  explain(term) {
    const at = this.terms.indexOf(term);
    this.rows.forEach((row, k) => set(row, "aria-selected", String(k === at)));
    this.text.replaceChildren(...entry(term));
    this.go(at);
  }

  keys(event) {
    const now = this.rows.findIndex((row) => row.getAttribute("tabindex") === "0");
    const act = {
      ArrowDown: () => this.go(now + 1),
      ArrowUp: () => this.go(now - 1),
      Home: () => this.go(0),
      End: () => this.go(this.rows.length),
      Enter: () => this.explain(this.terms[now]),
      " ": () => this.explain(this.terms[now]),
    }[event.key];
    if (!act || !this.rows.length) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  escape(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }
}
