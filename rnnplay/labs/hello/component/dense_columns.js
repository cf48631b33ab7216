// Draws the dense diagram: the columns in view, and above them an overview of all steps.

import { brief, change, number } from "../../../app/js/format.js";
import { OPENER, leftOf, listing, margin } from "./diagram_layout.js";
import { lens, prepare, signed, symbol, triangle } from "../../../app/js/paint.js";

export class DenseColumns {
  constructor(canvas, network, layout) {
    Object.assign(this, { canvas, network, layout, order: new Map() });
  }

  /** Draw one frame. `view`: the columns in view, the scroll position, the arrow under the pointer. */
  draw(frame, before, look, view, colours) {
    const { layout, network } = this,
      {
        columns: [from, to],
      } = view;
    const shown = look.show === "probabilities" ? "p" : "y",
      lens = look.lens ?? {};
    Object.assign(this, { frame, before, look, view, colours, shown, lens });
    const c = prepare(this.canvas, layout.width, layout.height);
    this.c = c;
    c.textBaseline = "alphabetic";
    this.order.clear();
    c.save();
    c.beginPath();
    c.rect(layout.gutter, 0, layout.width - layout.gutter, layout.height);
    c.clip();
    for (let t = from; t < to; t++) {
      if (this.has(frame, t) && this.ready("scores", t))
        this.order.set(t, listing(frame.y, this.at(frame, t), network.V, network.targets[t], layout.listed));
      this.column(t);
    }
    c.restore();
    this.ribbon();
    this.labels();
  }

  /** The letters listed at step t. */
  listed(t) {
    return this.order.get(t)?.shown ?? [];
  }

  has(frame, t) {
    return t >= frame.columns[0] && t < frame.columns[1];
  }

  at(frame, t, width = this.network.V) {
    return (t - frame.columns[0]) * width;
  }

  ready(part, t) {
    return !this.lens[part] || this.lens[part].ready(t);
  }

  font(size, weight = 400) {
    this.c.font = `${weight} ${size}px ${this.colours.font}`;
  }

  text(string, x, y, colour, align = "left") {
    this.c.fillStyle = colour;
    this.c.textAlign = align;
    this.c.fillText(string, x, y);
  }

  labels() {
    const {
        layout: { rows, gutter },
        lens,
        colours,
        network,
        c,
      } = this,
      marks = margin(this.layout, network);
    if (!marks.length) return;
    this.font(13);
    const lift = rows.hidden.height >= 34 ? 10 : 0;
    for (const [name, label, up] of [
      ["ribbon", "p(wanted)", 0],
      ["wanted", "wanted letter", 0],
      ["loss", "loss", 0],
      ["scores", lens.scores?.label ?? `highest ${this.shown}`, 0],
      ["hidden", lens.state?.label ?? `state ${network.states[0]}`, lift],
      ["letter", "letter in", 0],
    ]) {
      this.text(label, gutter - 12, (rows[name].y + rows[name].bottom) / 2 + 5 - up, colours.soft, "right");
    }
    for (const { id, label, right, middle } of marks) {
      const on = this.view.pointed === id;
      c.fillStyle = on ? colours.accent : colours.soft;
      const wide = symbol(c, label, right, middle + 4, 14, colours);
      if (on) c.fillRect(right - wide, middle + 9, wide, 1);
    }
  }

  column(t) {
    const {
        network: { vocab, targets, x: fed },
        layout,
        colours,
        c,
        frame,
        lens,
      } = this,
      { rows, box } = layout;
    const x = leftOf(layout, t, this.view.left),
      middle = x + box / 2;
    const right = frame.top[t] === targets[t],
      judged = this.ready("scores", t) && !lens.scores?.values;
    c.fillStyle = !judged ? colours.shade : right ? colours.rightGround : colours.wrongGround;
    c.fillRect(x, rows.wanted.y, box, rows.wanted.height + rows.loss.height);
    this.font(16, 600);
    this.text(vocab[targets[t]], middle - 8, rows.wanted.y + 17, colours.right, "center");
    if (judged)
      this.text(
        right ? "\u2713" : "\u2717",
        middle + 14,
        rows.wanted.y + 17,
        right ? colours.right : colours.wrong,
        "center",
      );
    this.font(12);
    if (this.ready("loss", t)) this.text(number(frame.losses[t], 2), middle, rows.loss.y + 12, colours.ink, "center");
    c.fillStyle = colours.input;
    c.fillRect(x, rows.letter.y, box, rows.letter.height);
    this.font(16, 600);
    this.text(vocab[fed[t]], middle, rows.letter.y + 19, colours.inputInk, "center");
    this.links(t, x, middle);
    if (!this.has(frame, t)) return;
    if (this.order.has(t)) this.scores(t, x, judged);
    else if (this.look.covered) {
      this.font(26, 700);
      this.text("?", middle, (rows.scores.y + rows.scores.bottom) / 2 + 9, colours.ink, "center");
    }
    this.state(t, x);
  }

