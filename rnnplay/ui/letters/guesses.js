// What the network made of one letter of a text: how surprised it was, and what it expects next.

import { html } from "../player/dom.js";
import { number } from "../player/format.js";
import { bars, percent } from "./bars.js";

export function explainInside({ letters, shown, guesses, unit, vocab }, { surprise, tint, raw, guessed }, i) {
  const bits = surprise.data[i], p = 2 ** -bits;
  const kinds = guesses[i].length;
  const next = letters[i + 1];
  const rows = guesses[i].map((id, k) => ({ cells: [shown[id], percent(guessed.data[i * kinds + k])], share: guessed.data[i * kinds + k],
    kind: vocab[id] === next ? "came" : "" }));
  const sign = shown[vocab.indexOf(letters[i])] ?? letters[i];
  return [
    html("p", { class: "title" }, html("b", { text: sign }), html("span", { text: ` letter ${i + 1} of ${letters.length}` })),
    html("p", { text: Number.isFinite(bits) ? `It was expected with ${percent(p)}: a surprise of ${number(bits, 1)} bits.` : "The first one: nothing was expected yet." }),
    raw ? html("p", { text: `${unit} here: ${number(raw.data[i], 3)}` }) : null,
    html("p", { class: "title", text: "Expected next" }),
    bars(["", ""], rows),
    html("p", { class: "hint", text: next === undefined ? "Underlined: what that guess depends on (gradient)." : "\u2190 came. Underlined: what that guess depends on (gradient)." }),
  ].filter(Boolean);
}
