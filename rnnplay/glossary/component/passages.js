// Reads the texts of a page, passage by passage, also inside our components. It changes nothing.

import { BREAK } from "./matching.js";

const INLINE = new Set([
  "A",
  "ABBR",
  "B",
  "CODE",
  "EM",
  "I",
  "MARK",
  "SMALL",
  "SPAN",
  "STRONG",
  "SUB",
  "SUP",
  "U",
  "tspan",
]);
const APART = new Set(["SPAN", "tspan"]); // elements at whose end a sentence may end
const SILENT =
  "script, style, input, textarea, select, canvas, pre, header, svg, [contenteditable=true], .stCode, .reader-table, " +
  ".save_picture .message";
// Elements whose terms are explained but not underlined: buttons, choices, titles, and the page of the glossary.
const UNMARKED =
  "button, a, summary, output, h1, h2, h3, label:has(input), [role=button], [role=radio], [role=tab], " +
  "[role=option], [role=slider], " +
  "[data-baseweb=select], [data-testid=stMultiSelectTagsContainer], .st-key-glossary-page";
const LABELS = "text.label, text:has(.low)"; // names such as W_hh: the other texts of our drawings are numbers
const MANY = 400; // children of one element; with more, it is a text letter by letter and no sentence

const isLow = (element) =>
  element.tagName === "SUB" || (element.tagName === "tspan" && element.classList.contains("low"));

/** A passage: its text, and which piece of it stands in which text node. `drawn`: its words are underlined. */
class Passage {
  constructor(element, drawn) {
    Object.assign(this, { element, drawn, text: "", pieces: [] });
  }

  add(node, lead = "") {
    this.text += lead;
    this.pieces.push({ node, start: this.text.length, lead: lead.length });
    this.text += node.data;
  }

  break() {
    if (this.text && !this.text.endsWith(BREAK)) this.text += BREAK;
  }

  at(place) {
    return this.pieces.findLast((piece) => piece.start - piece.lead <= place);
  }

  /** Is the word that begins here underlined? */
  marks(start) {
    return this.drawn && !this.at(start).node.parentElement.closest("a");
  }

  /** The place of text[start:end] on the page. */
  range(start, end) {
    const range = document.createRange(),
      first = this.at(start),
      last = this.at(end - 1);
    range.setStart(first.node, Math.max(0, start - first.start));
    range.setEnd(last.node, end - last.start);
    return range;
  }
}

/** All passages under a node; `roots` collects the shadow roots on the way, `skip` is left out. */
export function passages(node, roots, skip, drawn = true, found = []) {
  if (node === skip) return found;
  if (node.shadowRoot) {
    roots.add(node.shadowRoot);
    passages(node.shadowRoot, roots, skip, drawn, found);
  }
  if (node.tagName === "svg") for (const label of node.querySelectorAll(LABELS)) found.push(read(label, false));
  if (node.childElementCount > MANY || node.matches?.(SILENT)) return found;
  const mayDraw = drawn && !node.matches?.(UNMARKED);
  if ([...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE || INLINE.has(child.tagName)))
    found.push(read(node, mayDraw));
  for (const block of blocks(node)) passages(block, roots, skip, mayDraw, found);
  return found;
}

/** The nearest elements below one that are not part of its own text, also inside its inline elements. */
function blocks(node) {
  return [...(node.children ?? [])].flatMap((child) =>
    INLINE.has(child.tagName) && child.childElementCount <= MANY ? blocks(child) : [child],
  );
}

/** The passage that an element belongs to, or null where no terms are explained. */
export function passageAt(element) {
  let block = element;
  while (block.parentElement && INLINE.has(block.tagName)) block = block.parentElement;
  const drawing = block.closest("svg");
  if (drawing ? block.tagName !== "text" : block.closest(SILENT)) return null;
  return block.childElementCount > MANY ? null : read(block, false);
}

function read(block, drawn) {
  const passage = new Passage(block, drawn);
  gather(block, passage);
  return passage;
}

function gather(element, passage) {
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE)
      passage.add(child, isLow(element) && child === element.firstChild ? "_" : "");
    else if (
      INLINE.has(child.tagName) &&
      !child.shadowRoot &&
      child.childElementCount <= MANY &&
      !child.matches("input, .stCode")
    ) {
      const apart = APART.has(child.tagName) && !isLow(child);
      if (apart) passage.break();
      gather(child, passage);
      if (apart) passage.break();
    } else passage.break();
  }
}
