// Draws the unrolled network with every number, as SVG. It is built once; then only changes are written.

import { html, named, set, svg, write } from "../../../app/js/dom.js";
import { brief, change, highest, number } from "../../../app/js/format.js";
import { sentence } from "./screen_reader_sentences.js";

const UP = "M0,7 L4.5,0 L9,7 Z";
const DOWN = "M0,0 L4.5,7 L9,0 Z";
// a magnifying glass with a plus
const LENS = "M9,9 L12.5,12.5 M5.5,0.8 a4.7,4.7 0 1 0 0.01,0 Z M3.4,5.5 h4.2 M5.5,3.4 v4.2";

function heading(text, y, layout) {
  return svg("text", { class: "label", x: layout.gutter - 14, y, "text-anchor": "end", text });
}

export class Diagram {
  /** `on`: ask(id) when a number is chosen, open(names) when an arrow is, inside(t) when a cell is opened. */
  constructor(network, layout, on) {
    Object.assign(this, { network, layout, on });
    this.cells = new Map();
    this.svg = svg("svg", {
      class: "diagram",
      width: layout.width * layout.zoom,
      height: layout.height * layout.zoom,
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      role: "group",
      "aria-label": "The network, one column a step",
    });
    this.node = html("div", { class: "drawing-area detailed" }, this.svg);
    this.marker();
    this.labels();
    this.arrows = layout.arrows.map((arrow) => this.arrow(arrow));
    this.heads = layout.columns.map((column) => this.column(column));
    for (const item of layout.items) this.cell(item);
    this.openers = layout.columns.map((column) => this.opener(column));
    this.best = layout.columns.map(({ x }) =>
      this.svg.appendChild(
        svg("rect", { class: "best", x: x - 1.5, width: layout.box + 3, height: layout.rows.scores.row, rx: 3 }),
      ),
    );
    this.lights = this.svg.appendChild(svg("g", { class: "lights" }));
    this.cells.values().next().value?.group.setAttribute("tabindex", "0");
    this.svg.addEventListener("keydown", (event) => this.keys(event));
  }

  /** The steps in view: all of them. */
  get columns() {
    return [0, this.network.T];
  }

  marker() {
    const head = (id, name) =>
      svg(
        "marker",
        { id, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 6, markerHeight: 6, orient: "auto-start-reverse" },
        svg("path", { d: "M0,0.5 L7,4 L0,7.5 Z", class: name }),
      );
    this.svg.append(svg("defs", {}, head("head", "head"), head("head-lit", "head lit")));
  }

  labels() {
    const { rows, gutter } = this.layout;
    this.named = {};
    if (gutter < 60) return;
    const middle = (band) => (band.y + band.bottom) / 2 + 5;
    for (const [name, text] of [
      ["wanted", "wanted letter"],
      ["loss", "loss"],
      ["scores", "scores y"],
      ["hidden", "state h"],
      ["input", "input x"],
      ["letter", "letter in"],
    ]) {
      this.named[name] = this.svg.appendChild(heading(text, middle(rows[name]), this.layout));
    }
  }

