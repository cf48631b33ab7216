// Lays out the diagram's parts. Pure functions: a network and a width -> rectangles.
//
// "detailed" prints every number of every step, like the article's drawing. "dense" serves long
// texts and large vocabularies: the best scores of each step, the hidden units as a small grid.

export const TOP = 6; // scores listed at each step of the dense drawing
const MOST = 10; // the same where the page is high enough

/** The kind of drawing for this network, "detailed" or "dense", where the page is large enough. */
export function modeOf({ T, V, H }) {
  return V <= 10 && H <= 10 && T * (2 * V + H) <= 300 ? "detailed" : "dense";
}

const WIDE = 640; // pixels from which there is a margin for the names of the rows
const PHONE = 460; // pixels of width; on a narrower page, which scrolls anyway, the height is no limit
const MARGIN = 92;
const EDGE = 2;
const NARROWEST = 86; // pixels of a detailed column
const WIDEST = 230;
const LARGEST = 1.6; // times; a larger drawing is no easier to read
const ZOOMS = [0.98, 0.96, 0.94, 0.92, 0.9, 0.88]; // times; below it the smallest text would be under 11 pixels
const LEAST = 250; // pixels of height that a drawing has on any screen
const BOXES = { beside: 128, below: 70, mark: 72 }; // pixels of a box that a score and its change need
export const OPENER = 18; // pixels of the button that opens a cell, in the dense drawing
const NUMBERED = 116; // pixels of a dense box from which a change is printed as a number
const NAMED = 30; // pixels between two boxes that the name of W_hh needs
// [place of a score's change, zooms to try, pixels between two boxes at least], the best first: a printed change
// matters more than large type.
const CHOICES = [
  ["beside", [1, 0.98, 0.96, 0.94], NAMED],
  ["beside", [1], 0],
  ["below", [1], 0],
  ["beside", ZOOMS, 0],
  ["below", ZOOMS, 0],
  ["mark", [1, ...ZOOMS], 0],
];

/**
 * `room`: pixels of height for the diagram; 0: not known. Where the page is larger than needed, the detailed drawing
 * is larger by `zoom`.
 */
export function layout(network, width, room = 0, largest = LARGEST) {
  const limit = width < PHONE || room === 0 ? 0 : Math.max(room, LEAST);
  const plan =
    modeOf(network) === "dense" ? null : limit ? fitting(network, width, limit, largest) : detailed(network, width, {});
  return plan ?? dense(network, width, limit);
}

function band(y, height, rows = 1) {
  return { y, height, row: height / rows, bottom: y + height };
}

const marginOf = (width) => (width >= WIDE ? MARGIN : 6);

/** The largest detailed drawing that is at most `room` pixels high, or null. */
function fitting(network, width, room, largest) {
  const gutter = marginOf(width);
  for (const [changes, zooms, between] of CHOICES) {
    for (const zoom of zooms) {
      const { step, box } = widths(network, width / zoom, gutter);
      if (step * network.T > width / zoom - gutter || box < BOXES[changes] || step - box < between) continue;
      for (let ease = 1; ease > -0.01; ease -= 0.05) {
        const { height } = heights(network, ease, changes);
        if (height * zoom > room) continue;
        if (zoom < 1 || ease < 1) return detailed(network, width, { gutter, ease, zoom, changes });
        const larger = Math.min(largest, (room - 0.01) / height, width / (gutter + EDGE + 172 * network.T));
        return detailed(network, width, larger > 1.04 ? { gutter, zoom: larger } : { gutter, changes });
      }
    }
  }
  return null;
}

/** Columns and boxes: the space between two boxes holds the name W_hh. */
function widths({ T }, width, gutter) {
  const step = Math.max(NARROWEST, Math.min(WIDEST, (width - gutter - EDGE) / T));
  const between = step >= BOXES.beside + 18 ? Math.min(46, step - BOXES.beside) : Math.max(14, Math.min(30, step - 74));
  return { step, box: Math.min(150, step - between) };
}

/** The rows, from the closest (ease 0) to the most comfortable (1), in whole pixels. */
function heights({ V, H }, ease, changes) {
  const size = (least, most) => Math.floor(least + (most - least) * ease + 1e-6);
  const rows = {},
    gap = size(22, 31);
  rows.wanted = band(2, size(22, 24));
  rows.loss = band(rows.wanted.bottom, size(16, 18));
  rows.scores = band(rows.loss.bottom + 3, V * (changes === "below" ? size(29, 34) : size(17, 24)), V);
  rows.hidden = band(rows.scores.bottom + gap, H * size(18, 24), H);
  rows.input = band(rows.hidden.bottom + gap, V * size(11, 15), V);
  rows.letter = band(rows.input.bottom + 3, size(24, 26));
  return { rows, height: rows.letter.bottom + size(2, 4) };
}

