// Draws the loop and its copies. The nodes are made once for a text, then only moved and filled.

import { named, set, svg, write } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { chain, link, loop, ROWS, rows } from "./chain_layout.js";
import { verdict } from "./arithmetic.js";

const TAGGED = 92; // pixels from copy to copy; where they are closer, only the current copy has the names of its arrows

const GAP_OF_LABEL = 44;
const ROOM_TOLD = 180; // pixels beside the folded chunk that the words at its loop need
const QUEUE = 10; // letters before and after the current one, beside the folded chunk

/** An arrow of weights: a line with a head, a wider area for the pointer, and a name. */
function arrow(name, tell) {
  const line = svg("path", { class: "arrow" }),
    hit = svg("path", { class: "hit" }),
    label = svg("text", { class: "matrix" });
  named(label, name);
  const node = svg(
    "g",
    {
      class: `weights ${name}`,
      onpointerenter: () => tell.light(name),
      onpointerleave: () => tell.light(null),
      onclick: (event) => {
        event.stopPropagation();
        tell.ask(name);
      },
    },
    hit,
    line,
    label,
  );
  const along = (d) => [line, hit].forEach((path) => set(path, "d", d));
  return { node, along, label, line };
}

const upwards = (x, from, to) => `M${x},${from} L${x},${to + 2}`;

export class ChainView {
  /** tell: { choose(step), unit(i), light(name), ask(name) } */
  constructor(tell) {
    this.tell = tell;
    this.bracket = svg("path", { class: "bracket" });
    this.token = svg("g", { class: "token", visibility: "hidden" });
    this.loop = arrow("W_hh", tell);
    this.captions = ["its own state", "of one step before"].map((text) => svg("text", { class: "soft", text }));
    this.loop.node.append(...this.captions);
    this.queue = svg("g", { class: "queue" }, svg("text", { x: -28 }), svg("text", { x: 28 }));
    this.links = svg("g", {});
    this.copies = svg("g", {});
    const head = svg(
      "marker",
      {
        id: "tip",
        viewBox: "0 0 8 8",
        refX: 7,
        refY: 4,
        markerWidth: 8,
        markerHeight: 8,
        markerUnits: "userSpaceOnUse",
        orient: "auto-start-reverse",
      },
      svg("path", { d: "M0,0.5 L8,4 L0,7.5 Z", fill: "context-stroke" }),
    );
    this.node = svg(
      "svg",
      { class: "drawing", "aria-hidden": "true" },
      svg("defs", {}, head),
      this.links,
      this.loop.node,
      this.copies,
      this.queue,
      this.bracket,
      this.token,
    );
  }

  receive(data) {
    const H = data.h[0].length,
      same = this.data?.letters.length === data.letters.length && this.data.h[0].length === H;
    this.data = data;
    this.rows = rows(H);
    if (!same) this.build(data.letters.length, H);
  }

  build(T, H) {
    this.start = svg(
      "g",
      { class: "start", onclick: () => this.tell.ask("start") },
      ...Array.from({ length: H }, (_, i) =>
        svg("rect", { x: -14, y: this.rows.state + i * ROWS.unit, width: 28, height: ROWS.unit - 2 }),
      ),
      ...Array.from({ length: H }, (_, i) => svg("text", { x: 0, y: this.rows.state + i * ROWS.unit + 14, text: "0" })),
      svg("text", { class: "soft", x: 0, y: this.rows.state - 8, text: "start" }),
    );
    this.arrows = Array.from({ length: T }, () => arrow("W_hh", this.tell));
    this.links.replaceChildren(this.start, ...this.arrows.map(({ node }) => node));
    this.cells = Array.from({ length: T }, (_, t) => this.copy(t, H));
    this.copies.replaceChildren(...this.cells.map(({ node }) => node));
    this.top = null;
    this.token.replaceChildren(
      ...Array.from({ length: H }, (_, i) => svg("rect", { x: -7, y: (i - H / 2) * 12, width: 14, height: 11 })),
    );
  }

