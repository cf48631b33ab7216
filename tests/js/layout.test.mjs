import assert from "node:assert/strict";
import { test } from "node:test";

import { around, inView, layout, listing, modeOf } from "../../rnnplay/ui/player/layout.js";
import { network, RNN } from "./network.mjs";

const overlap = (a, b) => a.x < b.x + b.w - 0.01 && b.x < a.x + a.w - 0.01 && a.y < b.y + b.h - 0.01 && b.y < a.y + a.h - 0.01;

for (const width of [340, 358, 760, 840, 1020]) {
  for (const [T, V, H] of [[1, 1, 1], [4, 4, 3], [5, 6, 10], [10, 7, 5], [8, 8, 3]]) {
    test(`${T} steps, ${V} letters, ${H} units, ${width} pixels: every number has its own place`, () => {
      const { scene } = network(RNN, { T, V, H }), plan = layout(scene, width);
      assert.equal(plan.mode, "detailed");
      assert.equal(plan.items.length, T * (1 + 2 * V + H));
      assert.equal(new Set(plan.items.map((item) => item.id)).size, plan.items.length);
      plan.items.forEach((a, i) => {
        assert.ok(a.x >= 0 && a.x + a.w <= plan.width && a.y >= 0 && a.y + a.h <= plan.height, a.id);
        for (const b of plan.items.slice(i + 1)) assert.ok(!overlap(a, b), `${a.id} stands on ${b.id}`);
      });
      assert.equal(plan.arrows.length, 3 * T);
    });
  }
}

test("where there is room the drawing is larger, but never wider than the page", () => {
  for (const [T, width, room] of [[4, 830, 380], [4, 968, 560], [4, 1800, 900], [10, 968, 900], [2, 700, 2000]]) {
    const { scene } = network(RNN, { T, V: 4, H: 3 }), plain = layout(scene, width), plan = layout(scene, width, room);
    assert.ok(plan.zoom >= 1 && plan.zoom <= 1.6);
    assert.ok(plan.width * plan.zoom <= Math.max(width, plain.width) + 0.01, `${T} steps, ${width}`);
    if (plan.zoom > 1) assert.ok(plan.height * plan.zoom <= room + 0.01);
  }
});

test("hello stands on a projector, the transport below it, without scrolling", () => {
  const { scene } = network(RNN, { T: 4, V: 4, H: 3 });
  assert.ok(layout(scene, 850).height <= 385);
});

test("long texts, large vocabularies and many units get the dense drawing", () => {
  for (const size of [{ T: 199, V: 60, H: 64 }, { T: 3, V: 11, H: 2 }, { T: 3, V: 3, H: 11 }, { T: 40, V: 5, H: 3 }]) assert.equal(modeOf(size), "dense");
});

test("of a long text the columns in view are known, and a page to either side is at hand", () => {
  const { scene } = network(RNN, { T: 199, V: 8, H: 30 }), plan = layout(scene, 800);
  const first = inView(plan, 199, 0), last = inView(plan, 199, plan.scrollWidth - plan.width);
  assert.equal(first[0], 0);
  assert.equal(last[1], 199);
  for (const left of [0, 1, 69, 70, 5000, 1e6]) {
    const [from, to] = inView(plan, 199, left), [a, b] = around([from, to], 199);
    assert.ok(0 <= a && a <= from && from < to && to <= b && b <= 199, String(left));
  }
});

test("a column lists its best scores, and the wanted one always", () => {
  const y = Float32Array.of(9, 9, 9, 5, 1, 4, 3, 2, 0);
  assert.deepEqual(listing(y, 3, 6, 1, 3), { shown: [0, 2, 1], rank: 4 });
  assert.deepEqual(listing(y, 3, 6, 2, 3), { shown: [0, 2, 3], rank: 1 });
});