  arrow(arrow) {
    const { x1, y1, x2, y2, names, label, t, kind } = arrow;
    const line = svg("path", { class: "arrow", d: `M${x1},${y1} L${x2},${y2}`, "marker-end": "url(#head)" });
    const group = svg(
      "g",
      { class: `link ${kind}`, role: "button", tabindex: t === 0 ? 0 : -1, "aria-label": `${label}: open the weights` },
      svg("title", { text: `${label}: open the weights` }),
    );
    const flat = y1 === y2;
    group.append(
      svg("rect", {
        class: "hit",
        x: Math.min(x1, x2) - (flat ? 0 : 16),
        y: Math.min(y1, y2) - (flat ? 16 : 0),
        width: Math.abs(x2 - x1) + (flat ? 0 : 32),
        height: Math.abs(y2 - y1) + (flat ? 32 : 0),
      }),
      line,
    );
    const roomy = this.layout.step - this.layout.box >= 30;
    if (flat ? t === 1 && roomy : t === 0) {
      const text = svg(
        "text",
        flat
          ? { class: "matrix", x: (x1 + x2) / 2, y: y1 - 9, "text-anchor": "middle" }
          : { class: "matrix", x: x1 + 9, y: (y1 + y2) / 2 + 4 },
      );
      named(text, label);
      group.append(text);
    }
    if (flat && t === 0 && this.layout.step - this.layout.box > 40)
      group.append(svg("text", { class: "start", x: x1 - 3, y: y1 + 4, "text-anchor": "end", text: "0" }));
    const open = () => this.on.open(names);
    group.addEventListener("click", open);
    group.addEventListener("keydown", (event) => {
      if (![" ", "Enter"].includes(event.key)) return;
      event.preventDefault();
      open();
    });
    for (const type of ["pointerenter", "pointerleave"]) {
      group.addEventListener(type, () => this.svg.setAttribute("data-hover", type === "pointerenter" ? kind : ""));
    }
    this.svg.append(group);
    return { ...arrow, line };
  }

  column({ t, center }) {
    const { rows } = this.layout,
      { vocab, x, targets } = this.network;
    const tick = svg("text", { class: "tick", x: center + 15, y: rows.wanted.y + 18 });
    this.svg.append(
      svg("text", {
        class: "letter wanted",
        x: center,
        y: rows.wanted.y + 18,
        "text-anchor": "middle",
        text: vocab[targets[t]],
      }),
      tick,
      svg("text", { class: "letter in", x: center, y: rows.letter.y + 19, "text-anchor": "middle", text: vocab[x[t]] }),
    );
    return { tick };
  }

