// Draws the inside of a cell: gates, candidate and states as a circuit with the numbers of one step and one unit. The
// other units are small coloured cells. A strip below shows how far each gate is open at every step.

import { CellNumbers, cellParts, gateSentence, overTime } from "./cell_parts.js";
import { cellLayout, LINE } from "./cell_layout.js";
import { button, html, named, set, svg, write } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { palette, prepare, signed } from "../../../app/js/paint.js";
import { GateStrip } from "./gate_strip.js";

const BAR = 44; // pixels of the line of buttons above the circuit, with its margins
const PITCH = 142; // pixels of width that a layer of the circuit needs at its usual size
const LARGEST = 1.5; // times the usual size
const PAD = 5;

export class CellView {
  /** `on`: ask(id), leave(), moved(t) when another step is shown, redraw(). */
  constructor(network, on) {
    Object.assign(this, { network, on, parts: cellParts(network), t: 0, i: 0 });
    const press = (text, label, act) =>
      button({ class: "action", text, "aria-label": label, title: label, onclick: act });
    this.where = html("span", { class: "spot", "aria-live": "polite" });
    this.unit = html("span", { class: "spot", "aria-live": "polite" });
    this.moves = [
      press("\u25c0", "One step earlier (Shift + left arrow)", () => this.go(this.t - 1)),
      press("\u25b6", "One step later (Shift + right arrow)", () => this.go(this.t + 1)),
    ];
    this.turns = [
      press("\u25c0", "The unit before (Shift + up arrow)", () => this.turn(-1)),
      press("\u25b6", "The next unit (Shift + down arrow)", () => this.turn(1)),
    ];
    const close = button({
      class: "close",
      title: "Back to the diagram (Esc)",
      "aria-label": "Back to the diagram",
      text: "\u00d7",
      onclick: on.leave,
    });
    this.svg = svg("svg", {
      class: "circuit",
      role: "group",
      "aria-label": "The cell, from what comes in to the new state",
    });
    this.canvas = html("canvas", { class: "units", "aria-hidden": "true" });
    this.strip = new GateStrip(network, overTime(this.parts, network.states), { go: (t) => this.go(t) });
    this.node = html(
      "section",
      { class: "inside", tabindex: -1, "aria-label": "Inside the cell" },
      html(
        "div",
        { class: "inside-bar" },
        html("h3", { text: `Inside the cell: ${network.cell}` }),
        html("span", { class: "group" }, this.moves[0], this.where, this.moves[1]),
        network.H > 1 ? html("span", { class: "group" }, this.turns[0], this.unit, this.turns[1]) : null,
        close,
      ),
      this.parts.some(({ kind }) => kind === "gate")
        ? null
        : html("p", { class: "line small", text: "No gates here: at every step the whole state is made anew." }),
      html("div", { class: "circuit-holder" }, this.svg, this.canvas),
      this.strip.canvas,
    );
    this.node.addEventListener("keydown", (event) => this.keys(event));
  }

  /** Show another step and unit. */
  enter(t, i = this.i) {
    Object.assign(this, {
      t: Math.max(0, Math.min(this.network.T - 1, t)),
      i: Math.max(0, Math.min(this.network.H - 1, i)),
    });
    this.on.moved(this.t);
  }

  go(t) {
    if (t !== this.t && t >= 0 && t < this.network.T) this.enter(t);
  }

  turn(by) {
    this.enter(this.t, (this.i + by + this.network.H) % this.network.H);
  }

