// One sentence, read by several networks: each word shaded by the gradient, and each network's answer so far.

import { followPresentation } from "../../../app/presentation/follow_presentation.js";
import { html, set, write } from "../../../app/js/dom.js";
import { precise } from "../../../app/js/format.js";
import { mounted } from "../../../app/js/mounted.js";

const percent = (p) => `${(100 * p).toFixed(p > 0.0995 || p === 0 ? 0 : 1)} %`;

class SentenceReadings {
  constructor(box) {
    this.box = box;
    this.blocks = html("div", { class: "readers" });
    this.slider = html("input", {
      type: "range",
      min: 1,
      step: 1,
      "aria-label": "read up to this word",
      oninput: () => this.select(Number(this.slider.value) - 1),
    });
    this.where = html("p", { class: "where" });
    this.table = html("table", {});
    box.replaceChildren(this.blocks, html("div", { class: "answers" }, this.where, this.slider, this.table));
  }

  /** Draw new numbers, or another sentence. data: of sentence_data.py */
  receive(data) {
    const other = this.key !== data.words.join(" ");
    this.key = data.words.join(" ");
    this.data = data;
    if (other || this.at === undefined || this.at >= data.words.length) this.at = data.words.length - 1;
    set(this.slider, "max", data.words.length);
    this.build();
    this.select(this.at);
  }

  build() {
    const { words, clue, readers } = this.data;
    this.words = readers.map(({ shades, reach }) =>
      words.map((word, t) => {
        const node = html(
          "span",
          {
            class: t === clue ? "word clue" : "word",
            title: `gradient that reaches it: ${precise(reach[t])}`,
            onclick: () => this.select(t),
          },
          html("span", { text: word }),
        );
        node.style.setProperty("--shade", shades[t].toFixed(3));
        return node;
      }),
    );
    this.blocks.replaceChildren(
      ...readers.map((reader, i) =>
        html(
          "section",
          { class: reader.right ? "reader knows" : "reader" },
          html("h4", {}, html("b", { text: reader.name }), html("span", { text: ` ${reader.note}` })),
          html("p", {}, ...this.words[i]),
        ),
      ),
    );
    const head = html(
      "tr",
      {},
      html("th", { scope: "col", text: "" }),
      ...readers.map(({ name }) => html("th", { scope: "col", text: name })),
    );
    this.cells = this.data.answers.map(() => readers.map(() => html("td", {}, html("i", {}), html("span", {}))));
    this.table.replaceChildren(
      html("thead", {}, head),
      html(
        "tbody",
        {},
        ...this.data.answers.map((answer, k) =>
          html(
            "tr",
            { class: k === this.data.wanted ? "wanted" : "" },
            html("th", { scope: "row", text: k === this.data.wanted ? `${answer} \u2190` : answer }),
            ...this.cells[k],
          ),
        ),
      ),
    );
  }

  /** Show the answer of each network after word t. */
  select(t) {
    this.at = t;
    this.slider.value = t + 1;
    const { words, readers } = this.data;
    set(this.slider, "aria-valuetext", `${words[t]}, word ${t + 1} of ${words.length}`);
    write(this.where, `Asked after \u201c${words[t]}\u201d, word ${t + 1} of ${words.length}:`);
    for (const row of this.words)
      row.forEach((node, i) => set(node, "data-read", i === t ? "here" : i < t ? "yes" : "no"));
    this.cells.forEach((row, k) =>
      row.forEach((cell, i) => {
        const p = readers[i].p[t][k];
        write(cell.lastChild, percent(p));
        cell.firstChild.style.width = `${(100 * p).toFixed(1)}%`;
        set(
          cell,
          "data-best",
          readers[i].p[t].every((other) => other <= p),
        );
      }),
    );
  }
}

export default function (page) {
  return mounted(page, {
    box: ".sentence_readings",
    name: "The sentence",
    make: (box) => Object.assign(new SentenceReadings(box), { leave: followPresentation(box) }),
  });
}
