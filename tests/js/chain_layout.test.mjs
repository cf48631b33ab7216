import assert from "node:assert/strict";
import { test } from "node:test";

import { chain, link, loop, rows } from "../../rnnplay/labs/loop/component/chain_layout.js";

for (const [T, width] of [
  [1, 780],
  [6, 780],
  [6, 300],
  [25, 780],
  [60, 780],
  [60, 300],
]) {
  test(`${T} copies on ${width} pixels: unfolded they stand apart and in a row, folded on one place`, () => {
    const open = chain(T, 1, width),
      closed = chain(T, 0, width);
    assert.equal(open.x.length, T);
    assert.ok(open.start + 14 <= open.x[0] - open.box / 2 - 6, "the zeros stand before the first copy");
    assert.ok(open.start - 14 >= 0 && open.x[T - 1] + open.box / 2 <= open.width + 0.01, "nothing stands outside");
    for (let t = 1; t < T; t++) assert.ok(open.x[t] - open.x[t - 1] >= open.box + 18, "an arrow has room");
    assert.ok(new Set(closed.x).size === 1 && closed.width === width && closed.x[0] === width / 2);
    assert.deepEqual([open.loop, open.links, open.others], [0, 1, 1]);
    assert.deepEqual([closed.loop, closed.links, closed.others], [1, 0, 0]);
  });
}

test("unfolding is one way: copies only ever move apart", () => {
  let before = -1;
  for (let unfold = 0; unfold <= 1.001; unfold += 0.05) {
    const { x, box, width } = chain(12, Math.min(1, unfold), 500);
    assert.ok(x[11] - x[0] > before && box > 0 && width >= 500);
    before = x[11] - x[0];
  }
});

test("the rows stand one under the other, for any number of units", () => {
  for (const H of [1, 4, 8]) {
    const { answer, state, middle, chunk, letter, step, seen, height } = rows(H),
      order = [answer, state, middle, chunk, letter, step, seen, height];
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  }
});

test("an arrow begins and ends where it should", () => {
  assert.match(link(10, 20, 50, 80), /^M10\.0,20 .* 50\.0,80$/);
  assert.match(loop(90, 20, 80), /^M90\.0,20 .* 90\.0,80$/);
});