function detailed(network, width, { gutter = marginOf(width), ease = 1, zoom = 1, changes }) {
  const { T } = network,
    { step, box } = widths(network, width / zoom, gutter);
  const kind = changes ?? (box >= BOXES.beside ? "beside" : "below"),
    { rows, height } = heights(network, ease, kind);
  const columns = [];
  for (let t = 0; t < T; t++)
    columns.push({ t, x: gutter + step * t + (step - box) / 2, center: gutter + step * (t + 0.5) });
  const full = {
    mode: "detailed",
    zoom,
    width: Math.max(width / zoom, gutter + step * T + EDGE),
    height,
    gutter,
    step,
    box,
    changes: kind,
    rows,
    columns,
  };
  full.items = detailedItems(network, full);
  full.arrows = arrows(network, full);
  return full;
}

/** Every number of the diagram with its rectangle. Its id is "name:step:unit". */
function detailedItems({ V, H, states }, { rows, columns, box }) {
  const items = [];
  for (const { t, x } of columns) {
    const add = (name, where, i, row) =>
      items.push({ id: `${name}:${t}:${i}`, name, t, i, x, y: where.y + row * where.row, w: box, h: where.row });
    add("loss", rows.loss, 0, 0);
    for (let k = 0; k < V; k++) add("y", rows.scores, k, k);
    for (let i = 0; i < H; i++) add(states[0], rows.hidden, i, i);
    for (let k = 0; k < V; k++) add("x", rows.input, k, k);
  }
  return items;
}

/**
 * Three arrows at each step: W_xh up into the state, W_hh along it, W_hy up to the scores. `reads` names the matrices
 * of each.
 */
function arrows({ reads }, { rows, columns, box, step }) {
  const found = [];
  const middle = (rows.hidden.y + rows.hidden.bottom) / 2;
  for (const { t, x, center } of columns) {
    found.push({
      kind: "in",
      ...reads.input,
      t,
      x1: center,
      y1: rows.input.y - 3,
      x2: center,
      y2: rows.hidden.bottom + 4,
    });
    found.push({
      kind: "out",
      ...reads.output,
      t,
      x1: center,
      y1: rows.hidden.y - 3,
      x2: center,
      y2: rows.scores.bottom + 4,
    });
    const from = t ? x - step + box + 3 : x - Math.min(18, x - 2);
    found.push({ kind: "along", ...reads.state, t, x1: from, y1: middle, x2: x - 4, y2: middle });
  }
  return found;
}

const within = (least, value, most) => Math.max(least, Math.min(most, value));

function dense(network, width, room) {
  const { T, V, H } = network,
    gutter = marginOf(width),
    inner = width - gutter;
  // All columns share the width; if they would be too narrow, only as many as fit are in view.
  const step = T * 64 <= inner ? Math.min(WIDEST, inner / T) : inner / Math.max(1, Math.floor(inner / 68));
  const box = step - within(8, step * 0.14, 26),
    wide = box >= NUMBERED,
    row = wide ? 20 : 18;
  const rows = {},
    gap = 26,
    others = 126 + 2 * gap;
  let listed = room ? within(3, Math.floor((room - others - 56) / row), TOP) : TOP;
  const { across, cell } = grid(H, box, room ? within(40, room - others - Math.min(listed, V) * row, 150) : 80);
  const tall = Math.ceil(H / across) * cell;
  if (room) listed = within(listed, Math.floor((room - others - tall) / row), MOST);
  listed = Math.min(listed, V);
  rows.ribbon = band(2, 46);
  rows.wanted = band(rows.ribbon.bottom + 8, 22);
  rows.loss = band(rows.wanted.bottom, 16);
  rows.scores = band(rows.loss.bottom + 2, listed * row, listed);
  rows.hidden = band(rows.scores.bottom + gap, tall);
  rows.letter = band(rows.hidden.bottom + gap, 26);
  const visible = Math.max(1, Math.min(T, Math.floor(inner / step + 1e-6)));
  return {
    mode: "dense",
    zoom: 1,
    width,
    height: rows.letter.bottom + 4,
    gutter,
    step,
    box,
    across,
    cell,
    listed,
    rows,
    visible,
    changes: wide ? "beside" : "mark",
    scrollWidth: gutter + T * step,
  };
}

