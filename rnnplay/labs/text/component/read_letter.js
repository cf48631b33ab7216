// Explains one letter that the network reads: the surprise, and the prediction of the next letter.

import { html } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { probabilityTable, percent } from "./probability_bars.js";

/** The next letter, and its probability if it is not in the list. */
export function cameNext(next, rows, bits, sign) {
  if (next === undefined) return "";
  return rows.some(({ kind }) => kind) ? "\u2190 came. " : `${sign} came, expected with ${percent(2 ** -bits)}. `;
}

export function explainInside({ letters, shown, guesses, unit, vocab }, { surprise, raw, guessed }, i) {
  const bits = surprise.data[i],
    p = 2 ** -bits;
  const kinds = guesses[i].length;
  const next = letters[i + 1];
  const rows = guesses[i].map((id, k) => ({
    cells: [shown[id], percent(guessed.data[i * kinds + k])],
    share: guessed.data[i * kinds + k],
    kind: vocab[id] === next ? "came" : "",
  }));
  const sign = shown[vocab.indexOf(letters[i])] ?? letters[i];
  return [
    html(
      "p",
      { class: "title" },
      html("b", { text: sign }),
      html("span", { text: ` letter ${i + 1} of ${letters.length}` }),
    ),
    html("p", {
      text: Number.isNaN(bits)
        ? "The first one: nothing was expected yet."
        : `It was expected with ${percent(p)}: a surprise of ${number(bits, 1)} bits.`,
    }),
    raw ? html("p", { text: `${unit} here: ${number(raw.data[i], 3)}` }) : null,
    html("p", { class: "title", text: "Expected next" }),
    probabilityTable(["", ""], rows),
    html("p", {
      class: "hint",
      text:
        `${cameNext(next, rows, surprise.data[i + 1], shown[vocab.indexOf(next)])}Underlined: what that ` +
        "guess depends on (gradient).",
    }),
  ].filter(Boolean);
}