  keys(event) {
    if (!event.shiftKey) return;
    const act = {
      ArrowLeft: () => this.go(this.t - 1),
      ArrowRight: () => this.go(this.t + 1),
      ArrowUp: () => this.turn(-1),
      ArrowDown: () => this.turn(1),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  restyle() {
    this.colours = null;
    this.strip.restyle();
  }

  /** Lay the circuit out for a page that leaves `width` by `room` pixels. */
  fit(width, room) {
    const { H } = this.network;
    this.grid = H > 1 ? grid(H, Math.min(96, width / 4 - 20)) : { across: 1, size: 0, height: 0 };
    const place = (wide, height) => cellLayout(this.parts, { width: wide, height, units: this.grid.height }),
      { height: least, depth, down } = place(width, 0);
    const zoom = down
        ? 1
        : Math.max(1, Math.min(LARGEST, width / (PITCH * depth), (room - BAR) / (least + this.strip.height))),
      wide = width / zoom,
      plan = place(wide, (room - BAR) / zoom - this.strip.height);
    Object.assign(this, { zoom, width: wide, plan });
    for (const [name, value] of [
      ["width", width],
      ["height", plan.height * zoom],
      ["viewBox", `0 0 ${wide} ${plan.height}`],
    ])
      set(this.svg, name, value);
    this.wires = plan.wires.map(({ d, kind, ends, from }) => ({
      from,
      kind,
      node: svg("path", {
        class: `wire ${kind}`,
        d,
        "marker-end": ends && kind !== "control" ? "url(#wire-head)" : ends ? "url(#wire-dot)" : null,
      }),
    }));
    const marks = svg(
      "defs",
      {},
      svg(
        "marker",
        {
          id: "wire-head",
          viewBox: "0 0 8 8",
          refX: 6,
          refY: 4,
          markerWidth: 7,
          markerHeight: 7,
          markerUnits: "userSpaceOnUse",
          orient: "auto",
        },
        svg("path", { d: "M0,0.5 L7,4 L0,7.5 Z", class: "head" }),
      ),
      svg(
        "marker",
        {
          id: "wire-dot",
          viewBox: "0 0 8 8",
          refX: 4,
          refY: 4,
          markerWidth: 7,
          markerHeight: 7,
          markerUnits: "userSpaceOnUse",
        },
        svg("circle", { cx: 4, cy: 4, r: 3, class: "head" }),
      ),
    );
    this.boxes = plan.parts.map((place) => this.box(place));
    this.svg.replaceChildren(marks, ...this.wires.map(({ node }) => node), ...this.boxes.map(({ group }) => group));
  }

  box({ part, x, y, w, h }) {
    const group = svg("g", { class: `part ${part.kind}`, role: "button", tabindex: 0, "data-part": part.name }),
      rect = svg("rect", { class: "ground", x, y, width: w, height: h, rx: 3 });
    const level = part.kind === "gate" ? svg("rect", { class: "level", x, y, width: 0, height: h, rx: 3 }) : null;
    const name = svg("text", { class: "name", x: x + PAD, y: y + 15 }),
      value = svg("text", { class: "value", x: x + w - PAD, y: y + 15, "text-anchor": "end" });
    const words =
      part.words || part.kind === "candidate" ? svg("text", { class: "words", x: x + PAD, y: y + h - 6 }) : null;
    named(name, part.label.replace(/[\u2009 ]/g, ""));
    if (part.kind === "candidate") write(words, "candidate");
    group.append(
      rect,
      ...[level, name, value, words, part.formula ? svg("title", { text: part.formula }) : null].filter(Boolean),
    );
    const at = { part, x, y, w, h, group, rect, level, value, words };
    group.addEventListener("click", (event) => this.choose(at, event));
    group.addEventListener("keydown", (event) => {
      if (![" ", "Enter"].includes(event.key)) return;
      event.preventDefault();
      this.ask(part);
    });
    return at;
  }

  /** A click on a unit's small cell chooses that unit; a click elsewhere in the part asks about its number. */
  choose({ part, x, y }, event) {
    const box = this.svg.getBoundingClientRect(),
      { across, size, height } = this.grid;
    const column = Math.floor(((event.clientX - box.left) / this.zoom - x - PAD) / size),
      row = Math.floor(((event.clientY - box.top) / this.zoom - y - LINE) / size);
    const i = row * across + column;
    if (
      part.kind !== "input" &&
      height &&
      column >= 0 &&
      column < across &&
      row >= 0 &&
      i < this.network.H &&
      row * size < height
    )
      this.enter(this.t, i);
    else this.ask(part);
  }

  ask(part) {
    const id = this.cell?.id(part, this.t, this.i);
    if (id) this.on.ask(id);
  }

  draw(frame, look) {
    const { network, t, i } = this,
      cell = new CellNumbers(network, frame);
    this.cell = cell;
    write(this.where, `step ${t + 1} of ${network.T}: \u201c${network.vocab[network.x[t]]}\u201d`);
    write(this.unit, `unit ${i + 1} of ${network.H}`);
    set(this.moves[0], "disabled", t === 0);
    set(this.moves[1], "disabled", t === network.T - 1);
    for (const at of this.boxes) this.number(at, cell, look?.asked);
    for (const { from, kind, node } of this.wires) {
      const part = kind === "carry" && this.parts.find(({ name }) => name === from),
        value = part && part.kind !== "input" ? cell.at(part, t, i) : null;
      if (kind === "carry") node.style.setProperty("--flow", Math.min(1, Math.abs(value ?? 0)).toFixed(2));
    }
    this.units(cell);
    this.strip.draw(cell, frame.columns, t, i, this.width, this.zoom);
  }

  number({ part, group, rect, level, w, value, words }, cell, asked) {
    const { t, i, network } = this,
      v = cell.at(part, t, i),
      input = part.kind === "input";
    const text = input ? network.vocab[network.x[t]] : v === null ? "\u2026" : number(v, 3);
    write(value, text);
    set(group, "data-sign", v < 0 ? "below" : "above");
    set(group, "data-asked", asked !== undefined && asked === cell.id(part, t, i));
    rect.style.setProperty("--amount", input || v === null ? 0 : Math.min(1, Math.abs(v)).toFixed(2));
    if (level) set(level, "width", (Math.max(0, Math.min(1, v ?? 0)) * w).toFixed(1));
    const share = part.words && v !== null ? gateSentence(part, cell.open(part, t, i)) : null;
    if (part.words) write(words, share ?? "");
    const kind = part.kind === "gate" ? "gate " : part.kind === "candidate" ? "candidate " : "";
    set(
      group,
      "aria-label",
      input
        ? `input x: the letter ${text}`
        : `${kind}${part.label}, unit ${i + 1} at step ${t + 1}: ${text}${share ? `, ${share}` : ""}`,
    );
  }

  /** Draw all units of every part as small cells, and outline the chosen one. */
  units(cell) {
    this.colours ??= palette(this.node);
    const {
        plan,
        grid: { across, size, height },
        colours,
        network: { H },
        t,
        zoom,
      } = this,
      c = prepare(this.canvas, this.width * zoom, plan.height * zoom);
    if (!height) return;
    c.scale(zoom, zoom);
    for (const { part, x, y } of this.boxes) {
      if (part.kind === "input") continue;
      const left = x + PAD,
        top = y + LINE,
        spot = (k) => [left + (k % across) * size, top + Math.floor(k / across) * size];
      for (let k = 0; k < H; k++) {
        const v = cell.at(part, t, k),
          [a, b] = spot(k);
        c.fillStyle = colours.ground;
        c.fillRect(a, b, size - 1, size - 1);
        if (v !== null) signed(c, a, b, size, v, 1, colours);
      }
      c.strokeStyle = colours.ink;
      c.lineWidth = 1;
      const [a, b] = spot(this.i);
      c.strokeRect(a - 0.5, b - 0.5, size, size);
    }
  }
}

/** A grid of n units in `width` by about 12 pixels, with cells as large as possible (12 pixels at most). */
function grid(n, width) {
  for (let size = 12; size > 3; size--) {
    const across = Math.min(n, Math.floor(width / size)),
      height = Math.ceil(n / across) * size;
    if (height <= 13) return { across, size, height };
  }
  const across = Math.floor(width / 4);
  return { across, size: 4, height: Math.ceil(n / across) * 4 };
}
