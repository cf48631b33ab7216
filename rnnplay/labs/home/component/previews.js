// Draws small pictures of the labs. They play real updates, and only while they are in view.

import { html, set, svg, write } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { reducedMotion } from "../../../app/js/motion.js";

const W = 300,
  H = 134;
const PAUSE = 450,
  REST = 2400; // ms from one picture to the next, and at the last one

const text = (x, y, words, look = "", anchor = "middle") =>
  svg("text", { x, y, class: look, "text-anchor": anchor, text: words });
const box = (x, y, w, h, look) => svg("rect", { x, y, width: w, height: h, rx: 2, class: look });
const wire = (d) => svg("path", { class: "wire", d, "marker-end": "url(#tip)" });
const tips = () =>
  svg(
    "defs",
    {},
    svg(
      "marker",
      { id: "tip", viewBox: "0 0 6 6", refX: 5, refY: 3, markerWidth: 6, markerHeight: 6, orient: "auto" },
      svg("path", { d: "M0,0L6,3L0,6Z", fill: "var(--st-gray-color)" }),
    ),
  );
const sheet = (label, ...children) =>
  svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label }, tips(), ...children);

/** A value between -1 and 1 as a cell: its size as depth, its sign as colour and bar. */
function cell(x, y, side) {
  const square = svg("rect", {}),
    bar = svg("path", { class: "minus" });
  const node = svg("g", {}, square, bar);
  return [
    node,
    (value) => {
      const s = Math.max(2, side * Math.sqrt(Math.min(1, Math.abs(value)))),
        at = (side - s) / 2;
      set(square, "class", value < 0 ? "below" : "above");
      for (const [name, now] of [
        ["x", x + at],
        ["y", y + at],
        ["width", s],
        ["height", s],
      ])
        set(square, name, now.toFixed(1));
      set(bar, "d", value < 0 ? `M${x + side / 2 - s / 4},${y + side / 2}h${s / 2}` : "");
    },
  ];
}

/** Draw the article's network: the input, three hidden values and the probability of each letter at every step. */
function training({ inputs, letters, wanted, h, p, loss }) {
  const parts = [],
    moves = [],
    wide = W / inputs.length,
    top = 68;
  const caption = text(W - 4, 131, "", "soft", "end");
  inputs.forEach((letter, t) => {
    const x = t * wide + 8;
    letters.forEach((name, k) => {
      const y = 12 + k * 14,
        bar = svg("rect", { x: x + 14, y: y - 8, height: 9, class: `bar${k === wanted[t] ? " wanted" : ""}` });
      const mark = text(x + wide - 14, y, "", "tick");
      parts.push(text(x + 6, y, name, "symbol"), bar, mark);
      moves.push((at) => {
        const best = p[at][t].indexOf(Math.max(...p[at][t]));
        set(bar, "width", (1 + p[at][t][k] * (wide - 36)).toFixed(1));
        write(mark, k === wanted[t] && best === k ? "✓" : "");
      });
    });
    h[0][t].forEach((_, j) => {
      const [node, show] = cell(x + 8 + j * 16, top, 13);
      parts.push(node);
      moves.push((at) => show(h[at][t][j]));
    });
    parts.push(box(x + 4, 95, 52, 19, "input"), text(x + 30, 109, letter, "symbol"), wire(`M${x + 30},94v-9`));
    if (t) parts.push(wire(`M${x - 12},${top + 6.5}h14`));
  });
  const node = sheet(
    "The network of “hello” in training: the probabilities of its four predictions, update by update.",
    ...parts,
    caption,
  );
  return [
    node,
    p.length,
    (at) => {
      moves.forEach((move) => move(at));
      write(caption, `update ${at}, loss ${loss[at].toFixed(2)}`);
    },
  ];
}

/** Draw a chain of states. */
function states({ letters, h, says }) {
  const wide = W / letters.length,
    parts = [];
  letters.forEach((letter, t) => {
    const x = t * wide + wide / 2;
    h[t].forEach((value, j) => {
      const [node, show] = cell(x - 17 + (j % 2) * 17, 44 + (j >> 1) * 17, 15);
      show(value);
      parts.push(node);
    });
    parts.push(
      box(x - 19, 41, 38, 38, "axis"),
      text(x, 20, says[t]),
      wire(`M${x},40V26`),
      box(x - 13, 100, 26, 22, "input"),
      text(x, 116, letter, "symbol"),
      wire(`M${x},99V82`),
    );
    if (t) parts.push(wire(`M${x - wide + 20},60H${x - 21}`));
  });
  return [sheet("A network reads a word letter by letter and hands its state on.", ...parts)];
}

/** Draw the five wirings: the steps that read and those that answer. */
const WIRINGS = [
  ["1", "1"],
  ["100", "111"],
  ["111", "001"],
  ["11000", "00111"],
  ["111", "111"],
];

