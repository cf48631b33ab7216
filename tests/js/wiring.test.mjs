import assert from "node:assert/strict";
import { test } from "node:test";

import { bitsOf, digitsOf, filmOf, placesOf, wordsOf } from "../../rnnplay/labs/shapes/component/input_format.js";
import { arrows, grid, halves, plan, ROWS } from "../../rnnplay/labs/shapes/component/unrolled_layout.js";

test("a picture and a film are read back unchanged", () => {
  assert.deepEqual(bitsOf("0f8"), [0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0]);
  assert.equal(digitsOf(bitsOf("0123456789abcdef")), "0123456789abcdef");
  assert.deepEqual(placesOf("a1b3f6"), [
    [0, 0],
    [1, 2],
    [5, 5],
  ]);
  assert.equal(filmOf(placesOf("a1b3f6")), "a1b3f6");
  assert.deepEqual(wordsOf("The movie, is “good”!"), ["the", "movie", "is", "good"]);
});

for (const [T, width] of [
  [1, 740],
  [1, 300],
  [8, 740],
  [11, 740],
  [12, 300],
  [60, 740],
]) {
  test(`${T} columns on ${width} pixels stand apart, in a row and inside`, () => {
    const { x, box, start, width: wide, pitch } = plan(T, width);
    assert.equal(x.length, T);
    assert.ok(start - 8 >= 0 && x[0] - box / 2 > start + 8, "the zeros stand before the first column");
    assert.ok(x[T - 1] + box / 2 <= wide + 0.01, "nothing stands outside");
    for (let t = 1; t < T; t++)
      assert.ok(Math.abs(x[t] - x[t - 1] - pitch) < 0.01 && pitch - box >= 12, "an arrow has room");
  });
}

test("every step has arrows in, out and from the one before; a fed-back answer comes from there too", () => {
  const found = arrows(plan(4, 400), [2, 3]),
    of = (kind) => found.filter(([name]) => name === kind).map(([, t]) => t);
  assert.deepEqual(
    [of("enter"), of("leave"), of("carry"), of("feed")],
    [
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [2, 3],
    ],
  );
});

test("a state of any size fits its box", () => {
  for (const count of [1, 2, 7, 8, 30, 63, 64]) {
    const { columns, rows, size } = grid(count, 41, ROWS.stateHeight - 6);
    assert.ok(columns * rows >= count && columns * size <= 41 && rows * size <= ROWS.stateHeight - 6);
  }
});

test("the halves of each shape", () => {
  const steps = (scored) => scored.map((one) => ({ scored: Boolean(one) }));
  assert.deepEqual(
    halves(steps([1]), 1).map(([a, b, , kind]) => [a, b, kind]),
    [[0, 0, "both"]],
  );
  assert.deepEqual(
    halves(steps([1, 1, 1]), 1).map(([a, b]) => [a, b]),
    [
      [0, 0],
      [1, 2],
    ],
  );
  assert.deepEqual(
    halves(steps([0, 0, 1]), 3).map(([a, b]) => [a, b]),
    [
      [0, 1],
      [2, 2],
    ],
  );
  assert.deepEqual(
    halves(steps([0, 0, 1, 1, 1]), 3).map(([a, b]) => [a, b]),
    [
      [0, 1],
      [2, 4],
    ],
  );
  assert.deepEqual(
    halves(steps([0, 1, 1]), 3).map(([a, b]) => [a, b]),
    [[1, 2]],
  );
});
