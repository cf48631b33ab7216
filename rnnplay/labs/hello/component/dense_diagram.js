// The drawing for long texts and large vocabularies: one canvas, only the columns in view.

import { reducedMotion } from "../../../app/js/motion.js";
import { DenseColumns } from "./dense_columns.js";
import { html, write } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { inView, leftOf, margin, places } from "./diagram_layout.js";
import { palette } from "../../../app/js/paint.js";

const MANY = 12; // lit units of one state; a state with more of them gets one outline

export class DenseDiagram {
  /** `on`: ask(id), open(names), inside(t), scrolled, redraw, name(id). */
  constructor(network, layout, on) {
    Object.assign(this, { network, layout, on, left: 0, spot: null, pointer: null, found: null, crowded: new Set() });
    this.canvas = html("canvas", { class: "dense", tabindex: 0, role: "application" });
    this.drawnColumns = new DenseColumns(this.canvas, network, layout);
    this.spacer = html("div", { class: "spacer" });
    this.spacer.style.width = `${layout.scrollWidth}px`;
    this.scroller = html(
      "div",
      { class: "scroller", tabindex: -1 },
      html("div", { class: "pin" }, this.canvas),
      this.spacer,
    );
    this.announcement = html("p", { class: "announcement", "aria-live": "polite" });
    this.node = html("div", { class: "drawing-area" }, this.scroller, this.announcement);
    this.scroller.addEventListener(
      "scroll",
      () => {
        this.left = this.scroller.scrollLeft;
        on.scrolled();
      },
      { passive: true },
    );
    this.canvas.addEventListener("click", (event) => this.click(event));
    this.canvas.addEventListener(
      "pointermove",
      (event) => event.pointerType !== "touch" && this.point(this.where(event)),
    );
    this.canvas.addEventListener("pointerleave", () => this.point(null));
    this.canvas.addEventListener("keydown", (event) => this.keys(event));
  }

  restyle() {
    this.colours = palette(this.node);
  }

  get columns() {
    return inView(this.layout, this.network.T, this.left);
  }

  draw(frame, before, look) {
    this.colours ??= palette(this.node);
    const view = { columns: this.columns, left: this.left, pointed: this.hover?.id ?? null };
    Object.assign(this, { view, drawn: [frame, before, look], found: null });
    this.drawnColumns.draw(frame, before, look, view, this.colours);
    if (this.pointer) this.hover = this.at(this.pointer); // letters may have changed places under the pointer
    this.outlines(look);
  }

  /** Everything that can be chosen in this view; the names in the margin come last. */
  get all() {
    this.found ??= [
      ...places(this.layout, this.network, this.view.columns, this.view.left, (t) => this.drawnColumns.listed(t)),
      ...margin(this.layout, this.network).map(({ id, right, middle }) => ({
        key: `${id}@margin`,
        id,
        t: -1,
        x: right - 30,
        y: middle - 9,
        w: 34,
        h: 18,
      })),
    ];
    return this.found;
  }

  /** Outline the sources of a number, the number that was asked about, and the one at the keys or the pointer. */
  outlines({ lit, asked: full }) {
    const asked = full?.replace(/^(p|dy):/, "y:").replace(/^dh:/, `${this.network.states[0]}:`);
    const { spot, hover, colours } = this,
      numbers = hover && hover.t >= 0 && !hover.id.startsWith("open:");
    if (!lit?.size && !asked && !spot && !numbers) return;
    const whole = this.crowds(lit),
      list = [];
    for (const place of this.all) {
      const { key, id, t } = place;
      if (id === asked) list.push({ ...place, colour: colours.accent, thick: 3 });
      else if (key === spot) list.push({ ...place, colour: colours.ink, thick: 2 });
      else if (lit?.has(id) && !whole.has(`${id.split(":")[0]}:${t}`))
        list.push({ ...place, colour: colours.accent, thick: 2 });
      else if (numbers && key === hover.key) list.push({ ...place, colour: colours.soft, thick: 1 });
    }
    for (const column of whole)
      list.unshift({ ...this.gridAt(Number(column.split(":")[1])), colour: colours.accent, thick: 2.5 });
    this.drawnColumns.outline(list);
  }

