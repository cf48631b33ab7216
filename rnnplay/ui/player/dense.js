// The drawing for long texts and large vocabularies: one canvas, only the columns in view.

import { html, write } from "./dom.js";
import { number } from "./format.js";
import { inView, listing } from "./layout.js";
import { palette, prepare, triangle } from "./paint.js";

export class Dense {
  constructor(scene, layout, on) {
    Object.assign(this, { scene, layout, on, left: 0, spot: null });
    this.canvas = html("canvas", { class: "dense", tabindex: 0, role: "application" });
    this.spacer = html("div", { class: "spacer" });
    this.spacer.style.width = `${layout.scrollWidth}px`;
    this.scroller = html("div", { class: "scroller", tabindex: -1 }, html("div", { class: "pin" }, this.canvas), this.spacer);
    this.said = html("p", { class: "spoken", "aria-live": "polite" });
    this.node = html("div", { class: "stage" }, this.scroller, this.said);
    this.scroller.addEventListener("scroll", () => {
      this.left = this.scroller.scrollLeft;
      on.scrolled();
    }, { passive: true });
    this.canvas.addEventListener("click", (event) => this.click(event));
    this.canvas.addEventListener("keydown", (event) => this.keys(event));
  }

  restyle() {
    this.colours = palette(this.node);
  }

  get columns() {
    return inView(this.layout, this.scene.T, this.left);
  }

  x(t) {
    return this.layout.gutter + t * this.layout.step - this.left + (this.layout.step - this.layout.box) / 2;
  }

  draw(frame, before, look) {
    this.colours ??= palette(this.node);
    const { layout, colours } = this;
    Object.assign(this, { frame, look, hits: [] });
    const c = (this.c = prepare(this.canvas, layout.width, layout.height));
    c.textBaseline = "alphabetic";
    c.save();
    c.beginPath();
    c.rect(layout.gutter, 0, layout.width - layout.gutter, layout.height);
    c.clip();
    const [from, to] = this.columns;
    for (let t = from; t < to; t++) this.column(t, frame, before, look);
    c.restore();
    this.ribbon(frame, from, to);
    this.labels(look);
    c.fillStyle = colours.ink;
  }

  font(size, weight = 400) {
    this.c.font = `${weight} ${size}px ${this.colours.font}`;
  }

  text(string, x, y, colour, align = "left") {
    this.c.fillStyle = colour;
    this.c.textAlign = align;
    this.c.fillText(string, x, y);
  }

  labels(look) {
    const { rows, gutter } = this.layout;
    if (gutter < 60) return;
    this.font(13);
    const lens = look.lens ?? {};
    for (const [name, label] of [["ribbon", "p(wanted)"], ["wanted", "wanted letter"], ["loss", "loss"],
      ["scores", lens.scores?.label ?? (look.show === "probabilities" ? "highest p" : "highest y")], ["hidden", lens.state?.label ?? "state h"],
      ["letter", "letter in"]]) {
      this.text(label, gutter - 12, (rows[name].y + rows[name].bottom) / 2 + 5, this.colours.soft, "right");
    }
  }

  column(t, frame, before, look) {
    const { scene, layout, colours, c } = this, { rows, box } = layout;
    const x = this.x(t), middle = x + box / 2, { vocab, targets, V } = scene;
    const at = (t - frame.columns[0]) * V, here = t >= frame.columns[0] && t < frame.columns[1];
    const right = frame.top[t] === targets[t];
    c.fillStyle = right ? colours.rightGround : colours.wrongGround;
    c.fillRect(x, rows.wanted.y, box, rows.wanted.height + rows.loss.height);
    this.font(16, 600);
    this.text(vocab[targets[t]], middle - 8, rows.wanted.y + 17, colours.right, "center");
    this.text(right ? "\u2713" : "\u2717", middle + 14, rows.wanted.y + 17, right ? colours.right : colours.wrong, "center");
    this.font(12);
    this.text(number(frame.losses[t], 2), middle, rows.loss.y + 12, colours.ink, "center");
    this.hit(`loss:${t}:0`, x, rows.loss.y, box, rows.loss.height);
    c.fillStyle = colours.input;
    c.fillRect(x, rows.letter.y, box, rows.letter.height);
    this.font(16, 600);
    this.text(vocab[scene.x[t]], middle, rows.letter.y + 19, colours.inputInk, "center");
    this.links(t, x, middle);
    if (!here) return;
    this.scores(t, at, frame, before, look, x);
    this.state(t, frame, look, x);
  }

