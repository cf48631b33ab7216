// Draws a weight matrix opened from its arrow: a heat map with numbers that follows the training.

import { button, html, named, set, write } from "../../../app/js/dom.js";
import { number, precise } from "../../../app/js/format.js";
import { palette, prepare, signed } from "../../../app/js/paint.js";

const PRINTED = 130; // cells with printed numbers; a larger matrix shows the number at the pointer

export class WeightHeatMap {
  /** `on`: weight(name, i, j) when a weight is chosen, pick(name) when another matrix of this arrow is. */
  constructor(network, names, on) {
    Object.assign(this, { network, names, on, name: names[0] });
    this.tabs = html(
      "div",
      { class: "group segmented", role: "group", "aria-label": "parameter" },
      ...names.map((name) => button({ class: "choice", "data-name": name, onclick: () => this.pick(name) })),
    );
    for (const node of this.tabs.children) named(node, node.getAttribute("data-name"));
    this.body = html("div", { class: "matrix-body" });
    this.caption = html("p", { class: "line small" });
    this.under = html("p", { class: "line numbers", "aria-live": "off" });
    this.node = html(
      "div",
      { class: "weights" },
      names.length > 1 ? this.tabs : null,
      this.body,
      this.under,
      this.caption,
    );
    this.pick(this.name, true);
  }

  pick(name, quiet) {
    if (name === this.name && !quiet) return;
    this.name = name;
    this.param = this.network.params.find((p) => p.name === name);
    const [rows, columns = 1] = this.param.shape;
    Object.assign(this, { rows, columns, spot: null });
    for (const node of this.tabs.children) set(node, "aria-pressed", String(node.getAttribute("data-name") === name));
    this.body.replaceChildren();
    this.cells = null;
    if (rows * columns <= PRINTED) this.build();
    else this.picture();
    named(this.caption, `${name}: ${rows} \u00d7 ${columns}. ${this.meaning()}`);
    if (quiet) return;
    if (this.theta) this.draw(this.theta);
    this.on.pick?.(name);
  }

  meaning() {
    const role = this.network.roles[this.name];
    return `Row: ${role.row}${role.vector ? `; column: ${role.column}` : ""}. Choose a number to see its update.`;
  }

  headings() {
    const { roles, vocab } = this.network,
      role = roles[this.name] ?? {};
    const of = (what, n) => Array.from({ length: n }, (_, i) => (what === "letters" ? vocab[i] : String(i + 1)));
    return { rows: of(role.rows, this.rows), columns: this.columns === 1 ? [""] : of(role.columns, this.columns) };
  }

  build() {
    const names = this.headings();
    const table = html(
      "table",
      {},
      html("tr", {}, html("th", {}), ...names.columns.map((text) => html("th", { scope: "col", text }))),
    );
    this.cells = [];
    for (let i = 0; i < this.rows; i++) {
      const row = html("tr", {}, html("th", { scope: "row", text: names.rows[i] }));
      for (let j = 0; j < this.columns; j++) {
        const value = button({ onclick: () => this.on.weight(this.name, i, j) });
        const cell = html("td", {}, value);
        this.cells.push({ cell, value });
        row.append(cell);
      }
      table.append(row);
    }
    this.body.append(html("div", { class: "sideways" }, table));
  }

  picture() {
    const canvas = html("canvas", {
      tabindex: 0,
      role: "application",
      "aria-label": `${this.name} as a picture; arrow keys with Shift move from weight to weight, Enter asks one`,
    });
    this.canvas = canvas;
    this.size = Math.max(3, Math.min(18, Math.floor(330 / Math.max(this.rows, this.columns))));
    const spot = (event) => {
      const box = canvas.getBoundingClientRect();
      const i = Math.floor((event.clientY - box.top) / this.size),
        j = Math.floor((event.clientX - box.left) / this.size);
      return i >= 0 && i < this.rows && j >= 0 && j < this.columns ? [i, j] : null;
    };
    canvas.addEventListener("pointermove", (event) => this.point(spot(event)));
    canvas.addEventListener("click", (event) => spot(event) && this.on.weight(this.name, ...spot(event)));
    canvas.addEventListener("keydown", (event) => {
      const [i, j] = this.spot ?? [0, 0];
      const move =
        event.shiftKey && { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (event.key === "Enter" && this.spot) this.on.weight(this.name, i, j);
      else if (move)
        this.point([
          Math.max(0, Math.min(this.rows - 1, i + move[0])),
          Math.max(0, Math.min(this.columns - 1, j + move[1])),
        ]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.body.append(canvas);
  }

  point(spot) {
    this.spot = spot;
    if (this.theta) this.draw(this.theta);
  }

  draw(theta) {
    this.theta = theta;
    const { offset, strides } = this.param,
      step = strides[1] ?? 0;
    let largest = 1e-9;
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < this.columns; j++)
        largest = Math.max(largest, Math.abs(theta[offset + i * strides[0] + j * step]));
    }
    if (this.cells) {
      this.cells.forEach(({ cell, value: printed }, k) => {
        const i = Math.floor(k / this.columns),
          j = k % this.columns,
          value = theta[offset + i * strides[0] + j * step];
        write(printed, number(value));
        set(cell, "data-sign", value < 0 ? "below" : "above");
        cell.style.setProperty("--amount", (Math.abs(value) / largest).toFixed(2));
      });
    } else this.paint(theta, largest);
    const names = this.headings();
    if (this.spot) {
      const [i, j] = this.spot;
      named(
        this.under,
        `${this.name}[${names.rows[i]}, ${names.columns[j]}] = ` +
          `${precise(theta[offset + i * strides[0] + j * step], 4)}`,
      );
    } else write(this.under, `largest: \u00b1${precise(largest)}`);
  }

  paint(theta, largest) {
    this.colours ??= palette(this.canvas);
    const c = prepare(this.canvas, this.columns * this.size, this.rows * this.size),
      { offset, strides } = this.param;
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < this.columns; j++) {
        const value = theta[offset + i * strides[0] + j * (strides[1] ?? 0)];
        signed(c, j * this.size, i * this.size, this.size, value, largest, this.colours);
      }
    }
    if (!this.spot) return;
    c.strokeStyle = this.colours.ink;
    c.lineWidth = 1.5;
    c.strokeRect(this.spot[1] * this.size - 1, this.spot[0] * this.size - 1, this.size + 1.5, this.size + 1.5);
  }
}
