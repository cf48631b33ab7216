// Writes the diagram as a table for screen readers, one row a step. It does not change while the training plays.

import { html } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";

const MOST = 60; // rows
const NAMED = 10; // letters with a score in the table, and units of a state with a value, at most
const HEADS = ["step", "letter in", "state", "scores", "probabilities", "wanted", "prediction"];

export class ScreenReaderTable {
  constructor() {
    this.caption = html("caption", {});
    this.body = html("tbody", {});
    const heads = html("tr", {}, ...HEADS.map((text) => html("th", { scope: "col", text })));
    this.node = html(
      "div",
      { class: "reader-table" },
      html("table", {}, this.caption, html("thead", {}, heads), this.body),
    );
    this.key = null;
  }

  /** Write the table for one frame. key: changes with the frame; covered: whether the answers are hidden. */
  draw(network, frame, key, covered) {
    const [from, to] = frame.columns,
      { V, H, states, vocab, targets, x } = network,
      shown = `${key}|${from}|${to}|${covered}`;
    if (this.key === shown) return;
    this.key = shown;
    const note = covered ? "; its answers are covered" : "";
    this.caption.textContent = `The network at update ${frame.update}, step by step${note}`;
    const few = (values, at, count, word) =>
      Array.from({ length: Math.min(count, NAMED) }, (_, i) => word(i, values[at + i])).join(", ") +
      (count > NAMED ? ", \u2026" : "");
    const rows = Array.from({ length: Math.min(to - from, MOST) }, (_, j) => {
      const t = from + j,
        best = frame.top[t],
        right = best === targets[t];
      const answers = covered
        ? ["covered", "covered", vocab[targets[t]], "covered"]
        : [
            few(frame.y, j * V, V, (k, value) => `${vocab[k]} ${number(value)}`),
            few(frame.p, j * V, V, (k, value) => `${vocab[k]} ${number(value, 3)}`),
            vocab[targets[t]],
            `${vocab[best]}, ${right ? "right" : "wrong"}`,
          ];
      const cells = [vocab[x[t]], few(frame[states[0]], j * H, H, (_i, value) => number(value)), ...answers];
      return html("tr", {}, html("th", { scope: "row", text: t + 1 }), ...cells.map((text) => html("td", { text })));
    });
    this.body.replaceChildren(...rows);
  }
}
