// Finds the terms of the glossary in a text: whole words only; where several match, the longest.

const SIGN = "=+\u2212\u00b7\u2299*/\u00d7"; // of formulas; a hyphen is none
const BEFORE = new RegExp(
  `(?:[${SIGN}\u2211\u03a3\u221a]|\\b(?:ln|exp|tanh|sigmoid|softmax|sqrt|relu) ?\\(?|\u03c3\\()\\s*$`,
  "u",
);
const AFTER = new RegExp(`^(?:[\u2080-\u2089\u1d40(]|\\s*[${SIGN}])`, "u");
const OPEN = /(?:^|[^\p{L}\p{N}_([])$/u;
const CLOSED = /^(?:\s*$|[).,;:\u00b2'\u2019\u241f\u2080-\u2089]|\s+[^\p{L}\s])/u;

export const BREAK = "\u241f"; // between pieces of a text that are not one sentence

/** @param {string} text */
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** @param {string} name */
const isWord = (name) => name.length > 1 && name === name.toLowerCase() && !name.includes("_");
/** @param {string} text */
const spaced = (text) => text.replace(/[-\u00a0]/g, " ");

/**
 * A single letter is a term in a formula only: "h = tanh(a)", not "a letter" and not the letter in "y(h)".
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
function inFormula(text, start, end) {
  const before = text.slice(Math.max(0, start - 12), start),
    after = text.slice(end, end + 12);
  return BEFORE.test(before) ? AFTER.test(after) || CLOSED.test(after) : OPEN.test(before) && AFTER.test(after);
}

export class Matcher {
  /**
   * A name in small letters is found with a capital and in the plural, too.
   * @param {{ slug: string, names: string[] }[]} terms
   */
  constructor(terms) {
    const names = terms.flatMap((term) =>
      term.names.map((name) => /** @type {[string, string]} */ ([name, term.slug])),
    );
    this.slugs = new Map(names.map(([name, slug]) => [isWord(name) ? spaced(name) : name, slug]));
    const pattern = (/** @type {[string, string]} */ [name]) => {
      if (!isWord(name)) return quoted(name);
      const first = name[0],
        rest = quoted(name.slice(1)).replace(/[- ]/g, "[- \u00a0]");
      return `[${first}${first.toUpperCase()}]${rest}(?:es|s)?`;
    };
    names.sort((a, b) => b[0].length - a[0].length);
    this.pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${names.map(pattern).join("|")})(?![\\p{L}\\p{Nd}_])`, "gu");
  }

  /**
   * The terms in a text, [{ slug, start, end }], in the order of the text.
   * @param {string} text
   */
  find(text) {
    const found = [];
    for (const match of text.matchAll(this.pattern)) {
      const start = match.index,
        end = start + match[0].length;
      if (end - start === 1 && !inFormula(text, start, end)) continue;
      found.push({ slug: this.slugOf(match[0]), start, end });
    }
    return found;
  }

  /** @param {string} text */
  slugOf(text) {
    const word = spaced(text[0].toLowerCase() + text.slice(1));
    const known = [text, word, word.replace(/s$/, ""), word.replace(/es$/, "")].find((name) => this.slugs.has(name));
    return this.slugs.get(known ?? "");
  }
}