  /** The button that opens the cell, above the left end of its state. */
  opener({ t, x, center }) {
    const {
        rows: { hidden },
      } = this.layout,
      y = hidden.y - 5,
      label = `open the cell at step ${t + 1}`,
      roomy = center - x > 62;
    const group = svg(
      "g",
      { class: "opener", role: "button", tabindex: t ? -1 : 0, "aria-label": label },
      svg("title", { text: label }),
      svg("rect", { class: "hit", x: x - 2, y: y - 15, width: roomy ? 54 : 22, height: 19 }),
      svg("path", { class: "lens", d: LENS, transform: `translate(${x + 1} ${y - 11})` }),
    );
    if (roomy) group.append(svg("text", { x: x + 17, y, text: "inside" }));
    const open = () => this.on.inside(t);
    group.addEventListener("click", open);
    group.addEventListener("keydown", (event) => {
      const to = event.shiftKey ? { ArrowLeft: t - 1, ArrowRight: t + 1 }[event.key] : undefined;
      if ([" ", "Enter"].includes(event.key)) open();
      else if (this.openers[to]) this.focusInside(to);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.svg.append(group);
    return group;
  }

  /** Move the keyboard focus to the button that opens the cell of step t. */
  focusInside(t) {
    this.openers.forEach((opener, s) => set(opener, "tabindex", s === t ? 0 : -1));
    this.openers[t].focus({ preventScroll: true });
  }

  cell(item) {
    const { name, t, i, x, y, w, h } = item,
      { network } = this;
    const kind = name === "y" ? "score" : name === "x" ? "input" : name === "loss" ? "loss" : "state";
    const wanted = kind === "score" && network.targets[t] === i;
    const group = svg("g", {
      class: `cell ${kind}${wanted ? " wanted" : ""}`,
      role: "button",
      tabindex: -1,
      "data-id": item.id,
    });
    const rect = svg("rect", { x, y: y + 0.5, width: w, height: h - 1, rx: 2 });
    group.append(rect);
    const at = { group, rect, item, wanted };
    const { changes } = this.layout;
    const base = kind === "score" && changes === "below" ? y + h / 2 - 0.5 : y + h / 2 + 5;
    if (kind === "score") this.score(at, base, changes);
    else {
      at.value = svg("text", {
        class: "value",
        x: x + w / 2 + (kind === "state" ? 20 : 0),
        y: kind === "input" ? y + h / 2 + 4 : base,
        "text-anchor": kind === "state" ? "end" : "middle",
      });
      group.append(at.value);
      if (kind === "input") write(at.value, network.x[t] === i ? "1" : "0");
      if (kind === "input" && network.x[t] === i) group.classList.add("one");
    }
    group.addEventListener("click", () => this.choose(item.id));
    this.svg.append(group);
    this.cells.set(item.id, at);
  }

  score(at, base, changes) {
    const { x, w, i, h, y } = at.item,
      narrow = changes !== "beside",
      below = changes === "below";
    const mark = svg("path", {
      class: "push",
      d: at.wanted ? UP : DOWN,
      transform: `translate(${x + (narrow ? 14 : 21)} ${base - 8.5})`,
    });
    const right = below ? x + w - 4 : narrow ? x + w - 14 : x + Math.min(84, w * 0.58);
    at.value = svg("text", { class: "value", x: right, y: base, "text-anchor": "end" });
    // the right edge of the number: with its change beside it, and alone
    Object.assign(at, { right, edge: narrow ? right : x + w - 16 });
    at.change = svg("text", {
      class: "change",
      x: x + w - (below ? 4 : 18),
      y: below ? y + h - 4 : base,
      "text-anchor": "end",
    });
    at.went = svg("path", { class: "went", transform: `translate(${x + w - (narrow ? 11 : 14)} ${base - 8})` });
    at.group.append(
      svg("text", {
        class: "name",
        x: x + (narrow ? 8 : 11),
        y: base,
        "text-anchor": "middle",
        text: this.network.vocab[i],
      }),
      mark,
      at.value,
    );
    if (changes !== "mark") at.group.append(at.change);
    if (!below) at.group.append(at.went);
  }

  /** Write one frame. `before`: the frame of one update earlier, for the changes; `look`: see player_drawing.js. */
  draw(frame, before, look) {
    const { T, V, H, states, targets } = this.network;
    const shown = look.show === "probabilities" ? "p" : "y";
    const lens = look.lens ?? {};
    for (let t = 0; t < T; t++) {
      const ready = !lens.scores || lens.scores.ready(t);
      for (let k = 0; k < V; k++) this.drawScore(t, k, frame, before, shown, lens.scores, ready, look.covered);
      const top = highest(frame.y, t * V, (t + 1) * V);
      set(this.best[t], "y", this.layout.rows.scores.y + top * this.layout.rows.scores.row);
      set(this.best[t], "visibility", lens.scores?.values || !ready ? "hidden" : "visible");
      const right = top === targets[t];
      write(this.heads[t].tick, ready && !lens.scores?.values ? (right ? "\u2713" : "\u2717") : "");
      this.heads[t].tick.setAttribute("class", right ? "tick right" : "tick wrong");
      const loss = lens.loss && !lens.loss.ready(t) ? (look.covered ? "?" : "") : number(frame.losses[t], 3);
      write(this.cells.get(`loss:${t}:0`).value, loss);
      const known = !lens.state || lens.state.ready(t);
      for (let i = 0; i < H; i++)
        this.drawState(this.cells.get(`${states[0]}:${t}:${i}`), t * H + i, frame, lens.state, known);
    }
    this.relabel(lens, shown);
    this.light(look.lit, look.asked?.replace(/^p:/, "y:"), look.reversed);
  }

  drawScore(t, k, frame, before, shown, lens, ready, covered) {
    const at = this.cells.get(`y:${t}:${k}`),
      j = t * this.network.V + k;
    const value = lens?.values ? lens.values[j] : frame[shown][j];
    write(at.value, !ready ? (covered ? "?" : "") : lens?.values ? brief(value) : number(value, shown === "p" ? 3 : 2));
    const goal = frame.goal ?? frame; // while the numbers glide, the whole change is shown
    set(at.value, "x", lens?.values ? at.edge : at.right);
    const moved = before && !lens ? goal[shown][j] - before[shown][j] : null;
    const text = moved === null ? "" : change(moved);
    write(at.change, text);
    const up = text.startsWith("+"),
      still = moved === null || Number(text.replace("\u2212", "-")) === 0;
    set(at.went, "d", still ? "M0,0" : up ? UP : DOWN);
    set(at.group, "data-against", !still && up !== at.wanted);
    set(at.group, "data-dim", !ready && !covered);
  }

  drawState(at, j, frame, lens, ready) {
    const value = lens?.values ? lens.values[j] : frame[this.network.states[0]][j];
    write(at.value, ready ? (lens?.values ? brief(value) : number(value)) : "");
    const scale = lens?.values ? lens.scale : 1;
    set(at.group, "data-sign", value < 0 ? "below" : "above");
    at.rect.style.setProperty("--amount", ready ? Math.min(1, Math.abs(value) / scale).toFixed(2) : 0);
    set(at.group, "data-dim", !ready);
  }

  relabel(lens, shown) {
    const { scores, hidden } = this.named;
    if (!scores) return;
    write(scores, lens.scores?.label ?? (shown === "p" ? "probability p" : "scores y"));
    write(hidden, lens.state?.label ?? `state ${this.network.states[0]}`);
  }

  /** Outline the sources of a number, and light up the arrows between. */
  light(lit, asked, reversed) {
    const key = `${asked ?? ""}|${reversed ?? ""}|${[...(lit ?? [])].join()}`;
    if (key === this.lightKey) return;
    this.lightKey = key;
    this.lights.replaceChildren();
    const outline = (id, name) => {
      const item = this.cells.get(id)?.item;
      if (item)
        this.lights.append(
          svg("rect", { class: name, x: item.x - 2, y: item.y - 1, width: item.w + 4, height: item.h + 2, rx: 4 }),
        );
    };
    for (const id of lit ?? []) outline(id, "source");
    if (asked) outline(asked, "asked");
    for (const { kind, t, line } of this.arrows) {
      const on = lit?.has(`arrow:${kind}:${t}`);
      // In the backward pass the lit arrows point back.
      set(line, "marker-end", on ? (reversed ? null : "url(#head-lit)") : "url(#head)");
      set(line, "marker-start", on && reversed ? "url(#head-lit)" : null);
      line.setAttribute("class", on ? "arrow lit" : "arrow");
    }
  }

  choose(id) {
    for (const { group } of this.cells.values()) set(group, "tabindex", -1);
    this.cells.get(id).group.setAttribute("tabindex", "0");
    this.on.ask(id);
  }

  /** Shift + arrow moves to the nearest number in that direction; Enter asks about the number. */
  keys(event) {
    const id = event.target.closest?.("[data-id]")?.getAttribute("data-id");
    if (!id) return;
    const item = this.cells.get(id).item;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(id);
    } else if (event.shiftKey && event.key.startsWith("Arrow")) {
      event.preventDefault();
      event.stopPropagation();
      const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      const reach = (o) => {
        const along = (o.x - item.x) * dx + (o.y - item.y) * dy,
          across = Math.abs((o.x - item.x) * dy) + Math.abs((o.y - item.y) * dx);
        return along > 0 ? along + 3 * across : Infinity;
      };
      const next = this.layout.items.reduce((a, b) => (reach(b) < reach(a) ? b : a));
      if (reach(next) < Infinity) this.focus(next.id, id);
    }
  }

  focus(id, from) {
    if (from) this.cells.get(from).group.setAttribute("tabindex", "-1");
    const { group } = this.cells.get(id);
    group.setAttribute("tabindex", "0");
    group.focus();
  }

  /** Write the sentence of each number for screen readers, when nothing moves. */
  describe(frame, before, look) {
    for (const [id, { group }] of this.cells) set(group, "aria-label", sentence(this.network, frame, before, look, id));
  }
}