  /** One copy, drawn around x = 0. */
  copy(t, H) {
    const { rows: y, tell } = this,
      top = (i) => y.state + i * ROWS.unit;
    const units = Array.from({ length: H }, (_, i) => {
      const rect = svg("rect", { y: top(i), height: ROWS.unit - 2 }),
        text = svg("text", { y: top(i) + 15 });
      const ask = (event) => {
        event.stopPropagation();
        tell.choose(t);
        tell.unit(i);
      };
      return { rect, text, node: svg("g", { class: "unit", onclick: ask }, rect, text) };
    });
    const cell = {
      card: svg("rect", { class: "card", y: 1, height: y.height - 2, rx: 4 }),
      answer: svg("rect", { class: "answer", y: y.answer, height: ROWS.answerHeight }),
      verdict: svg("text", { class: "verdict", y: y.answer + 19 }),
      up: svg("path", { class: "arrow", d: upwards(0, y.chunk, top(H) - 2) }),
      chunk: svg("rect", {
        class: "chunk",
        y: y.chunk,
        height: ROWS.chunk,
        rx: 6,
        onpointerenter: () => tell.light("A"),
        onpointerleave: () => tell.light(null),
      }),
      name: svg("text", { class: "name", y: y.chunk + 29, text: "A" }),
      letter: svg("rect", { class: "letter", x: -16, y: y.letter, width: 32, height: ROWS.letter }),
      sign: svg("text", { class: "sign", y: y.letter + 20 }),
      step: svg("text", { class: "soft", y: y.step, text: t + 1 }),
      seen: svg("rect", { class: "seen", y: y.seen, height: ROWS.seen - 2 }),
      guess: svg("text", { class: "verdict", y: y.seen + 17 }),
    };
    const out = arrow("W_hy", tell),
      into = arrow("W_xh", tell);
    out.along(upwards(0, y.state - 1, y.answer + ROWS.answerHeight));
    into.along(upwards(0, y.letter, y.chunk + ROWS.chunk));
    for (const [{ label }, down] of [
      [out, y.state - 8],
      [into, y.letter - 9],
    ]) {
      set(label, "x", 7);
      set(label, "y", down);
    }
    const parts = [...Object.values(cell), ...units.map((unit) => unit.node), out.node, into.node];
    const node = svg("g", { class: "copy", onclick: () => tell.choose(t) }, ...parts);
    return { ...cell, units, out, into, node };
  }

  /** Place all parts, between folded (0) and unfolded (1). */
  place(unfold, width, at) {
    const T = this.cells.length,
      plan = chain(T, unfold, width),
      { box, x } = plan,
      enter = this.rows.chunk + ROWS.chunk / 2;
    this.plan = plan;
    set(this.node, "width", plan.width.toFixed(1));
    set(this.node, "height", this.rows.height);
    this.cells.forEach((cell, t) => {
      const here = t === at;
      set(cell.node, "transform", `translate(${x[t].toFixed(1)},0)`);
      cell.node.style.opacity = here ? 1 : plan.others.toFixed(2);
      cell.node.style.pointerEvents = here || unfold > 0.3 ? "auto" : "none";
      const margin = 7 * plan.others; // when folded, the single card does not show
      set(cell.card, "x", (-box / 2 - margin).toFixed(1));
      set(cell.card, "width", (box + 2 * margin).toFixed(1));
      set(cell.card, "stroke-opacity", plan.others.toFixed(2));
      cell.card.style.opacity = (1 - plan.links).toFixed(2);
      for (const rect of [cell.answer, cell.chunk, cell.seen, ...cell.units.map(({ rect }) => rect)]) {
        set(rect, "x", (-box / 2).toFixed(1));
        set(rect, "width", box.toFixed(1));
      }
      const tagged = here || (plan.pitch >= TAGGED && unfold > 0.9);
      for (const one of [cell.out, cell.into]) set(one.label, "visibility", tagged ? null : "hidden");
      const from = t ? x[t - 1] + box / 2 : plan.start + 14,
        to = x[t] - box / 2;
      this.arrows[t].along(link(from, this.rows.middle, Math.max(from + 6, to - 1), enter));
      set(this.arrows[t].label, "x", (to - Math.min(plan.gap, GAP_OF_LABEL) / 2 - 1).toFixed(1));
      set(this.arrows[t].label, "y", enter + 19);
      set(this.arrows[t].label, "visibility", plan.gap >= 30 ? null : "hidden");
    });
    this.stack(at);
    this.links.style.opacity = plan.links.toFixed(2);
    this.links.style.pointerEvents = plan.links > 0.3 ? "auto" : "none";
    set(this.start, "transform", `translate(${plan.start.toFixed(1)},0)`);
    const edge = x[at] - box / 2;
    this.loop.along(loop(edge - 1, this.rows.middle, enter));
    this.loop.node.style.opacity = plan.loop.toFixed(2);
    this.loop.node.style.pointerEvents = plan.loop > 0.3 ? "auto" : "none";
    [this.loop.label, ...this.captions].forEach((text, k) => {
      set(text, "x", (edge - 64).toFixed(1));
      set(text, "y", this.rows.middle + 30 + 18 * k);
      set(text, "visibility", k && edge < ROOM_TOLD ? "hidden" : null);
    });
    this.queue.style.opacity = plan.loop.toFixed(2);
    set(this.queue, "transform", `translate(${x[at].toFixed(1)},${this.rows.letter + 20})`);
    this.mark(at, unfold);
  }