  links(t, x, middle) {
    const { c, colours, layout: { rows, step, box } } = this;
    const lit = this.look.lit;
    const line = (kind, x1, y1, x2, y2) => {
      c.strokeStyle = c.fillStyle = lit?.has(`arrow:${kind}:${t}`) ? colours.accent : colours.soft;
      c.lineWidth = lit?.has(`arrow:${kind}:${t}`) ? 2.5 : 1;
      c.beginPath();
      c.moveTo(x1, y1);
      c.lineTo(x2, y2);
      c.stroke();
      if (x1 === x2) triangle(c, x2, y2, true, 3);
    };
    line("in", middle, rows.letter.y - 3, middle, rows.hidden.bottom + 5);
    line("out", middle, rows.hidden.y - 4, middle, rows.scores.bottom + 5);
    const y = (rows.hidden.y + rows.hidden.bottom) / 2;
    line("along", t ? x - step + box : x - 6, y, x, y);
    const { input, output, state } = this.scene.reads;
    this.hit(`open:${input.names}`, x, rows.hidden.bottom, box, rows.letter.y - rows.hidden.bottom);
    this.hit(`open:${output.names}`, x, rows.scores.bottom, box, rows.hidden.y - rows.scores.bottom);
    this.hit(`open:${state.names}`, x - step + box, y - 12, step - box, 24);
  }

  scores(t, at, frame, before, look, x) {
    const { scene: { V, vocab, targets }, layout: { rows, listed, box }, colours, c } = this;
    const { shown, rank } = listing(frame.y, at, V, targets[t], listed);
    const lens = look.lens?.scores, values = lens?.values ? lens.values : frame[look.show === "probabilities" ? "p" : "y"];
    const offset = lens?.values ? t * V : at;
    const old = before && before.columns[0] === frame.columns[0] ? before[look.show === "probabilities" ? "p" : "y"] : null;
    this.font(13);
    shown.forEach((k, row) => {
      const y = rows.scores.y + row * rows.scores.row, wanted = k === targets[t];
      if (wanted) {
        c.fillStyle = colours.rightGround;
        c.fillRect(x, y, box, rows.scores.row - 1);
      }
      const colour = wanted ? colours.right : colours.wrong;
      this.text(vocab[k], x + 7, y + 13, colours.ink, "center");
      c.fillStyle = colour;
      triangle(c, x + 19, y + 9, wanted, 3.2);
      this.text(number(values[offset + k], look.show === "probabilities" && !lens ? 3 : 2), x + box - (old ? 10 : 4), y + 13, colour, "right");
      if (old && !lens && Math.abs(values[offset + k] - old[offset + k]) > 0.005) {
        c.fillStyle = colours.soft;
        triangle(c, x + box - 4, y + 9, values[offset + k] > old[offset + k], 2.4);
      }
      this.hit(`y:${t}:${k}`, x, y, box, rows.scores.row);
    });
    c.strokeStyle = colours.ink;
    c.lineWidth = 1.5;
    c.strokeRect(x - 0.5, rows.scores.y - 0.5, box + 1, rows.scores.row);
    if (rank >= listed) {
      this.font(10);
      this.text(`#${rank + 1}`, x + box, rows.scores.bottom + 9, colours.soft, "right");
    }
  }

  state(t, frame, look, x) {
    const { scene: { H, states }, layout: { rows, across, cell, box }, colours, c } = this;
    const lens = look.lens?.state, known = !lens || lens.ready(t);
    const values = lens?.values ?? frame[states[0]], at = lens?.values ? t * H : (t - frame.columns[0]) * H;
    const left = x + (box - across * cell) / 2, scale = lens?.values ? lens.scale : 1;
    for (let i = 0; i < H; i++) {
      const cx = left + (i % across) * cell, cy = rows.hidden.y + Math.floor(i / across) * cell;
      const value = known ? values[at + i] : 0;
      c.globalAlpha = Math.min(1, Math.abs(value) / scale);
      c.fillStyle = value < 0 ? colours.below : colours.above;
      c.fillRect(cx, cy, cell - 1, cell - 1);
      c.globalAlpha = 1;
      if (value < 0 && cell >= 7) {
        c.fillStyle = colours.ground;
        c.fillRect(cx + 2, cy + (cell - 1) / 2 - 0.5, cell - 5, 1); // a minus sign: colour is not the only carrier
      }
      this.hit(`${states[0]}:${t}:${i}`, cx, cy, cell, cell);
    }
    c.strokeStyle = colours.line;
    c.lineWidth = 1;
    c.strokeRect(left - 1.5, rows.hidden.y - 1.5, across * cell + 2, rows.hidden.height + 2);
  }

