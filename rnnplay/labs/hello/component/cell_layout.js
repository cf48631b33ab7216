// Lays out the parts of a cell: in layers, each part behind those that it reads, with few crossings. Pure functions:
// parts (see cell_parts.js) and a size -> rectangles and wires, from left to right, or from the top down on a narrow
// page.

const AISLE = 12; // pixels across for a wire that passes a layer
const STRAIGHT = 12; // weight of keeping the aisles of one wire in line; a plain link has the weight 1
const GAP = 6;
const RUN = { right: 27, down: 22 }; // pixels between two layers, for the wires
const SPARE = 90; // pixels added between two layers where the page is wide
export const LINE = 20; // pixels of a part's name and number
const WORDS = 14; // pixels of the words under it
const WIDEST = 124;
const BARE = 4; // pixels under the units of a part

/** The height of a part whose units take `units` pixels. */
const tall = (part, units) =>
  LINE + BARE + (part.kind === "input" ? 0 : units) + (part.words || part.kind === "candidate" ? WORDS : 0);

/**
 * -> { parts: [{ part, x, y, w, h }], wires: [{ from, to, kind, d, ends }], depth: number of layers, down, width,
 * height }
 */
export function cellLayout(parts, { width, height, units }) {
  const layers = order(slots(parts)),
    pitch = width / layers.length,
    down = pitch < 100;
  const run = down ? RUN.down : RUN.right,
    sized = layers.map((layer) => sizes(layer, { width, units, down, wide: Math.min(WIDEST, pitch - run) }));
  const least = Math.max(...layers.map((layer) => layer.reduce((sum, slot) => sum + slot.across + GAP, -GAP)));
  const room = down ? width : Math.max(least, Math.min(height, least * 1.4));
  settle(layers, room);
  const used = sized.reduce((a, b) => a + b, 0),
    spare = down ? 0 : Math.max(0, Math.min(SPARE, (width - 2 - used) / (layers.length - 1) - run));
  let at = down ? 1 : Math.max(1, (width - used - (layers.length - 1) * (run + spare)) / 2);
  layers.forEach((layer, k) => {
    for (const slot of layer) Object.assign(slot, { from: at, to: at + sized[k] });
    at += sized[k] + run + spare;
  });
  const box = ({ part, from, to, centre, across, along }) =>
    down
      ? { part, x: centre - across / 2, y: from, w: across, h: along }
      : { part, x: from, y: centre - across / 2, w: to - from, h: across };
  return {
    parts: layers
      .flat()
      .filter(({ aisle }) => !aisle)
      .map(box),
    wires: wires(layers, down),
    depth: layers.length,
    down,
    width,
    height: down ? at - run : room,
  };
}

/** parts -> layers of slots: each part in its layer, and an aisle in each layer that one of its wires passes. */
function slots(parts) {
  const users = (name) => parts.filter((part) => part.reads.includes(name)),
    layer = new Map();
  for (const { name, reads } of parts)
    layer.set(name, reads.length ? 1 + Math.max(...reads.map((read) => layer.get(read))) : 0);
  // The tokens lie beside the sum that they enter.
  for (const { name, tokens } of parts)
    if (tokens) layer.set(name, Math.min(...users(name).map((user) => layer.get(user.name))) - 1);
  const layers = Array.from({ length: 1 + Math.max(...layer.values()) }, () => []),
    slot = new Map();
  const put = (part, k, aisle, line) => {
    const made = { part, aisle, line, reads: [], users: [] };
    if (aisle) line.push(made);
    slot.set(`${part.name}@${k}`, made);
    layers[k].push(made);
  };
  const link = (a, b, weight) => {
    if (a.users.some((link) => link.slot === b)) return;
    a.users.push({ slot: b, weight });
    b.reads.push({ slot: a, weight });
  };
  for (const part of [...parts].reverse()) {
    const first = layer.get(part.name),
      last = Math.max(first, ...users(part.name).map((user) => layer.get(user.name) - 1));
    for (let k = first, line = []; k <= last; k++) put(part, k, k > first, line);
  }
  for (const part of parts) {
    for (const user of users(part.name)) {
      const weight = user.kind === "gate" ? 0.2 : user.gate === part.name ? 1 : 3,
        last = layer.get(user.name);
      for (let k = layer.get(part.name); k < last; k++) {
        link(
          slot.get(`${part.name}@${k}`),
          slot.get(k + 1 === last ? `${user.name}@${last}` : `${part.name}@${k + 1}`),
          weight,
        );
      }
    }
  }
  return layers;
}

/**
 * Sort each layer by the mean place of its neighbours, several times, from several first orders. The order with the
 * fewest crossings is kept.
 */
function order(layers) {
  let best = null,
    fewest = Infinity;
  for (const last of [null, ...new Set(layers.flat().map(({ part }) => part))]) {
    const now = layers.map((layer) => [
      ...layer.filter(({ part }) => part !== last),
      ...layer.filter(({ part }) => part === last),
    ]);
    now.forEach(rank);
    for (let round = 0; round < 6; round++) {
      const side = round % 2 ? "reads" : "users";
      for (const layer of round % 2 ? now : [...now].reverse()) {
        const wish = new Map(layer.map((slot) => [slot, slot[side].length ? mean(slot[side]) : slot.rank]));
        rank(layer.sort((a, b) => wish.get(a) - wish.get(b)));
      }
      const found = crossings(now);
      if (found < fewest) [best, fewest] = [now.map((layer) => [...layer]), found];
    }
  }
  best.forEach(rank);
  // Values of the step before come first: the memory runs along the top, as in a textbook.
  const before = best[0].filter(({ part }) => part.kind === "before"),
    carried = before.filter(({ users }) => users.some(({ slot }) => slot.aisle || slot.part.gate));
  if (mean((carried.length ? carried : before).map((slot) => ({ slot, weight: 1 }))) > 0.5)
    best.forEach((layer) => rank(layer.reverse()));
  return best;
}

