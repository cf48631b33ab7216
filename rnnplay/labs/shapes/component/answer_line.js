// Shows the network's answer in words, and below it the answer of the baseline to the same input.

import { html } from "../../../app/js/dom.js";
import { brief } from "../../../app/js/format.js";
import { percent } from "./box_numbers.js";

const SIGNS = { stay: "\u00b7", up: "\u2191", down: "\u2193", left: "\u2190", right: "\u2192" };
const drawn = (moves) =>
  moves
    .split(", ")
    .map((move) => SIGNS[move])
    .join("\u2009");

export class AnswerLine {
  constructor() {
    this.shown = null; // the answer that is written now
    this.answer = html("p", { class: "answer", "aria-live": "polite" });
    this.baseline = html("p", { class: "baseline soft" });
    this.node = html("div", { class: "answers" }, this.answer, this.baseline);
  }

  clear() {
    this.shown = null;
    this.answer.replaceChildren();
    this.baseline.replaceChildren();
  }

  /**
   * Show the answer in words, its probability, and whether it is right. over: whether the last step is reached;
   * covered: whether the answer is hidden for guessing.
   */
  show({ answer, pad }, over, covered) {
    const film = pad.kind === "film",
      sure = answer.p === null ? "" : ` ${percent(answer.p)}`;
    const right = html("span", {
      class: "right",
      text: answer.count !== null && answer.p === null ? ` \u25b2 all ${answer.of} right` : " \u25b2 right",
    });
    const wrong = html("span", {
      class: "wrong",
      text:
        answer.p === null
          ? ` \u25bc ${answer.count} of ${answer.of} right`
          : ` \u25bc right would be: ${answer.wanted}`,
    });
    const loss = answer.loss === undefined ? "" : html("span", { class: "soft", text: ` loss ${brief(answer.loss)}` });
    this.baseline.hidden = covered;
    const key = JSON.stringify([over, covered, answer]);
    if (key === this.shown) return;
    this.shown = key;
    if (covered) return this.answer.replaceChildren(html("span", { class: "soft", text: "What will it say?" }));
    if (!over) return this.answer.replaceChildren(html("span", { class: "soft", text: "\u2026" }));
    this.answer.replaceChildren(
      html("b", { text: film ? drawn(answer.said) : answer.said, "aria-label": answer.said }),
      html("span", { text: sure }),
      ...(answer.right === null ? [] : [answer.right ? right : wrong]),
      loss,
    );
  }

  /** Show the answer of the baseline to the same input. */
  compare({ baseline, pad }) {
    if (!baseline) return this.baseline.replaceChildren();
    const { name, right, count, of, one } = baseline,
      text = pad.kind === "film" ? drawn(baseline.said) : baseline.said;
    const mark =
      right === null
        ? ""
        : html("span", {
            class: right ? "right" : "wrong",
            text: right ? " \u25b2" : one ? " \u25bc" : ` \u25bc ${count} of ${of}`,
          });
    return this.baseline.replaceChildren(`${name} says: ${text}`, mark);
  }
}
