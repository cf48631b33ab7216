// Shows the numbers of the selected box: a state, the probabilities of an answer, or the input.

import { button, html } from "../../../app/js/dom.js";
import { brief, many, number, precise } from "../../../app/js/format.js";
import { picture } from "./pixel_tiles.js";

/** 99.97 %, 98.2 %, 0.02 %: at most two digits after the point, and 100 % only if nothing else is left. */
export const percent = (p) => `${p >= 0.99995 ? "100" : number(100 * p, p < 0.0995 || p > 0.9945 ? 2 : 1)}\u00a0%`;

export class BoxNumbers {
  constructor() {
    this.kept = ""; // the state that was chosen
    this.title = html("b", {});
    this.which = html("span", { class: "group" });
    this.body = html("div", { class: "numbers" });
    this.foot = html("p", { class: "soft" });
    this.node = html(
      "section",
      { class: "asked", "aria-label": "The box that is asked" },
      html("div", { class: "title" }, this.title, this.which),
      this.body,
      this.foot,
    );
  }

  /** Show one box. row: "output", "state" or "input" of step t. */
  show(data, t, row) {
    Object.assign(this, { data, t, row });
    const step = data.steps[t],
      shown = this[row](data, step, t);
    this.title.textContent = `Step ${t + 1}, ${shown.title}`;
    this.body.replaceChildren(shown.body);
    this.foot.textContent = shown.foot;
    const names = row === "state" ? Object.keys(data.states) : [],
      shownState = this.stateIn(data);
    this.which.replaceChildren(
      ...(names.length > 1
        ? names.map((name) =>
            button({
              class: "action",
              "aria-pressed": String(name === shownState),
              text: name,
              onclick: () => this.keep(name),
            }),
          )
        : []),
    );
    shown.draw?.();
  }

  /** Hide the answer of step t until it is guessed. */
  cover(t, reveal) {
    this.title.textContent = `Step ${t + 1}, output`;
    this.which.replaceChildren();
    this.body.replaceChildren(
      button({ class: "action", text: "Show it", title: "Show what is covered (r)", onclick: reveal }),
    );
    this.foot.textContent = "Guess first: what will it say, and how sure?";
  }

  /** The state that was chosen if this network has it, else its first. */
  stateIn({ states }) {
    return this.kept in states ? this.kept : Object.keys(states)[0];
  }

  keep(name) {
    this.kept = name;
    this.show(this.data, this.t, this.row);
  }

  output(data, step) {
    const rows = step.top.map(([name, p]) => {
      const bar = html("i", {});
      bar.style.width = `${(100 * p).toFixed(1)}%`;
      const mark = step.wanted === name ? "\u25b2" : step.chosen === name && step.wanted !== undefined ? "\u25bc" : "";
      return html(
        "tr",
        { "data-chosen": step.chosen === name },
        html("th", { scope: "row", text: name }),
        html("td", { class: mark === "\u25b2" ? "right" : "wrong", text: mark }),
        html("td", { class: "track" }, bar),
        html("td", { class: "share", text: percent(p) }),
      );
    });
    const foot = !step.scored
      ? "Nothing is asked here: not part of the loss."
      : step.loss !== undefined
        ? `Loss here: \u2212ln ${precise(Math.exp(-step.loss), step.loss > 3 ? 2 : 4)} ` +
          `= ${brief(step.loss)}. It counts.`
        : step.right === false
          ? `Wanted: ${step.wanted ?? "nothing more"}.`
          : step.right
            ? "Right, but after a mistake: training would have fed back another word."
            : `The highest of ${many(data.answers, "answer")} is what it says. The step counts in the loss.`;
    return {
      title: step.scored ? "output p" : "output p, not scored",
      body: html("table", { class: "probabilities" }, html("tbody", {}, ...rows)),
      foot,
    };
  }

  state(data, _step, t) {
    const name = this.stateIn(data),
      values = data.states[name][t],
      columns = Math.min(8, values.length);
    const rows = Array.from({ length: Math.ceil(values.length / columns) }, (_, r) =>
      html(
        "tr",
        {},
        ...values.slice(r * columns, (r + 1) * columns).map((value) => {
          const cell = html("td", { text: number(value), "data-sign": value < 0 ? "below" : "above" });
          cell.style.setProperty("--amount", Math.min(1, Math.abs(value)).toFixed(3));
          return cell;
        }),
      ),
    );
    const what = `${many(values.length, "number")}, made from the input and the state before.`;
    return {
      title: t === data.summary ? `the summary (${name})` : `state ${name}`,
      body: html("table", { class: "state" }, html("tbody", {}, ...rows)),
      foot: t === data.summary ? "All that the second half will know of the first." : what,
    };
  }

  input(data, step, _t) {
    const { read } = step;
    if (read.kind === "pixels") {
      const canvas = html("canvas", {}),
        ones = [...read.bits].filter((bit) => bit === "1").length,
        extra = read.of - read.bits.length;
      return {
        title: "input x",
        body: canvas,
        draw: () => picture(canvas, read.bits, data.pad, Math.floor(118 / data.pad.rows)),
        foot:
          `${many(read.bits.length, "pixel")}, ${ones} of them 1, the others ` +
          `0.${extra ? ` No word yet: ${extra} more zeros.` : ""}`,
      };
    }
    const text = {
      fed: "What it said a step before is what it reads now.",
      sign: "A sign: the phrase is over, now write.",
      word: `Symbol ${read.number} of ${read.of}: a 1 there, zeros elsewhere.`,
    };
    return {
      title: read.kind === "fed" ? "input x, fed back" : "input x",
      body: html("p", { class: "word", text: read.text }),
      foot: text[read.kind],
    };
  }
}
