// Where everything stands. Pure: a scene (what there is) and a width give rectangles; nothing is drawn here.
//
// "detailed" prints every number of every step, like the article's drawing. "dense" serves long
// texts and large vocabularies: the best scores of each step, the hidden units as a small grid.

export const TOP = 6; // scores listed a step in the dense drawing

/** Which drawing suits this network. */
export function modeOf({ T, V, H }) {
  return V <= 10 && H <= 10 && T * (2 * V + H) <= 300 ? "detailed" : "dense";
}

const LARGEST = 1.6; // times; beyond it a lecture hall sees no better

/** `room`: pixels of height there are for it. Where there is room to spare, the detailed drawing is larger by `zoom`. */
export function layout(scene, width, room = 0) {
  if (modeOf(scene) === "dense") return dense(scene, width);
  const plan = detailed(scene, width);
  if (width >= WIDE && room > 0 && plan.height > Math.max(room, ENOUGH)) return dense(scene, width); // the transport would fall off the screen
  const zoom = Math.min(LARGEST, room / plan.height, width / (MARGIN + 8 + 172 * scene.T));
  return zoom < 1.04 || width < WIDE ? plan : { ...detailed(scene, width / zoom), zoom };
}

function band(y, height, rows = 1) {
  return { y, height, row: height / rows, bottom: y + height };
}

const WIDE = 640; // pixels from which there is a margin for the names of the rows
const MARGIN = 92;
const NARROWEST = 80; // pixels of a column; with more columns than fit, the drawing scrolls sideways
const ENOUGH = 400; // pixels of height that the detailed drawing may take whatever the screen

function detailed(scene, width) {
  const { T, V, H } = scene;
  const gutter = width >= WIDE ? MARGIN : 6;
  const step = Math.max(NARROWEST, Math.min(230, (width - gutter - 8) / T));
  const box = Math.min(150, step - (step < 100 ? 20 : step < 150 ? 30 : 46)); // what is left between two boxes holds W_hh
  // A score's change stands beside it, under it, or is only a mark, as there is room.
  const changes = box >= 116 ? "beside" : V <= 5 ? "below" : "mark";
  const tight = 2 * V + H > 14;
  const scoreRow = changes === "below" ? 31 : tight ? 20 : 24;
  const rows = {};
  rows.wanted = band(2, 24);
  rows.loss = band(rows.wanted.bottom, 18);
  rows.scores = band(rows.loss.bottom + 3, V * scoreRow, V);
  const gap = tight ? 26 : 31;
  rows.hidden = band(rows.scores.bottom + gap, H * (tight ? 21 : 24), H);
  rows.input = band(rows.hidden.bottom + gap, V * (tight ? 13 : 15), V);
  rows.letter = band(rows.input.bottom + 3, 26);
  const columns = [];
  for (let t = 0; t < T; t++) columns.push({ t, x: gutter + step * t + (step - box) / 2, center: gutter + step * (t + 0.5) });
  const full = { mode: "detailed", zoom: 1, width: Math.max(width, gutter + step * T + 8), height: rows.letter.bottom + 4, gutter, step, box,
    changes, rows, columns };
  full.items = detailedItems(scene, full);
  full.arrows = arrows(scene, full);
  return full;
}

/** Everything that can be asked, with its rectangle. Ids are "name:step:unit". */
function detailedItems({ T, V, H, states }, { rows, columns, box }) {
  const items = [];
  for (const { t, x } of columns) {
    const add = (name, where, i, row) => items.push({ id: `${name}:${t}:${i}`, name, t, i, x, y: where.y + row * where.row, w: box, h: where.row });
    add("loss", rows.loss, 0, 0);
    for (let k = 0; k < V; k++) add("y", rows.scores, k, k);
    for (let i = 0; i < H; i++) add(states[0], rows.hidden, i, i);
    for (let k = 0; k < V; k++) add("x", rows.input, k, k);
  }
  return items;
}

/** Three arrows a step: W_xh up into the state, W_hh along it, W_hy up to the scores. `reads` names what each carries. */
function arrows({ reads }, { rows, columns, box, step }) {
  const found = [];
  const middle = (rows.hidden.y + rows.hidden.bottom) / 2;
  for (const { t, x, center } of columns) {
    found.push({ kind: "in", ...reads.input, t, x1: center, y1: rows.input.y - 3, x2: center, y2: rows.hidden.bottom + 4 });
    found.push({ kind: "out", ...reads.output, t, x1: center, y1: rows.hidden.y - 3, x2: center, y2: rows.scores.bottom + 4 });
    const from = t ? x - step + box + 3 : x - Math.min(18, x - 2);
    found.push({ kind: "along", ...reads.state, t, x1: from, y1: middle, x2: x - 4, y2: middle });
  }
  return found;
}

function dense(scene, width) {
  const { T, V, H } = scene;
  const step = 70, box = 62, gutter = width >= WIDE ? MARGIN : 6;
  const across = H <= 4 ? H : Math.ceil(Math.sqrt(H));
  const cell = Math.max(4, Math.min(14, Math.floor(box / across)));
  const listed = Math.min(TOP, V);
  const rows = {};
  rows.ribbon = band(2, 46);
  rows.wanted = band(rows.ribbon.bottom + 8, 22);
  rows.loss = band(rows.wanted.bottom, 16);
  rows.scores = band(rows.loss.bottom + 2, listed * 18, listed);
  rows.hidden = band(rows.scores.bottom + 26, Math.ceil(H / across) * cell);
  rows.letter = band(rows.hidden.bottom + 26, 26);
  const visible = Math.max(1, Math.min(T, Math.floor((width - gutter) / step)));
  return { mode: "dense", width, height: rows.letter.bottom + 4, gutter, step, box, across, cell, listed, rows, visible,
    scrollWidth: gutter + T * step };
}

/** The columns [from, to) that stand in view when the dense drawing is scrolled by `left` pixels. */
export function inView({ step, width, gutter }, T, left) {
  const from = Math.max(0, Math.min(T - 1, Math.floor(left / step)));
  return [from, Math.min(T, Math.ceil((left + width - gutter) / step))];
}

/** The columns to have at hand: those in view and a page to either side. */
export function around([from, to], T) {
  const page = to - from;
  return [Math.max(0, from - page), Math.min(T, to + page)];
}

/** Steps of a column's listed scores: the highest ones, and the wanted one always. */
export function listing(y, at, V, target, size) {
  const order = [...Array(V).keys()].sort((a, b) => y[at + b] - y[at + a] || a - b);
  const rank = order.indexOf(target);
  const shown = order.slice(0, size);
  if (rank >= size) shown[size - 1] = target;
  return { shown, rank };
}
