import assert from "node:assert/strict";
import { test } from "node:test";

import {
  around,
  inView,
  layout,
  listing,
  margin,
  modeOf,
  places,
} from "../../rnnplay/labs/hello/component/diagram_layout.js";
import { example, randomly, RNN } from "./network.mjs";

const overlap = (a, b) =>
  a.x < b.x + b.w - 0.01 && b.x < a.x + a.w - 0.01 && a.y < b.y + b.h - 0.01 && b.y < a.y + a.h - 0.01;
const networkOf = (size) => example(RNN, size).network;
const sizes = [1, 2, 4, 6, 8, 10, 15].flatMap((T) =>
  [1, 4, 6, 8, 10].flatMap((V) => [1, 3, 6, 10].map((H) => ({ T, V, H }))),
);
const windows = [
  [477, 300],
  [613, 379],
  [760, 367],
  [856, 290],
  [856, 367],
  [1008, 547],
  [1200, 727],
  [1800, 900],
]; // pixels, with a transport below

function assertTidy(items, width, height) {
  assert.equal(new Set(items.map((item) => item.key ?? item.id)).size, items.length);
  items.forEach((a, i) => {
    assert.ok(a.x >= -0.01 && a.x + a.w <= width + 0.01 && a.y >= 0 && a.y + a.h <= height, `${a.id} stands outside`);
    for (const b of items.slice(i + 1)) assert.ok(!overlap(a, b), `${a.id} stands on ${b.id}`);
  });
}

for (const width of [340, 361, 760, 856, 1020]) {
  for (const [T, V, H] of [
    [1, 1, 1],
    [4, 4, 3],
    [5, 6, 10],
    [10, 7, 5],
    [8, 8, 3],
  ]) {
    test(`${T} steps, ${V} letters, ${H} units, ${width} pixels: every number has its own place`, () => {
      const plan = layout(networkOf({ T, V, H }), width);
      assert.equal(plan.mode, "detailed");
      assert.equal(plan.items.length, T * (1 + 2 * V + H));
      assertTidy(plan.items, plan.width, plan.height);
      assert.equal(plan.arrows.length, 3 * T);
    });
  }
}

for (const [width, room] of windows) {
  test(`on ${width} pixels with room for ${room} the detailed drawing fits and is legible, or is not chosen`, () => {
    for (const size of sizes) {
      const plan = layout(networkOf(size), width, room),
        name = JSON.stringify(size);
      if (plan.mode !== "detailed") continue;
      assert.ok(plan.height * plan.zoom <= room, `${name}: ${plan.height * plan.zoom} high`);
      assert.ok(plan.width * plan.zoom <= width + 0.01, `${name}: ${plan.width * plan.zoom} wide`);
      assert.ok(12.5 * plan.zoom >= 11 && plan.zoom <= 1.6, `${name}: text of ${12.5 * plan.zoom} pixels`);
      assert.ok(
        plan.box >= { beside: 128, below: 70, mark: 72 }[plan.changes],
        `${name}: ${plan.changes} in ${plan.box}`,
      );
      assert.ok(plan.rows.scores.row >= 17 && plan.rows.hidden.row >= 18 && plan.rows.input.row >= 11, name);
      assertTidy(plan.items, plan.width, plan.height);
    }
  });
}

test("the first lessons are drawn in full on a projector of 1280 x 720, with the changes as numbers", () => {
  const kinds = Object.entries({
    hello: [4, 4, 3],
    world: [4, 5, 3],
    rnnplay: [6, 6, 3],
    abcdef: [5, 6, 3],
    "hello a": [6, 6, 3],
    "hello world": [10, 8, 3],
  }).map(([text, [T, V, H]]) => [text, layout(networkOf({ T, V, H }), 856, 367)]);
  for (const [text, plan] of kinds) {
    assert.equal(plan.mode, "detailed", text);
    assert.equal(plan.changes, text === "hello world" ? "mark" : "beside", text);
  }
});

test("beside a card of the tour on 1280 x 720 a change stands beside its score, and W_hh has room for its name", () => {
  const plan = layout(networkOf({ T: 4, V: 4, H: 3 }), 616, 330);
  assert.equal(plan.changes, "beside");
  assert.ok(plan.step - plan.box >= 30 && 12.5 * plan.zoom > 11.5);
});

test("where there is room the drawing is larger, but never wider than the page", () => {
  for (const [T, width, room] of [
    [4, 830, 380],
    [4, 968, 560],
    [4, 1800, 900],
    [10, 968, 900],
    [2, 700, 2000],
  ]) {
    const network = networkOf({ T, V: 4, H: 3 }),
      plan = layout(network, width, room);
    assert.ok(plan.zoom >= 1 && plan.zoom <= 1.6);
    assert.ok(plan.width * plan.zoom <= Math.max(width, layout(network, width).width) + 0.01, `${T} steps, ${width}`);
    assert.ok(plan.height * plan.zoom <= room + 0.01);
  }
  assert.ok(layout(networkOf({ T: 4, V: 4, H: 3 }), 1200, 727).zoom > 1.3);
});

