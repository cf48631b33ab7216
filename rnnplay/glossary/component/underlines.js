// The dotted lines under terms. The browser paints them over the text: no element of the page is changed.

const NAME = "rnnplay-term";
const STYLE =
  `::highlight(${NAME}) { text-decoration: underline dotted 1px; text-decoration-color: color-mix(in ` +
  "srgb, currentColor 55%, transparent); text-underline-offset: 3px; }";

export class Underlines {
  constructor() {
    const able = "highlights" in CSS && "adoptedStyleSheets" in document;
    this.styled = new WeakSet();
    this.sheet = able ? new CSSStyleSheet() : null;
    this.sheet?.replaceSync(STYLE);
  }

  /**
   * Underline these ranges, and no others.
   * @param {Range[]} ranges
   * @param {Iterable<Document | ShadowRoot>} roots in which the ranges lie
   */
  draw(ranges, roots) {
    if (!this.sheet) return;
    for (const root of roots) {
      if (this.styled.has(root)) continue;
      this.styled.add(root);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.sheet];
    }
    if (ranges.length) CSS.highlights.set(NAME, new Highlight(...ranges));
    else CSS.highlights.delete(NAME);
  }
}
