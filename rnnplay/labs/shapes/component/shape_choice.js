// The choice of a shape: five small pictures with inputs below, states between, outputs above.

import { html, set, svg } from "../../../app/js/dom.js";
import { mounted } from "../../../app/js/mounted.js";

// shape -> [number of columns, columns that read, columns that answer]
const WIRES = {
  "one-to-one": [1, [0], [0]],
  "one-to-many": [3, [0], [0, 1, 2]],
  "many-to-one": [3, [0, 1, 2], [2]],
  "encoder-decoder": [5, [0, 1, 2], [2, 3, 4]],
  "in-step": [3, [0, 1, 2], [0, 1, 2]],
};
const PITCH = 14,
  WIDE = 8,
  HIGH = 11,
  ROW = { out: 1, state: 19, into: 37 };

function pictogram([columns, reads, answers]) {
  const x = (k) => 1 + k * PITCH,
    box = (kind, k, y) => svg("rect", { class: kind, x: x(k), y, width: WIDE, height: HIGH, rx: 1 });
  const up = (k, from) => svg("path", { d: `M${x(k) + WIDE / 2},${from} v-5` });
  const parts = Array.from({ length: columns }, (_, k) => [
    box("state", k, ROW.state),
    k ? svg("path", { d: `M${x(k - 1) + WIDE + 1},${ROW.state + HIGH / 2} h4` }) : null,
    ...(reads.includes(k) ? [box("input", k, ROW.into), up(k, ROW.into - 1)] : []),
    ...(answers.includes(k) ? [box("output", k, ROW.out), up(k, ROW.state - 1)] : []),
  ]);
  return svg("svg", { "aria-hidden": "true", width: columns * PITCH - 4, height: 50 }, ...parts.flat());
}

class ShapeChoice {
  constructor(box) {
    this.box = box;
    this.group = html("div", {
      class: "shape-group",
      role: "radiogroup",
      "aria-label": "How inputs and answers follow one another",
      onkeydown: (event) => this.keys(event),
    });
    box.replaceChildren(this.group);
  }

  receive({ shapes, chosen }, tell) {
    this.tell = tell;
    if (!this.radios) {
      this.radios = shapes.map(({ slug, shape, learn }) =>
        html(
          "button",
          { type: "button", role: "radio", "data-slug": slug, onclick: () => this.choose(slug) },
          pictogram(WIRES[slug]),
          html("span", {}, html("b", { text: shape }), html("small", { text: learn })),
        ),
      );
      this.group.replaceChildren(...this.radios);
    }
    this.mark(chosen);
  }

  mark(slug) {
    this.chosen = slug;
    for (const radio of this.radios) {
      const on = radio.dataset.slug === slug;
      set(radio, "aria-checked", String(on));
      set(radio, "tabindex", on ? 0 : -1);
    }
  }

  choose(slug) {
    if (slug === this.chosen) return;
    this.mark(slug);
    this.tell("shape", slug);
  }

  keys(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const at = this.radios.findIndex(({ dataset }) => dataset.slug === this.chosen),
      next = this.radios[(at + by + this.radios.length) % this.radios.length];
    next.focus();
    this.choose(next.dataset.slug);
  }
}

export default function (page) {
  return mounted(page, { box: ".shape_choice", name: "The choice of shapes", make: (box) => new ShapeChoice(box) });
}