/** Set the `rank` of each slot: its place in the layer, 0 to 1. */
function rank(layer) {
  layer.forEach((slot, k) => (slot.rank = (k + 0.5) / layer.length));
}

function mean(links) {
  return (
    links.reduce((sum, { slot, weight }) => sum + weight * slot.rank, 0) /
    links.reduce((sum, { weight }) => sum + weight, 0)
  );
}

function crossings(layers) {
  return layers.reduce((sum, layer) => {
    const pairs = layer.flatMap((a) => a.users.map(({ slot, weight }) => [a.rank, slot.rank, weight]));
    return (
      sum +
      pairs.reduce(
        (n, [a, b, v], k) =>
          n + pairs.slice(k + 1).reduce((m, [c, d, w]) => m + ((a - c) * (b - d) < 0 ? v * w : 0), 0),
        0,
      )
    );
  }, 0);
}

/** Set the size of each slot, across the layer and along the flow. -> the layer's size along the flow, in pixels. */
function sizes(layer, { width, units, down, wide }) {
  const aisles = layer.filter(({ aisle }) => aisle).length,
    boxes = layer.length - aisles;
  const each = Math.min(WIDEST, (width - aisles * AISLE - (layer.length - 1) * GAP) / boxes);
  for (const slot of layer) {
    slot.along = slot.aisle ? 0 : tall(slot.part, units);
    slot.across = slot.aisle ? AISLE : down ? each : slot.along;
  }
  return down ? Math.max(...layer.map(({ along }) => along)) : wide;
}

/** Set the `centre` of every slot: as near to its neighbours as the order of its layer and the height allow. */
function settle(layers, room) {
  for (const layer of layers) layer.forEach((slot) => (slot.centre = slot.rank * room));
  for (let round = 0; round < 40; round++)
    for (const layer of round % 2 ? [...layers].reverse() : layers) spread(layer, room);
}

function spread(layer, room) {
  const wish = layer.map(({ reads, users, centre, aisle, line }) => {
    const links = [
        ...reads,
        ...users,
        ...(aisle ? line.map((slot) => ({ slot, weight: STRAIGHT / line.length })) : []),
      ],
      total = links.reduce((sum, { weight }) => sum + weight, 0);
    return total ? links.reduce((sum, { slot, weight }) => sum + weight * slot.centre, 0) / total : centre;
  });
  const apart = (k) => (layer[k].across + layer[k + 1].across) / 2 + GAP;
  const first = [],
    last = []; // the smallest and the largest centre that each slot may have
  layer.forEach((slot, k) => (first[k] = k ? first[k - 1] + apart(k - 1) : slot.across / 2));
  for (let k = layer.length - 1; k >= 0; k--)
    last[k] = k + 1 < layer.length ? last[k + 1] - apart(k) : room - layer[k].across / 2;
  const low = [],
    high = [];
  layer.forEach((_, k) => (low[k] = Math.min(last[k], Math.max(wish[k], k ? low[k - 1] + apart(k - 1) : first[0]))));
  for (let k = layer.length - 1; k >= 0; k--)
    high[k] = Math.max(first[k], Math.min(wish[k], k + 1 < layer.length ? high[k + 1] - apart(k) : last[k]));
  layer.forEach((slot, k) => (slot.centre = (low[k] + high[k]) / 2));
}

/** -> a curve for each link; it passes an aisle in a straight line. `ends`: whether the wire ends in a part. */
function wires(layers, down) {
  const round = (z) => Math.round(z * 10) / 10,
    point = (along, across) => (down ? `${round(across)},${round(along)}` : `${round(along)},${round(across)}`);
  return layers.flat().flatMap((slot) =>
    slot.users.map(({ slot: next }) => {
      const start = slot.aisle ? slot.to : slot.from + (down ? slot.along : slot.to - slot.from),
        tip = next.from - (next.aisle ? 0 : 3),
        middle = (Math.max(start, slot.to) + tip) / 2;
      const into = next.aisle ? ` L${point(next.to, next.centre)}` : "",
        reach = start < slot.to ? ` L${point(slot.to, slot.centre)}` : "";
      return {
        from: slot.part.name,
        to: next.part.name,
        kind: kindOf(slot.part, next),
        ends: !next.aisle,
        d:
          `M${point(start, slot.centre)}${reach} C${point(middle, slot.centre)} ${point(middle, next.centre)} ` +
          `${point(tip, next.centre)}${into}`,
      };
    }),
  );
}

/** The kind of a wire: "control" (gate to product), "feed" (to the sum of a gate or a candidate), else "carry". */
function kindOf(part, { aisle, part: into, users }) {
  if (aisle) return users.map(({ slot }) => kindOf(part, slot)).reduce((a, b) => (a === b ? a : "carry"));
  return into.gate === part.name ? "control" : into.sum && ["input", "before"].includes(part.kind) ? "feed" : "carry";
}
