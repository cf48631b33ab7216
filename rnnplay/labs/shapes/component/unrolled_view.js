// Draws the unrolled network on one input. Its boxes are created once and then only filled.

import { html, set, svg, write } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { percent } from "./box_numbers.js";
import { arrows, grid, halves, plan, ROWS } from "./unrolled_layout.js";
import { picture, state } from "./pixel_tiles.js";

const KINDS = ["output", "state", "input"];
const GLIDE = 280,
  RISE = 200; // milliseconds: for the state to move on, for the answer to appear
const LONG = 6,
  TIGHT = 60; // letters and pixels: longer words in narrower boxes are set smaller

export class UnrolledView {
  /** tell: { ask(t, row), hover(t, row) or hover(null) } */
  constructor(tell) {
    this.tell = tell;
    this.columns = [];
    const tip = svg(
      "marker",
      {
        id: "wiring-tip",
        viewBox: "0 0 8 8",
        refX: 6,
        refY: 4,
        markerWidth: 7,
        markerHeight: 7,
        markerUnits: "userSpaceOnUse",
        orient: "auto-start-reverse",
      },
      svg("path", { d: "M0,0.5 L8,4 L0,7.5 Z", fill: "context-stroke" }),
    );
    this.lines = svg("g", {});
    this.overlay = svg("svg", { class: "lines" }, svg("defs", {}, tip), this.lines);
    this.zero = html("span", { class: "zero", text: "0" });
    this.halves = html("div", {});
    this.token = html("canvas", { class: "token" });
    this.boxes = html("div", {});
    this.node = html("div", { class: "row" }, this.overlay, this.zero, this.boxes, this.halves, this.token);
    this.node.style.height = `${ROWS.height}px`;
  }

  receive(data) {
    this.data = data;
    while (this.columns.length < data.steps.length) this.columns.push(this.column(this.columns.length));
    for (const { parts } of this.columns.splice(data.steps.length))
      Object.values(parts).forEach((node) => node.remove());
    data.steps.forEach((step, t) => this.fill(this.columns[t], step, t));
  }

  column(t) {
    const parts = { loss: html("span", { class: "loss" }), step: html("span", { class: "step", text: t + 1 }) },
      column = { parts };
    for (const kind of KINDS) {
      parts[kind] = html("div", {
        class: `box ${kind}`,
        onclick: () => this.tell.ask(t, kind),
        onpointerenter: () => this.tell.hover(t, kind),
        onpointerleave: () => this.tell.hover(null),
      });
      parts[kind].style.top = `${ROWS[kind]}px`;
      parts[kind].style.height = `${ROWS[`${kind}Height`]}px`;
    }
    for (const kind of ["loss", "step"]) parts[kind].style.top = `${ROWS[kind]}px`;
    column.chosen = html("span", { class: "chosen" });
    column.mark = html("span", { class: "mark" });
    column.probabilities = html("span", { class: "probabilities" });
    parts.output.append(html("span", { class: "choice" }, column.mark, column.chosen), column.probabilities);
    column.numbers = html("canvas", {});
    column.summary = html("span", { class: "summary", text: "summary" });
    parts.state.append(column.numbers, column.summary);
    column.pixels = html("canvas", {});
    column.word = html("span", { class: "chosen" });
    parts.input.append(column.pixels, column.word);
    this.boxes.append(...Object.values(parts));
    return column;
  }

  fill(column, step, t) {
    const { parts } = column,
      { read } = step,
      { summary, answers } = this.data;
    const known = step.loss !== undefined,
      few = step.top.length === answers;
    write(parts.loss, !step.scored ? "" : known ? number(step.loss) : step.wanted === undefined ? "counts" : "\u2013");
    set(parts.output, "data-scored", step.scored);
    write(column.chosen, step.chosen);
    set(column.chosen, "data-long", step.chosen.length > LONG);
    const judged = step.scored && step.wanted !== undefined;
    write(column.mark, judged ? (step.right ? "\u25b2" : "\u25bc") : "");
    set(column.mark, "class", `mark ${judged && step.right ? "right" : "wrong"}`);
    this.drawProbabilities(column.probabilities, few ? step.top.map(([, p]) => p) : [step.p], few);
    set(parts.state, "data-summary", t === summary);
    set(parts.input, "data-kind", read.kind);
    column.pixels.hidden = read.kind !== "pixels";
    write(column.word, read.text ?? "");
    set(column.word, "data-long", (read.text ?? "").length > LONG);
  }

  drawProbabilities(node, shares, upright) {
    set(node, "data-upright", upright);
    while (node.children.length < shares.length) node.append(html("i", {}));
    while (node.children.length > shares.length) node.lastChild.remove();
    shares.forEach(
      (share, k) => (node.children[k].style[upright ? "height" : "width"] = `${(100 * share).toFixed(1)}%`),
    );
    for (const bar of node.children) bar.style[upright ? "width" : "height"] = "";
  }