  links(t, x, middle) {
    const {
      c,
      colours,
      look,
      layout: { rows, step, box },
      network: { reads },
    } = this;
    const line = (kind, read, x1, y1, x2, y2) => {
      const strong = look.lit?.has(`arrow:${kind}:${t}`),
        on = strong || this.view.pointed === `open:${read.names}`;
      c.strokeStyle = c.fillStyle = on ? colours.accent : colours.soft;
      c.lineWidth = strong ? 2.5 : on ? 1.8 : 1;
      c.beginPath();
      c.moveTo(x1, y1);
      c.lineTo(x2, y2);
      c.stroke();
      // in the backward pass the lit arrows point back
      if (x1 === x2) triangle(c, x2, strong && look.reversed ? y1 : y2, !(strong && look.reversed), 3);
    };
    line("in", reads.input, middle, rows.letter.y - 3, middle, rows.hidden.bottom + 5);
    line("out", reads.output, middle, rows.hidden.y - 4, middle, rows.scores.bottom + 5);
    if (t === this.view.columns[0] && !margin(this.layout, this.network).length) {
      // without a margin the names stand beside the first arrows
      for (const [read, above] of [
        [reads.input, rows.hidden],
        [reads.output, rows.scores],
      ]) {
        c.fillStyle = colours.soft;
        symbol(c, read.label, middle - 5, above.bottom + 17, 14, colours);
      }
    }
    const y = (rows.hidden.y + rows.hidden.bottom) / 2,
      reach = (box - this.layout.across * this.layout.cell) / 2 - 3; // up to the grid
    const start = t ? x - step + box - reach : x - 6,
      end = x + reach;
    line("along", reads.state, start, y, end, y);
    if (reach + step - box < 14) return; // too narrow for a head
    const [tip, back] = look.reversed && look.lit?.has(`arrow:along:${t}`) ? [start, 6] : [end, -6];
    c.beginPath();
    c.moveTo(tip + back, y - 3);
    c.lineTo(tip + back, y + 3);
    c.lineTo(tip, y);
    c.fill();
  }

  scores(t, x, judged) {
    const {
        network: { V, vocab, targets },
        layout,
        colours,
        c,
        frame,
        before,
        lens,
        shown,
      } = this,
      { rows, box, listed } = layout;
    const { shown: letters, rank } = this.order.get(t),
      { row } = rows.scores;
    const other = lens.scores?.values,
      values = other ?? frame[shown],
      at = other ? t * V : this.at(frame, t);
    const old = before && !lens.scores && this.has(before, t) ? before[shown] : null;
    const goal = frame.goal ?? frame; // while the numbers glide, the whole change is shown
    const wide = layout.changes === "beside",
      base = row / 2 + 4.5;
    letters.forEach((k, place) => {
      const y = rows.scores.y + place * row,
        wanted = k === targets[t],
        colour = wanted ? colours.right : colours.wrong;
      if (wanted) {
        c.fillStyle = colours.rightGround;
        c.fillRect(x, y, box, row - 1);
      }
      this.font(wide ? 14 : 13);
      this.text(vocab[k], x + (wide ? 11 : 7), y + base, colours.ink, "center");
      c.fillStyle = colour;
      triangle(c, x + (wide ? 26 : 17), y + row / 2, wanted, wide ? 3.6 : 3);
      const right = wide ? x + Math.max(72, Math.min(88, box * 0.54)) : x + box - (old ? 10 : 2);
      if (other && !wide) this.font(box >= 64 ? 12 : 11);
      this.text(
        other ? brief(values[at + k]) : number(values[at + k], shown === "p" ? 3 : 2),
        right,
        y + base,
        colour,
        "right",
      );
      if (old) this.moved(goal[shown][at + k] - old[this.at(before, t) + k], x + box, y, wanted);
    });
    if (judged) {
      c.strokeStyle = colours.ink;
      c.lineWidth = 1.5;
      c.strokeRect(x - 0.5, rows.scores.y - 0.5, box + 1, row);
    }
    if (rank < listed) return;
    this.font(11);
    this.text(`#${rank + 1}`, x + box, rows.scores.bottom + 10, colours.soft, "right");
  }

