// Draws the loss over all updates so far, with a cursor at the update shown; a click or a drag moves the cursor.

import { html } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { palette, prepare } from "../../../app/js/paint.js";

const NICE = [1, 2, 5];

/** The end of the axis: it stays while the curve grows up to it, then moves on. */
export function reach(head) {
  for (let ten = 10; ; ten *= 10) for (const k of NICE) if (head <= k * ten && k * ten >= 20) return k * ten;
}

/** The top of the axis: the first loss and that of guessing always fit; a loss that explodes is cut off. */
export function ceiling(losses, head, guess) {
  let top = 0;
  for (let i = 0; i <= head && i < losses.length; i++) if (losses[i] > top) top = losses[i];
  const first = Number.isFinite(losses[0]) ? losses[0] : guess;
  return Math.min(top * 1.08, 2.5 * Math.max(first, guess)) || 1;
}

export class LossCurve {
  constructor(onSeek) {
    this.canvas = html("canvas", { class: "curve", "aria-hidden": true });
    this.onSeek = onSeek;
    const to = (event) => {
      const box = this.canvas.getBoundingClientRect();
      onSeek(Math.round(((event.clientX - box.left - this.inset) / (box.width - 2 * this.inset)) * this.end));
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      to(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) to(event);
    });
    this.inset = 8; // half a slider's thumb: cursor and thumb stand on one line
    this.end = 20;
  }

  restyle() {
    this.colours = palette(this.canvas);
  }

  draw({ losses, pos, head, guess, consistent, rates, width, height }) {
    this.colours ??= palette(this.canvas);
    const c = prepare(this.canvas, width, height),
      { colours, inset } = this;
    this.end = reach(head);
    const top = ceiling(losses, head, guess);
    const x = (u) => inset + (u / this.end) * (width - 2 * inset);
    const y = (v) => height - 4 - Math.max(0, Math.min(1, v / top)) * (height - 10);
    c.font = `12px ${colours.font}`;
    this.guess(c, y(guess), guess, width);
    this.line(c, losses, head, x, y, width);
    for (const [update] of rates.slice(1)) if (update <= head) this.flag(c, x(update), height, colours.accent, 5);
    if (consistent !== null && consistent <= head) this.flag(c, x(consistent), height, colours.right, 10);
    c.strokeStyle = colours.ink;
    c.lineWidth = 1;
    c.beginPath();
    c.moveTo(x(pos), 2);
    c.lineTo(x(pos), height);
    c.stroke();
    if (pos < losses.length) this.dot(c, x(pos), y(losses[pos]));
  }

  guess(c, y, guess, width) {
    c.strokeStyle = this.colours.line;
    c.setLineDash([4, 4]);
    c.lineWidth = 1;
    c.beginPath();
    c.moveTo(0, y);
    c.lineTo(width, y);
    c.stroke();
    c.setLineDash([]);
    c.fillStyle = this.colours.soft;
    c.textAlign = "right";
    c.fillText(`blind guessing: ${number(guess, 2)}`, width - 4, y < 18 ? y + 14 : y - 4);
  }

  /** Draw at most one stroke in each pixel column, from its lowest to its highest loss. */
  line(c, losses, head, x, y, width) {
    c.strokeStyle = this.colours.output;
    c.lineWidth = 1.75;
    c.lineJoin = "round";
    c.beginPath();
    const last = Math.min(head, losses.length - 1),
      stride = Math.max(1, Math.floor(this.end / (width * 1.5)));
    for (let u = 0; u <= last; u += stride) {
      let low = Infinity,
        high = -Infinity;
      for (let i = u; i < u + stride && i <= last; i++) {
        if (losses[i] < low) low = losses[i];
        if (losses[i] > high) high = losses[i];
      }
      if (u === 0) c.moveTo(x(0), y(high));
      c.lineTo(x(u), y(high));
      if (low < high) c.lineTo(x(u), y(low));
    }
    if (stride > 1 && last >= 0) c.lineTo(x(last), y(losses[last]));
    c.stroke();
  }

  flag(c, x, height, colour, tall) {
    c.fillStyle = colour;
    c.beginPath();
    c.moveTo(x - 4, height);
    c.lineTo(x + 4, height);
    c.lineTo(x, height - tall);
    c.fill();
  }

  dot(c, x, y) {
    c.fillStyle = this.colours.output;
    c.strokeStyle = this.colours.ground;
    c.lineWidth = 2;
    c.beginPath();
    c.arc(x, y, 4.5, 0, 7);
    c.fill();
    c.stroke();
  }
}