test("a phone's page scrolls: height is no limit there", () => {
  assert.equal(layout(networkOf({ T: 6, V: 6, H: 3 }), 361, 293).mode, "detailed");
});

test("long texts, large vocabularies and many units get the dense drawing", () => {
  for (const size of [
    { T: 199, V: 60, H: 64 },
    { T: 3, V: 11, H: 2 },
    { T: 3, V: 3, H: 11 },
    { T: 40, V: 5, H: 3 },
  ])
    assert.equal(modeOf(size), "dense");
});

test("in the dense drawing, too, every number has its own place, within the room", () => {
  for (const [width, room] of [[361, 0], [361, 293], ...windows]) {
    for (const [T, V, H] of [
      [1, 12, 1],
      [3, 20, 12],
      [7, 12, 2],
      [10, 9, 10],
      [11, 30, 33],
      [12, 6, 5],
      [21, 10, 12],
      [199, 60, 64],
    ]) {
      const network = networkOf({ T, V, H }),
        plan = layout({ ...network, H: Math.max(H, 11) }, width, room);
      const grid = { ...network, H: Math.max(H, 11) },
        name = `${T} steps, ${V} letters, ${grid.H} units on ${width} x ${room}`;
      assert.equal(plan.mode, "dense", name);
      if (width > 460 && room > 310) assert.ok(plan.height <= room, `${name}: ${plan.height}`);
      assert.ok(plan.across * plan.cell <= plan.box && plan.cell >= 4 && plan.cell <= 18, name);
      const columns = inView(plan, T, 0),
        found = places(plan, grid, columns, 0, () => [...Array(plan.listed).keys()]);
      const arrow = found.filter(({ id }) => id.startsWith("open:"));
      assert.equal(arrow.length, 3 * (columns[1] - columns[0]));
      assertTidy(
        found.filter((p) => !arrow.includes(p)),
        Math.max(width, plan.gutter + columns[1] * plan.step),
        plan.height,
      );
    }
  }
});

test("few columns of the dense drawing use the width, many fill it", () => {
  for (const T of [3, 6, 10, 11, 21, 199]) {
    const plan = layout(networkOf({ T, V: 12, H: 12 }), 856, 367),
      used = Math.min(T, plan.visible) * plan.step;
    assert.ok(used > 0.88 * (856 - plan.gutter), `${T} steps use ${used}`);
    assert.equal(plan.changes, plan.box >= 116 ? "beside" : "mark");
  }
});

test("the arrows are named in the margin, if there is one", () => {
  const network = networkOf({ T: 5, V: 12, H: 12 }),
    plan = layout(network, 856, 367);
  assert.deepEqual(
    margin(plan, network).map(({ label }) => label),
    ["W_hy", "W_x", "W_h"],
  );
  for (const { right } of margin(plan, network)) assert.ok(right < plan.gutter);
  assert.deepEqual(margin(layout(network, 361), network), []);
});

test("of a long text the columns in view are known, and a page to either side is loaded", () => {
  const plan = layout(networkOf({ T: 199, V: 8, H: 30 }), 800);
  const first = inView(plan, 199, 0),
    last = inView(plan, 199, plan.scrollWidth - plan.width);
  assert.equal(first[0], 0);
  assert.equal(last[1], 199);
  assert.equal(first[1], plan.visible);
  for (const left of [0, 1, 69, 70, 5000, 1e6]) {
    const [from, to] = inView(plan, 199, left),
      [a, b] = around([from, to], 199);
    assert.ok(0 <= a && a <= from && from < to && to <= b && b <= 199, String(left));
  }
});

test("a column lists its best scores, and the wanted one always", () => {
  const y = Float32Array.of(9, 9, 9, 5, 1, 4, 3, 2, 0);
  assert.deepEqual(listing(y, 3, 6, 1, 3), { shown: [0, 2, 1], rank: 4 });
  assert.deepEqual(listing(y, 3, 6, 2, 3), { shown: [0, 2, 3], rank: 1 });
});

test("the best scores are those that sorting would find, equal ones in the order of the alphabet", () => {
  const next = randomly(7);
  for (let run = 0; run < 200; run++) {
    const V = 1 + (run % 30),
      y = Float32Array.from({ length: V }, () => Math.round(next() * 4)),
      target = run % V,
      size = Math.min(V, 6);
    const order = [...y.keys()].sort((a, b) => y[b] - y[a] || a - b),
      rank = order.indexOf(target),
      shown = order.slice(0, size);
    if (rank >= size) shown[size - 1] = target;
    assert.deepEqual(listing(y, 0, V, target, size), { shown, rank });
  }
});