  /** The states with so many lit units that one outline stands for them: "h:3". */
  crowds(lit) {
    if (this.crowdsOf === lit) return this.crowded;
    const counts = new Map();
    for (const id of lit ?? []) {
      const [name, t] = id.split(":");
      if (name === this.network.states[0]) counts.set(`${name}:${t}`, (counts.get(`${name}:${t}`) ?? 0) + 1);
    }
    this.crowdsOf = lit;
    this.crowded = new Set([...counts].filter(([, n]) => n > MANY).map(([column]) => column));
    return this.crowded;
  }

  gridAt(t) {
    const { rows, box, across, cell } = this.layout,
      w = across * cell;
    return {
      x: leftOf(this.layout, t, this.left) + (box - w) / 2 - 1,
      y: rows.hidden.y - 1,
      w: w + 1,
      h: rows.hidden.height + 1,
    };
  }

  where(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  at([x, y]) {
    if (!this.view || (x < this.layout.gutter && y < this.layout.rows.scores.bottom)) return undefined;
    const hit = this.all.findLast((p) => x >= p.x && x < p.x + p.w && y >= p.y && y < p.y + p.h);
    return x < this.layout.gutter && !hit?.key.endsWith("@margin") ? undefined : hit;
  }

  /** Mark the number at the pointer's position; null: the pointer has left. */
  point(spot) {
    this.pointer = spot;
    const hover = spot ? this.at(spot) : undefined;
    if (hover?.key === this.hover?.key) return;
    this.hover = hover;
    this.canvas.style.cursor = hover ? "pointer" : "default";
    if (this.drawn) this.draw(...this.drawn);
  }

  click(event) {
    const [x, y] = this.where(event),
      hit = this.at([x, y]);
    if (hit?.id === "ribbon") {
      const { gutter, width } = this.layout;
      this.show(Math.floor(((x - gutter) / (width - gutter)) * this.network.T));
    } else if (hit) this.choose(hit.id);
  }

  choose(id) {
    if (id.startsWith("open:")) this.on.open(id.slice(5).split(","));
    else if (id.startsWith("inside:")) this.on.inside(Number(id.slice(7)));
    else this.on.ask(id);
  }

  /** Scroll step t to the middle of the view. */
  show(t, smoothly = false) {
    const { step, visible } = this.layout;
    this.scroller.scrollTo({
      left: (t + 0.5 - visible / 2) * step,
      behavior: smoothly && !reducedMotion() ? "smooth" : "auto",
    });
  }

  /** Go back to the diagram from the cell of step t. */
  focusInside(t) {
    this.spot = `inside:${t}`;
    this.canvas.focus({ preventScroll: true });
  }

  /** Scroll step t into view if it is outside. */
  follow(t) {
    const { step, width, gutter } = this.layout,
      from = t * step;
    if (from < this.left - 1 || from + step > this.left + width - gutter + 1) this.show(t, true);
  }

  /** Shift + arrows move a mark from number to number; Enter asks about that number. */
  keys(event) {
    const all = this.view ? this.all.filter((p) => p.t >= 0) : [],
      now = all.find((p) => p.key === this.spot);
    if (event.key === "Enter" && now) {
      event.preventDefault();
      this.choose(now.id);
      return;
    }
    if (!event.shiftKey || !event.key.startsWith("Arrow") || !all.length) return;
    event.preventDefault();
    event.stopPropagation();
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    let next = all[0];
    if (now) {
      const reach = (o) => {
        const along = (o.x - now.x) * dx + (o.y - now.y) * dy,
          across = Math.abs((o.x - now.x) * dy) + Math.abs((o.y - now.y) * dx);
        return along > 0 ? along + 3 * across : Infinity;
      };
      next = all.reduce((a, b) => (reach(b) < reach(a) ? b : a));
      if (reach(next) === Infinity) {
        this.scroller.scrollLeft += dx * this.layout.step;
        return;
      }
    }
    this.spot = next.key;
    this.on.redraw();
    write(this.announcement, next.id.startsWith("open:") ? `weights ${next.id.slice(5)}` : this.on.name(next.id));
  }

  describe(frame, _before, look) {
    const right = [...frame.top].filter((k, t) => k === this.network.targets[t]).length;
    const summary = look?.covered
      ? "what it says is covered"
      : `${right} predictions are right, the mean loss is ${number(frame.loss[0], 3)}`;
    this.canvas.setAttribute(
      "aria-label",
      `The network over ${this.network.T} steps; ${summary}. Shift with the arrow keys moves from number to number, ` +
        "Enter asks one.",
    );
  }
}