  /** Every step at a glance: how probable the wanted letter is, and which part is in view below. */
  ribbon(frame, from, to) {
    const { scene: { T, targets, vocab }, layout: { rows, width, gutter }, colours, c } = this;
    const { y, height } = rows.ribbon, each = (width - gutter) / T, tall = height - 16;
    c.fillStyle = colours.shade;
    c.fillRect(gutter, y, width - gutter, height);
    for (let t = 0; t < T; t++) {
      const p = Math.exp(-frame.losses[t]), right = frame.top[t] === targets[t];
      c.fillStyle = right ? colours.right : colours.wrong;
      c.globalAlpha = right ? 0.85 : 0.55;
      c.fillRect(gutter + t * each, y + tall - p * tall, Math.max(1, each - 1), Math.max(1, p * tall));
      c.globalAlpha = 1;
      if (!right) c.fillRect(gutter + t * each, y + tall + 1, Math.max(1, each - 1), 2); // a stroke below: not right
    }
    if (each >= 8) {
      this.font(Math.min(12, each * 1.4));
      for (let t = 0; t < T; t++) this.text(vocab[targets[t]], gutter + (t + 0.5) * each, y + height - 3, colours.ink, "center");
    }
    if (to - from < T) {
      c.strokeStyle = colours.accent;
      c.lineWidth = 2;
      c.strokeRect(gutter + (this.left / this.layout.step) * each + 1, y, Math.max(8, (this.layout.visible) * each - 2), height);
    }
    this.hit("ribbon", gutter, y, width - gutter, height);
  }

  hit(id, x, y, w, h) {
    this.hits.push({ id, x, y, w, h });
    const look = this.look;
    if (!look.lit?.has(id) && look.asked !== id && this.spot !== id) return;
    const { c, colours } = this;
    c.strokeStyle = this.spot === id && look.asked !== id ? colours.ink : colours.accent;
    c.lineWidth = look.asked === id ? 3 : 2;
    c.strokeRect(x - 1, y - 1, w + 1, h + 1);
  }

  at(x, y) {
    return this.hits?.findLast((h) => x >= h.x && x < h.x + h.w && y >= h.y && y < h.y + h.h);
  }

  click(event) {
    const box = this.canvas.getBoundingClientRect(), x = event.clientX - box.left;
    const hit = this.at(x, event.clientY - box.top);
    if (hit?.id === "ribbon") {
      const { gutter, width } = this.layout;
      this.show(Math.floor(((x - gutter) / (width - gutter)) * this.scene.T));
    } else if (hit) this.take(hit.id);
  }

  take(id) {
    if (id.startsWith("open:")) this.on.open(id.slice(5).split(","));
    else this.on.ask(id);
  }

  /** Scroll step t to the middle of the view. */
  show(t) {
    const { step, visible } = this.layout;
    this.scroller.scrollLeft = (t - visible / 2) * step;
  }

  /** Shift + arrows move a spot from number to number; Enter asks it. */
  keys(event) {
    if (event.key === "Enter" && this.spot) {
      event.preventDefault();
      this.take(this.spot);
      return;
    }
    if (!event.shiftKey || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const all = this.hits.filter((h) => h.id !== "ribbon"), now = all.find((h) => h.id === this.spot);
    let next = all[0];
    if (now) {
      const reach = (o) => {
        const along = (o.x - now.x) * dx + (o.y - now.y) * dy, across = Math.abs((o.x - now.x) * dy) + Math.abs((o.y - now.y) * dx);
        return along > 0 ? along + 3 * across : Infinity;
      };
      next = all.reduce((a, b) => (reach(b) < reach(a) ? b : a));
      if (reach(next) === Infinity) {
        this.scroller.scrollLeft += dx * this.layout.step;
        return;
      }
    }
    this.spot = next.id;
    this.on.redraw();
    write(this.said, next.id.startsWith("open:") ? `weights ${next.id.slice(5)}` : this.on.name(next.id));
  }

  describe(frame) {
    const right = [...frame.top].filter((k, t) => k === this.scene.targets[t]).length;
    this.canvas.setAttribute("aria-label", `The network over ${this.scene.T} steps; ${right} predictions are right, the mean loss is ` +
      `${number(frame.loss[0], 3)}. Shift with the arrow keys moves from number to number, Enter asks one.`);
  }
}