  /** Place all parts on `width` pixels, and draw the canvases. */
  place(width) {
    const { data } = this,
      T = data.steps.length,
      where = plan(T, width, data.pad.kind === "film"),
      { box, x } = where;
    this.where = where;
    this.node.style.width = `${where.width}px`;
    set(this.node, "data-narrow", box < TIGHT);
    set(this.overlay, "width", where.width);
    set(this.overlay, "height", ROWS.height);
    this.columns.forEach(({ parts }, t) =>
      Object.values(parts).forEach((node) => {
        node.style.left = `${(x[t] - box / 2).toFixed(1)}px`;
        node.style.width = `${box.toFixed(1)}px`;
      }),
    );
    this.zero.style.left = `${where.start - 8}px`;
    this.zero.style.top = `${ROWS.state + ROWS.stateHeight / 2 - 9}px`;
    const fed = data.steps.flatMap(({ read }, t) => (read.kind === "fed" ? [t] : []));
    this.lines.replaceChildren(
      ...arrows(where, fed).map(([kind, t, d]) =>
        svg("path", {
          class: `arrow ${kind}`,
          d,
          "data-step": t,
          "data-bare": kind === "leave" && !data.steps[t].scored,
          "data-summary": kind === "carry" && data.summary !== null && t === data.summary + 1,
        }),
      ),
    );
    this.halves.replaceChildren(
      ...halves(data.steps, data.read).map(([from, to, text, kind]) => {
        const node = html("span", { class: `half ${kind}`, text });
        node.style.left = `${x[from] - box / 2}px`;
        node.style.width = `${x[to] - x[from] + box}px`;
        node.style.top = `${ROWS.halves}px`;
        return node;
      }),
    );
    const h = Object.values(data.states)[0],
      inside = ROWS.stateHeight - 6,
      frame = ROWS.inputHeight - 6;
    data.steps.forEach(({ read }, t) => {
      state(this.columns[t].numbers, h[t], box - 6, inside);
      if (read.kind === "pixels")
        picture(
          this.columns[t].pixels,
          read.bits,
          data.pad,
          Math.max(3, Math.floor(Math.min((box - 6) / data.pad.columns, frame / data.pad.rows))),
        );
    });
  }

  /** Show the steps up to `at` and the selected box. covered: whether the answer of step `at` is hidden. */
  show(at, asked, covered) {
    this.columns.forEach(({ parts }, t) =>
      Object.entries(parts).forEach(([kind, node]) => {
        set(node, "data-later", t > at);
        set(node, "data-covered", covered && t === at && ["output", "loss"].includes(kind));
        set(node, "data-asked", t === asked.t && kind === asked.row);
      }),
    );
    for (const line of this.lines.children) set(line, "data-later", Number(line.dataset.step) > at);
  }

  /** Animate step t: the state moves on and the answer appears. */
  flow(t) {
    const { parts } = this.columns[t],
      { x, box } = this.where,
      h = Object.values(this.data.states)[0];
    parts.input.animate(
      [
        { transform: "translateY(8px)", opacity: 0.2 },
        { transform: "none", opacity: 1 },
      ],
      { duration: RISE, easing: "ease-out" },
    );
    if (t) {
      state(this.token, h[t - 1], box - 6, ROWS.stateHeight - 6);
      const { columns, size } = grid(h[t].length, box - 6, ROWS.stateHeight - 6),
        half = (columns * size) / 2;
      this.token.style.top = `${ROWS.state + 3}px`;
      this.token.animate(
        [
          { left: `${x[t - 1] - half}px`, opacity: 1 },
          { left: `${x[t] - half}px`, opacity: 1 },
        ],
        { duration: GLIDE, easing: "ease-in-out" },
      );
    }
    parts.state.animate([{ opacity: 0.2 }, { opacity: 1 }], { duration: GLIDE + 60 });
    parts.output.animate(
      [
        { transform: "translateY(8px)", opacity: 0 },
        { transform: "none", opacity: 1 },
      ],
      { duration: RISE, delay: GLIDE, fill: "backwards", easing: "ease-out" },
    );
  }
}

/** The sentence of a screen reader for a box. */
export function boxInWords(data, t, row) {
  const step = data.steps[t],
    name = `Step ${t + 1} of ${data.steps.length}`;
  if (row === "input") {
    const { text, bits, kind } = step.read,
      input = text ?? `a picture of ${[...bits].filter((bit) => bit === "1").length} pixels`;
    return `${name}, input: ${input}${kind === "fed" ? ", fed back" : ""}.`;
  }
  if (row === "state") return `${name}, state: ${data.hidden} numbers${t === data.summary ? ", the summary" : ""}.`;
  const judged =
    step.wanted === undefined ? "" : step.right ? ", right" : `, wrong, wanted ${step.wanted ?? "nothing more"}`;
  return `${name}, output: ${step.chosen}, ${percent(step.p)}${step.scored ? judged : ", not scored"}.`;
}
