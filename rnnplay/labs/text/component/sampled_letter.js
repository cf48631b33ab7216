// Explains how one letter was drawn: scores divided by the temperature, probabilities, and the random number.

import { html, svg } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { probabilityTable, percent } from "./probability_bars.js";

export function explainDraw(
  { letters, shown, prime, tops, chosen, temperature, greedy },
  { score, scaled, p, from, low, high, u },
  i,
) {
  const sign = (text) => (text === "\n" ? "\u23ce" : text === " " ? "\u2423" : text);
  if (i < prime)
    return [
      html(
        "p",
        { class: "title" },
        html("b", { text: sign(letters[i]) }),
        html("span", { text: " part of the beginning: it was given, not drawn." }),
      ),
    ];
  const t = i - prime,
    kinds = tops[t].length,
    at = (array, k) => array.data[t * kinds + k];
  const rows = tops[t].map((id, k) => ({
    cells: [shown[id], number(at(score, k)), number(at(scaled, k)), percent(at(p, k)), percent(at(from, k))],
    share: at(from, k),
    kind: id === chosen[t] ? "came" : "",
  }));
  const needle = u.data[t],
    span = [low.data[t], high.data[t]];
  return [
    html(
      "p",
      { class: "title" },
      html("b", { text: sign(letters[i]) }),
      html("span", { text: ` letter ${t + 1} that was drawn` }),
    ),
    probabilityTable(["", "y", `y / ${temperature}`, "softmax(y)", greedy ? "taken" : "drawn from"], rows),
    greedy
      ? html("p", { text: "Greedy: the highest score is taken, whatever the others are." })
      : html(
          "figure",
          {},
          strip(needle, span),
          html("figcaption", {
            text:
              `The random number ${number(needle, 4)} falls between ${number(span[0], 4)} and ` +
              `${number(span[1], 4)}, where ${sign(letters[i])} lies.`,
          }),
        ),
    html("p", { class: "hint", text: `Then ${sign(letters[i])} is fed back as the next input.` }),
  ];
}

/** Draw a strip from 0 to 1 with the share of the drawn letter and the random number. */
function strip(u, [low, high]) {
  return svg(
    "svg",
    { viewBox: "0 0 300 26", class: "strip", role: "img", "aria-label": "where the random number fell" },
    svg("rect", { class: "all", x: 0, y: 10, width: 300, height: 12 }),
    svg("rect", { class: "part", x: 300 * low, y: 10, width: Math.max(1, 300 * (high - low)), height: 12 }),
    svg("path", { class: "needle", d: `M${300 * u - 4},2 L${300 * u + 4},2 L${300 * u},10 Z` }),
  );
}
