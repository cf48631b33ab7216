// The small note beside a word that explains it. It lies over the page and moves nothing.

import { pageOf } from "../../app/js/address.js";
import { html, write } from "../../app/js/dom.js";

/** @typedef {{ slug: string, names: string[], text: string, unit?: string }} Term */

const EDGE = 8; // pixels that stay free at the window's edges
const AWAY = 6; // pixels between the word and the note

/**
 * A term's text, its unit, and a link to its entry, which opens in another tab so that no training is lost.
 * @param {Term} term
 */
export function entry(term) {
  const address = pageOf(`/glossary?term=${encodeURIComponent(term.slug)}`);
  return [
    html("p", { text: term.text }),
    term.unit ? html("p", { class: "measure", text: term.unit }) : null,
    html("a", { href: address.href, target: "_blank", rel: "noopener", text: "More in the glossary" }),
  ].filter(Boolean);
}

export class TermNote {
  /** @param {Element} box */
  constructor(box) {
    /** @type {Term | null} */
    this.term = null;
    /** @type {Range | null} */
    this.range = null; // the word that is explained
    this.title = html("b", {});
    this.body = html("div", {});
    this.node = html("div", { class: "tip", role: "tooltip", popover: "manual" }, this.title, this.body);
    box.append(this.node);
  }

  /**
   * @param {Term} term
   * @param {Range} range the word
   */
  show(term, range) {
    if (this.range && this.term === term && range.compareBoundaryPoints(Range.START_TO_START, this.range) === 0) return;
    Object.assign(this, { term, range });
    write(this.title, term.names[0]);
    this.body.replaceChildren(...entry(term));
    this.node.showPopover?.();
    this.place(range.getBoundingClientRect());
  }

  /**
   * Put the note below the word, or above it near the bottom of the window; always inside the window.
   * @param {DOMRect} word
   */
  place(word) {
    const { width, height } = this.node.getBoundingClientRect();
    const left = Math.max(EDGE, Math.min(word.left, document.documentElement.clientWidth - width - EDGE));
    const under = word.bottom + AWAY,
      top = under + height + EDGE <= window.innerHeight ? under : word.top - AWAY - height;
    this.node.style.left = `${left}px`;
    this.node.style.top = `${Math.max(EDGE, top)}px`;
  }

  hide() {
    if (!this.range) return;
    this.range = null;
    this.node.hidePopover?.();
  }

  /** @param {Event} event */
  has(event) {
    return event.composedPath().includes(this.node);
  }
}