function shapes({ picture, sentence }) {
  const parts = [];
  let x = 4;
  WIRINGS.forEach(([read, say]) => {
    [...read].forEach((_, t) => {
      const at = x + t * 13;
      parts.push(box(at, 34, 9, 16, "state"));
      if (t) parts.push(wire(`M${at - 4},42h4`));
      if (read[t] === "1") parts.push(box(at, 62, 9, 16, "input"), wire(`M${at + 4.5},61v-10`));
      if (say[t] === "1") parts.push(box(at, 6, 9, 16, "output"), wire(`M${at + 4.5},33v-10`));
    });
    x += read.length * 13 + 23;
  });
  const side = 5.2;
  picture.forEach((row, i) =>
    row.forEach(
      (on, j) =>
        on &&
        parts.push(
          svg("rect", { x: 8 + j * side, y: 88 + i * side, width: side - 0.7, height: side - 0.7, class: "pixel" }),
        ),
    ),
  );
  const words = sentence.split(" "),
    half = Math.ceil(words.length / 2);
  parts.push(
    wire("M68,108h20"),
    text(96, 105, words.slice(0, half).join(" "), "", "start"),
    text(96, 121, words.slice(half).join(" "), "", "start"),
  );
  return [sheet("Five ways in which inputs and outputs follow one another.", ...parts)];
}

/** Draw three steps by hand, with their numbers. */
function steps({ steps: list }) {
  const parts = [],
    wide = W / list.length;
  list.forEach(({ x: input, h, y }, t) => {
    const x = t * wide + wide / 2,
      row = (values) => values.map((value) => number(value)).join("\u2003");
    parts.push(
      box(x - 44, 3, 88, 24, "output"),
      text(x, 19, row(y)),
      wire(`M${x},44V29`),
      box(x - 44, 45, 88, 36, "state"),
    );
    h.forEach((value, j) => parts.push(text(x - 28 + j * 28, 67, number(value))));
    parts.push(wire(`M${x},100V83`), box(x - 26, 101, 52, 22, "input"), text(x, 116, input.join("\u2003"), ""));
    if (t) parts.push(wire(`M${x - wide + 44},63h11`));
  });
  return [sheet("Three steps by hand: the same input, another state, another answer.", ...parts)];
}

const LINES = {
  rnn: ["plain RNN", "var(--st-orange-color)", "none"],
  lstm: ["LSTM", "var(--st-violet-color)", "6 3"],
  gru: ["GRU", "#1B8F8F", "2 2"],
};

/** Draw the accuracy against the gap. */
function curves({ gaps, cells }) {
  const left = 40,
    right = W - 70,
    y = (share) => 106 - share * 96;
  const x = (gap) => left + ((gap - gaps[0]) / (gaps.at(-1) - gaps[0])) * (right - left);
  const parts = [
    svg("path", { class: "axis", d: `M${left},8V106H${right}` }),
    text(left - 5, y(1) + 4, "100 %", "soft", "end"),
    text(left - 5, y(0) + 4, "0 %", "soft", "end"),
    ...gaps.map((gap) => text(x(gap), 119, gap, "soft")),
    text(right + 26, 119, "gap", "soft"),
  ];
  const ends = {};
  for (const [name, shares] of Object.entries(cells)) {
    const [title, stroke, dash] = LINES[name],
      end = y(shares.at(-1));
    const down = Object.values(ends).some((other) => Math.abs(other - end) < 13) ? end + 14 : end;
    ends[name] = down;
    parts.push(
      svg("path", {
        class: "line",
        stroke,
        "stroke-dasharray": dash,
        d: shares.map((share, k) => `${k ? "L" : "M"}${x(gaps[k])},${y(share)}`).join(""),
      }),
      text(right + 6, down + 4, title, "", "start"),
    );
  }
  return [sheet("Held-out accuracy against the gap, for the plain RNN, the LSTM and the GRU.", ...parts)];
}

/** Write texts of a language model at several updates of its training. */
function samples({ samples: list }) {
  const at = html("p", { class: "at" }),
    pre = html("pre", { class: "samples" });
  return [
    html(
      "div",
      { role: "img", "aria-label": "What a language model wrote as it learned, from noise to words." },
      at,
      pre,
    ),
    list.length,
    (k) => {
      write(at, `after ${list[k][0].toLocaleString("en")} updates`);
      write(pre, list[k][1]);
    },
    1600,
  ];
}

const KINDS = { training, states, shapes, steps, curves, samples };

class Preview {
  constructor(_host, box, data) {
    const [node, moments, show, pause = PAUSE] = KINDS[data.kind](data);
    box.replaceChildren(node);
    if (!moments) return;
    const still = reducedMotion();
    let at = still ? moments - 1 : 0,
      seen = true;
    show(at);
    if (still) return;
    new IntersectionObserver(([entry]) => {
      seen = entry.isIntersecting;
    }).observe(box);
    const next = () => {
      if (!box.isConnected) return;
      if (seen && !document.hidden && !document.documentElement.dataset.lecture) {
        at = (at + 1) % moments;
        show(at);
      }
      setTimeout(next, at === moments - 1 ? REST : pause);
    };
    setTimeout(next, pause);
  }
}

const known = new WeakMap();

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".preview");
  if (data && box && !known.has(box)) known.set(box, new Preview(parentElement, box, data));
}