  /** Folded copies lie on one another like cards: the current one on top, then those nearest to it. */
  stack(at) {
    if (this.top === at) return;
    this.top = at;
    const order = this.cells.map((cell, t) => [Math.abs(t - at), cell.node]).sort(([a], [b]) => b - a);
    this.copies.append(...order.map(([, node]) => node));
  }

  /** Draw the bracket of the window under the last k letters. */
  mark(at, unfold) {
    const { x } = this.plan,
      y = this.rows.letter + ROWS.letter + 3,
      from = x[Math.max(0, at - this.data.window + 1)] - 18,
      to = x[at] + 18;
    set(this.bracket, "d", `M${from.toFixed(1)},${y - 4} v4 H${to.toFixed(1)} v-4`);
    this.bracket.style.opacity = unfold > 0.5 ? 1 : 0;
  }

  /** The numbers up to step `at`; later steps are still empty. */
  show(at, unit, covered) {
    const { data } = this;
    this.cells.forEach((cell, t) => {
      const read = t <= at,
        ours = verdict(data, data.p[t], data.wanted[t]),
        theirs = verdict(data, data.seen[t], data.wanted[t]);
      set(cell.node, "data-here", t === at);
      set(cell.node, "data-later", !read);
      set(this.arrows[t].node, "data-later", !read);
      write(cell.sign, data.letters[t]);
      set(cell.letter, "data-counted", data.x[t] === 0);
      const hidden = covered && t === at;
      this.say(cell.verdict, !hidden && read && ours, hidden);
      this.say(cell.guess, !hidden && read && theirs, hidden);
      cell.units.forEach(({ rect, text, node }, i) => {
        const value = data.h[t][i];
        write(text, hidden ? "?" : read ? number(value) : "");
        rect.style.setProperty("--amount", read && !hidden ? Math.abs(value).toFixed(3) : 0);
        set(rect, "data-sign", value < 0 && !hidden ? "below" : "above");
        set(node, "data-asked", t === at && i === unit);
      });
    });
    const [read, next] = this.queue.children,
      spread = (letters) => letters.join("\u2002");
    write(read, spread(data.letters.slice(Math.max(0, at - QUEUE), at)));
    write(next, spread(data.letters.slice(at + 1, at + 1 + QUEUE)));
  }

  say(text, answer, hidden) {
    write(text, hidden ? "?" : answer ? `${answer.word} ${answer.right ? "\u2713" : "\u2717"}` : "");
    set(text, "data-right", answer ? (answer.right ? "yes" : "no") : null);
  }

  light(name) {
    set(this.node, "data-light", name);
  }

  /** Move the state into the copy `at`: part 0 to 1 of the way; null: it has arrived. */
  carry(at, part) {
    const path = this.plan.loop > 0.5 ? this.loop.line : this.arrows[at].line;
    set(this.token, "visibility", part === null ? "hidden" : null);
    if (part === null) return;
    const point = path.getPointAtLength(part * path.getTotalLength()),
      before = at ? this.data.h[at - 1] : null;
    set(this.token, "transform", `translate(${point.x.toFixed(1)},${point.y.toFixed(1)})`);
    [...this.token.children].forEach((rect, i) => {
      rect.style.setProperty("--amount", before ? Math.abs(before[i]).toFixed(3) : 0);
      set(rect, "data-sign", before && before[i] < 0 ? "below" : "above");
    });
  }
}
