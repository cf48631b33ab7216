// Draws how far each gate is open at every step, and the states below: one row a quantity, one column a step.

import { html, set } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { palette, prepare } from "../../../app/js/paint.js";

const ROW = 17,
  HEAD = 20,
  BAR = 14;
const GUTTER = 104; // pixels for the names of the rows
const LEAST = 18; // pixels of a column
const PRINTED = 72; // pixels of a column from which its numbers are printed

export class GateStrip {
  /** `rows`: parts of the cell (see `overTime`); `on.go(t)` is called when a step is chosen. */
  constructor(network, rows, on) {
    Object.assign(this, { network, rows });
    this.canvas = html("canvas", { class: "strip", role: "img" });
    this.canvas.addEventListener("click", (event) => {
      const k = Math.floor(
        ((event.clientX - this.canvas.getBoundingClientRect().left) / this.zoom - GUTTER) / this.step,
      );
      if (k >= 0 && k < this.to - this.from) on.go(this.from + k);
    });
  }

  /** The height in pixels. */
  get height() {
    return HEAD + this.rows.length * ROW + 3;
  }

  restyle() {
    this.colours = palette(this.canvas);
  }

  /** The steps shown, [from, to): all loaded ones, or as many of them around t as fit. */
  window(t, [first, end], width) {
    const most = Math.max(1, Math.min(end - first, Math.floor((width - GUTTER) / LEAST)));
    this.from = Math.max(first, Math.min(end - most, t - Math.floor(most / 2)));
    this.to = this.from + most;
    this.step = (width - GUTTER - 2) / most;
  }

  /** cell: a frame's numbers (see `CellNumbers`) for the steps of `columns`; t, i: the step and unit shown. */
  draw(cell, columns, t, i, width, zoom) {
    this.colours ??= palette(this.canvas);
    this.zoom = zoom;
    this.window(t, columns, width);
    const c = prepare(this.canvas, width * zoom, this.height * zoom),
      { colours } = this,
      { vocab, x } = this.network;
    this.c = c;
    c.scale(zoom, zoom);
    c.textBaseline = "alphabetic";
    const here = GUTTER + (t - this.from) * this.step;
    c.fillStyle = colours.shade;
    c.fillRect(here, 0, this.step, this.height);
    this.text("letter in", GUTTER - 10, 14, colours.soft, "right");
    c.font = `600 15px ${colours.font}`;
    for (let s = this.from; s < this.to; s++)
      this.text(vocab[x[s]], GUTTER + (s - this.from + 0.5) * this.step, 15, colours.inputInk, "center", true);
    this.rows.forEach((part, k) => this.row(part, HEAD + k * ROW, cell, i));
    c.strokeStyle = colours.accent;
    c.lineWidth = 1.5;
    c.strokeRect(here + 0.75, 0.75, this.step - 1.5, this.height - 1.5);
    set(
      this.canvas,
      "aria-label",
      this.rows
        .map(
          (part) =>
            `${part.name} over the steps: ${this.values(part, cell, i)
              .map((v) => number(v, 3))
              .join(", ")}`,
        )
        .join("; "),
    );
  }

  values(part, cell, i) {
    return Array.from({ length: this.to - this.from }, (_, k) => cell.at(part, this.from + k, i));
  }

  row(part, y, cell, i) {
    const { c, colours, step } = this,
      base = y + BAR - 2;
    c.font = `italic 15px ${colours.serif}`;
    this.text(part.label, 14, base, colours.ink, "center", true);
    this.text(part.does, 28, base, colours.soft);
    this.values(part, cell, i).forEach((value, k) => {
      const x = GUTTER + k * step + 3,
        w = step - 6 - (step >= PRINTED ? 36 : 0),
        gate = part.kind === "gate";
      const share = Math.min(1, Math.abs(value)),
        middle = x + w / 2,
        long = gate ? share * w : (share * w) / 2;
      c.fillStyle = colours.line;
      c.globalAlpha = 0.35;
      c.fillRect(x, y + 2, w, BAR - 4);
      c.globalAlpha = 1;
      c.fillStyle = gate ? colours.soft : value < 0 ? colours.below : colours.above;
      c.fillRect(gate ? x : value < 0 ? middle - long : middle, y + 2, long, BAR - 4);
      if (!gate) c.fillRect(middle - 0.5, y, 1, BAR);
      if (step >= PRINTED) this.text(number(value), x + step - 8, base, colours.ink, "right");
    });
  }

  text(string, x, y, colour, align = "left", fontIsSet = false) {
    if (!fontIsSet) this.c.font = `12.5px ${this.colours.font}`;
    this.c.fillStyle = colour;
    this.c.textAlign = align;
    this.c.fillText(string, x, y);
  }
}
