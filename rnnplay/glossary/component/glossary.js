// Underlines every term of the glossary on a page, and explains a term when the pointer rests on it, when it is
// tapped, and in a list that the key g opens. The page's own elements are not changed.

import { Underlines } from "./underlines.js";
import { Matcher } from "./matching.js";
import { passageAt, passages } from "./passages.js";
import { TermNote } from "./term_note.js";
import { WordList } from "./word_list.js";
import { mounted } from "../../app/js/mounted.js";

const REST = 250; // ms that a pointer rests on a word
const QUIET = 500; // ms without a change before the page is read again: it is not read while a training plays
const OWN_USE =
  "button, a, input, textarea, select, label, summary, [role=button], [role=radio], [role=tab], [role=option], " +
  "[role=slider]";
const WRITING = /^(INPUT|TEXTAREA|SELECT)$/;

const whenIdle = window.requestIdleCallback ?? ((act) => setTimeout(act, 1));

export class Glossary {
  constructor(host, box, terms) {
    Object.assign(this, {
      host,
      terms: new Map(terms.map((term) => [term.slug, term])),
      matcher: new Matcher(terms),
      marks: new Underlines(),
    });
    this.tip = new TermNote(box);
    this.words = new WordList(
      box,
      () => this.read(),
      () => this.tip.hide(),
    );
    this.ends = new AbortController();
    this.observer = new MutationObserver(() => this.changed());
    this.observed = new WeakSet();
    this.observe(document.body);
    const hear = (type, act, capture = true) =>
      window.addEventListener(type, act, { signal: this.ends.signal, capture, passive: type !== "keydown" });
    hear("pointermove", (event) => this.moved(event));
    hear("pointerdown", (event) => this.pressed(event));
    hear("click", (event) => this.tapped(event));
    hear("wheel", () => this.rest());
    hear("keydown", (event) => this.keyed(event));
    this.changed();
  }

  observe(root) {
    if (this.observed.has(root)) return;
    this.observed.add(root);
    this.observer.observe(root, { subtree: true, childList: true, characterData: true });
  }

  changed() {
    this.last = performance.now();
    this.waiting ??= setTimeout(() => this.look(), QUIET);
  }

  look() {
    this.waiting = null;
    const left = QUIET - (performance.now() - this.last);
    if (left > 1) this.waiting = setTimeout(() => this.look(), left);
    else whenIdle(() => this.read());
  }

  /** Read the page: underline each passage's terms, -> the terms found, in the order of the alphabet. */
  read() {
    if (!this.host.isConnected) return [];
    const roots = new Set([document]),
      found = new Set(),
      ranges = [];
    for (const passage of passages(document.body, roots, this.host)) {
      const here = new Set(),
        hits = this.matcher.find(passage.text).filter(({ slug }) => !here.has(slug) && here.add(slug));
      if (!hits.length || !(passage.element.checkVisibility?.() ?? true)) continue;
      for (const { slug, start, end } of hits) {
        found.add(slug);
        if (passage.marks(start)) ranges.push(passage.range(start, end));
      }
    }
    for (const root of roots) if (root !== document) this.observe(root);
    this.marks.draw(ranges, roots);
    if (this.tip.range && !this.tip.range.startContainer.isConnected) this.tip.hide();
    return [...found].map((slug) => this.terms.get(slug)).sort((a, b) => a.names[0].localeCompare(b.names[0]));
  }

  moved(event) {
    clearTimeout(this.resting);
    // in a lecture no note appears under a resting pointer
    if (event.pointerType === "touch" || event.buttons || document.documentElement.hasAttribute("data-lecture")) return;
    this.resting = setTimeout(
      () => (this.tip.has(event) ? undefined : this.explain(event.clientX, event.clientY)),
      REST,
    );
  }

  pressed(event) {
    this.words.left(event.composedPath()[0]);
    if (!this.tip.has(event)) this.rest();
  }

  tapped(event) {
    if (event.pointerType !== "touch" || this.tip.has(event)) return;
    const used = event.composedPath().some((node) => node.matches?.(OWN_USE));
    if (!used) this.explain(event.clientX, event.clientY);
  }

  explain(x, y) {
    const found = this.termAt(x, y);
    if (found) this.tip.show(this.terms.get(found.slug), found.range);
    else this.tip.hide();
  }

  /** The word under a point of the window: -> { slug, range } or null. */
  termAt(x, y) {
    let element = document.elementFromPoint(x, y);
    while (element?.shadowRoot?.elementFromPoint(x, y) && element !== element.shadowRoot.elementFromPoint(x, y))
      element = element.shadowRoot.elementFromPoint(x, y);
    if (!element || this.host.contains(element)) return null;
    const passage = passageAt(element);
    for (const { slug, start, end } of passage ? this.matcher.find(passage.text) : []) {
      const range = passage.range(start, end);
      if (
        [...range.getClientRects()].some(
          (r) => x >= r.left - 2 && x <= r.right + 2 && y >= r.top - 1 && y <= r.bottom + 1,
        )
      )
        return { slug, range };
    }
    return null;
  }

  rest() {
    clearTimeout(this.resting);
    this.tip.hide();
  }

  keyed(event) {
    if (event.key === "Escape" && this.tip.range) {
      this.rest();
      event.stopImmediatePropagation(); // one press closes only this
      return;
    }
    const target = event.composedPath()[0];
    if (event.key !== "g" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.isContentEditable || WRITING.test(target.tagName)) return;
    event.preventDefault();
    this.words.toggle();
  }

  leave() {
    this.rest();
    this.ends.abort();
    this.observer.disconnect();
    clearTimeout(this.waiting);
    this.marks.draw([], []);
  }
}

export default function (page) {
  return mounted(page, {
    box: ".glossary",
    make: (box, data, root) => new Glossary(root.host ?? root, box, data.terms),
  });
}