/** A grid of the units with cells as large as the box and the height allow, from 4 to 18 pixels. */
function grid(H, box, tall) {
  for (let cell = Math.min(18, Math.floor(box / 2)); cell > 4; cell--) {
    const most = Math.floor(box / cell),
      across = Math.max(H <= 4 ? H : Math.ceil(Math.sqrt(H)), Math.ceil(H / Math.max(1, Math.floor(tall / cell))));
    if (across <= most) return { across, cell };
  }
  return { across: Math.max(1, Math.min(H, Math.floor(box / 4))), cell: 4 };
}

/** The left edge of step t's box in the dense drawing. */
export function leftOf({ gutter, step, box }, t, left) {
  return gutter + t * step - left + (step - box) / 2;
}

/** Everything that can be chosen in the dense drawing: [{ key, id, t, x, y, w, h }]. `listed(t)`: letters at step t. */
export function places(plan, { T, H, states, reads }, [from, to], left, listed) {
  const { rows, box, step, gutter, across, cell, width } = plan,
    found = [];
  const add = (id, t, x, y, w, h) => found.push({ key: id.startsWith("open:") ? `${id}@${t}` : id, id, t, x, y, w, h });
  const open = (read) => `open:${read.names}`;
  if (to - from < T) add("ribbon", -1, gutter, rows.ribbon.y, width - gutter, rows.ribbon.height);
  for (let t = from; t < to; t++) {
    const x = leftOf(plan, t, left),
      corner = x + (box - across * cell) / 2;
    add(`loss:${t}:0`, t, x, rows.loss.y, box, rows.loss.height);
    listed(t).forEach((k, row) =>
      add(`y:${t}:${k}`, t, x, rows.scores.y + row * rows.scores.row, box, rows.scores.row),
    );
    add(open(reads.output), t, x, rows.scores.bottom, box, rows.hidden.y - rows.scores.bottom);
    add(`inside:${t}`, t, x, rows.hidden.y - OPENER, Math.min(OPENER, box / 2 - 8), OPENER - 2);
    const from = t ? x - step + box - (corner - x) : x - (step - box),
      tall = Math.max(24, rows.hidden.height); // from grid to grid
    add(open(reads.state), t, from, (rows.hidden.y + rows.hidden.bottom - tall) / 2, corner - from, tall);
    for (let i = 0; i < H; i++)
      add(
        `${states[0]}:${t}:${i}`,
        t,
        corner + (i % across) * cell,
        rows.hidden.y + Math.floor(i / across) * cell,
        cell,
        cell,
      );
    add(open(reads.input), t, x, rows.hidden.bottom, box, rows.letter.y - rows.hidden.bottom);
  }
  return found;
}

/** The names of the three arrows in the left margin: [{ id, label, right, middle }]. */
export function margin({ rows, gutter }, { reads: { input, state, output } }) {
  if (gutter < 60) return [];
  const between = (a, b) => (a.bottom + b.y) / 2,
    right = gutter - 12;
  const tall = rows.hidden.height >= 34,
    middle = (rows.hidden.y + rows.hidden.bottom) / 2;
  return [
    { ...output, right, middle: between(rows.scores, rows.hidden) },
    { ...input, right, middle: between(rows.hidden, rows.letter) },
    { ...state, right: tall ? right : 30, middle: tall ? middle + 11 : middle },
  ].map(({ names, label, ...where }) => ({ id: `open:${names}`, label, ...where }));
}

/** The columns [from, to) in view when the dense drawing is scrolled by `left` pixels. */
export function inView({ step, width, gutter }, T, left) {
  const from = Math.max(0, Math.min(T - 1, Math.floor(left / step + 1e-6)));
  return [from, Math.max(from + 1, Math.min(T, Math.ceil((left + width - gutter) / step - 1e-6)))];
}

/** The columns to load: those in view and a page to either side. */
export function around([from, to], T) {
  const page = to - from;
  return [Math.max(0, from - page), Math.min(T, to + page)];
}

/** The scores listed at one step, the highest first and always with the wanted one, and the rank of the wanted one. */
export function listing(y, at, V, target, size) {
  const shown = [];
  let rank = 0;
  for (let k = 0; k < V; k++) {
    const value = y[at + k];
    if (value > y[at + target] || (value === y[at + target] && k < target)) rank++;
    if (shown.length === size && !(value > y[at + shown[size - 1]])) continue;
    let place = Math.min(shown.length, size - 1); // insertion: sorting a large vocabulary at every frame would be slow
    for (; place > 0 && value > y[at + shown[place - 1]]; place--) shown[place] = shown[place - 1];
    shown[place] = k;
  }
  if (rank >= size) shown[size - 1] = target;
  return { shown, rank };
}
