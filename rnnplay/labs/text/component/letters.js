// Shows a text letter by letter: a number colours each letter, and the selected one is explained beside the text.

import { followPresentation } from "../../../app/presentation/follow_presentation.js";
import { html, set } from "../../../app/js/dom.js";
import { unpack } from "../../../app/js/binary_message.js";
import { explainDraw } from "./sampled_letter.js";
import { explainInside } from "./read_letter.js";
import { mounted } from "../../../app/js/mounted.js";

const EXPLAIN = { inspection: explainInside, sampling: explainDraw };
const HOLD = 60; // milliseconds that a pointer rests on a letter before the page follows it

class Letters {
  constructor(box) {
    this.text = html("div", {
      class: "text",
      tabindex: 0,
      role: "group",
      onkeydown: (event) => this.keys(event),
      onclick: (event) => this.pick(event, true),
      onpointermove: (event) => this.pick(event, false),
      onpointerleave: () => this.let(),
    });
    this.side = html("div", { class: "about", "aria-live": "polite" });
    this.legend = html("p", { class: "legend" });
    box.replaceChildren(html("div", {}, this.text, this.legend), this.side);
    this.at = null;
  }

  receive(bytes) {
    const { header, arrays } = unpack(bytes);
    const key = `${header.mode} ${header.letters.join("")}`;
    if (key !== this.key) {
      this.key = key;
      this.at = this.fixed = header.at ?? header.letters.length - 1;
      this.build(header);
    }
    Object.assign(this, { header, arrays });
    set(this.text, "aria-label", header.label);
    this.legend.replaceChildren(
      ...header.legend.map(([sign, text]) => html("span", {}, html("i", { class: sign, "aria-hidden": "true" }), text)),
    );
    this.paint();
    this.show(this.at);
  }

  build({ letters, prime }) {
    this.nodes = letters.map((letter, i) =>
      html("span", {
        class: i < (prime ?? 0) ? "letter prime" : "letter",
        "data-i": i,
        text: letter === "\n" ? "\u23ce" : letter,
      }),
    );
    // A sign for a line break is followed by a real one: the lines are those of the text.
    this.text.replaceChildren(
      ...this.nodes.flatMap((node, i) => (letters[i] === "\n" ? [node, html("br", {})] : [node])),
    );
  }

  paint() {
    const tint = this.arrays.tint?.data;
    this.nodes.forEach((node, i) => {
      const value = tint ? tint[i] : 0;
      node.style.setProperty("--amount", Number.isFinite(value) ? Math.min(1, Math.abs(value)).toFixed(3) : 0);
      set(node, "data-sign", value < 0 ? "below" : "above");
    });
  }

  pick(event, keep) {
    const i = event.target.dataset?.i;
    clearTimeout(this.resting);
    if (i === undefined) return;
    if (keep) this.fixed = Number(i);
    this.resting = setTimeout(() => this.show(Number(i)), keep ? 0 : HOLD);
  }

  /** The pointer has left: show the selected letter again. */
  let() {
    clearTimeout(this.resting);
    this.show(this.fixed);
  }

  keys(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.fixed = Math.max(0, Math.min(this.nodes.length - 1, this.at + by));
    this.show(this.fixed);
    this.nodes[this.fixed].scrollIntoView({ block: "nearest" });
  }

  show(i) {
    this.at = i;
    this.nodes.forEach((node, k) => set(node, "data-here", k === i));
    this.depend(i);
    this.side.replaceChildren(...EXPLAIN[this.header.mode](this.header, this.arrays, i));
  }

  /** Underline the letters that the guess after letter i depends on: the more, the thicker. */
  depend(i) {
    const { dependence } = this.arrays;
    const lags = dependence ? dependence.shape[1] : 0,
      row = dependence?.data.subarray(i * lags, (i + 1) * lags);
    const most = row?.reduce((a, b) => Math.max(a, b), 0) || 1;
    this.nodes.forEach((node, k) => {
      const back = i - k,
        share = back >= 0 && back < lags ? row[back] / most : 0;
      node.style.setProperty("--depend", `${(4 * share).toFixed(2)}px`);
    });
  }
}

export default function (page) {
  return mounted(page, {
    box: ".letters",
    name: "The text",
    ready: (data) => data instanceof Uint8Array,
    make: (box) => Object.assign(new Letters(box), { leave: followPresentation(box) }),
  });
}