  /** A score's change at the last update: a number where the column is wide, and a mark. */
  moved(by, edge, y, wanted) {
    const { c, colours, layout } = this,
      { row } = layout.rows.scores,
      text = change(by),
      up = text.startsWith("+");
    const still = !up && Number(text.replace("\u2212", "-")) === 0,
      against = !still && up !== wanted;
    if (layout.changes === "beside") {
      this.font(12, against ? 700 : 400);
      this.text(text, edge - 14, y + row / 2 + 4.5, against ? colours.ink : colours.soft, "right");
    }
    if (still) return;
    c.fillStyle = against ? colours.ink : colours.soft;
    triangle(c, edge - 5, y + row / 2, up, layout.changes === "beside" ? 3.2 : 2.6);
  }

  state(t, x) {
    const {
      network: { H, states },
      layout: { rows, across, cell, box },
      colours,
      c,
      frame,
      lens: { state },
    } = this;
    const values = state?.values ?? frame[states[0]],
      at = state?.values ? t * H : this.at(frame, t, H);
    const left = Math.round(x + (box - across * cell) / 2),
      scale = state?.values ? state.scale : 1;
    if (this.ready("state", t)) {
      for (let i = 0; i < H; i++)
        signed(
          c,
          left + (i % across) * cell,
          rows.hidden.y + Math.floor(i / across) * cell,
          cell,
          values[at + i],
          scale,
          colours,
        );
    }
    c.strokeStyle = colours.line;
    c.lineWidth = 1;
    c.strokeRect(left - 1.5, rows.hidden.y - 1.5, across * cell + 2, rows.hidden.height + 2);
    lens(c, x + 2, rows.hidden.y - OPENER + 1, colours.soft);
  }

  /** The overview of all steps: the probability of each wanted letter, and a frame around the steps in view. */
  ribbon() {
    const {
      network: { T, targets, vocab },
      layout: { rows, width, gutter, step, visible },
      colours,
      c,
      frame,
      view,
    } = this;
    const { y, height } = rows.ribbon,
      each = (width - gutter) / T,
      tall = height - 16,
      [from, to] = view.columns;
    c.fillStyle = colours.shade;
    c.fillRect(gutter, y, width - gutter, height);
    for (let t = 0; t < T; t++) {
      if (!this.ready("loss", t)) continue;
      const p = Math.exp(-frame.losses[t]),
        right = frame.top[t] === targets[t];
      c.fillStyle = right ? colours.right : colours.wrong;
      c.globalAlpha = right ? 0.85 : 0.55;
      c.fillRect(gutter + t * each, y + tall - p * tall, Math.max(1, each - 1), Math.max(1, p * tall));
      c.globalAlpha = 1;
      if (!right) c.fillRect(gutter + t * each, y + tall + 1, Math.max(1, each - 1), 2); // a stroke below: not right
    }
    if (each >= 8) {
      this.font(Math.max(11, Math.min(12, each * 1.4)));
      for (let t = 0; t < T; t++)
        this.text(vocab[targets[t]], gutter + (t + 0.5) * each, y + height - 3, colours.ink, "center");
    }
    if (to - from >= T) return;
    c.strokeStyle = colours.accent;
    c.lineWidth = 2;
    c.strokeRect(gutter + (view.left / step) * each + 1, y, Math.max(8, visible * each - 2), height);
  }

  /** Outlines over the columns: [{ x, y, w, h, colour, thick }]. */
  outline(list) {
    const {
      c,
      layout: { gutter, width, height },
    } = this;
    c.save();
    c.beginPath();
    c.rect(gutter - 2, 0, width, height);
    c.clip();
    for (const { x, y, w, h, colour, thick } of list) {
      c.strokeStyle = colour;
      c.lineWidth = thick;
      c.strokeRect(x - 1, y - 1, w + 1, h + 1);
    }
    c.restore();
  }
}
