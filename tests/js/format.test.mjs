import assert from "node:assert/strict";
import { test } from "node:test";

import { ceiling, reach } from "../../rnnplay/labs/hello/component/loss_curve.js";
import { change, count, highest, number, precise } from "../../rnnplay/app/js/format.js";

test("numbers carry a real minus and zero carries none", () => {
  assert.deepEqual(
    [-3, -0.001, 0, 2.249, 4.1, 123.456, -12345].map((v) => number(v)),
    ["\u22123.00", "0.00", "0.00", "2.25", "4.10", "123.5", "\u221212345"],
  );
  assert.deepEqual(
    [0.1, -0.05, 0.001, 0].map((v) => change(v)),
    ["+0.10", "\u22120.05", "0.00", "0.00"],
  );
  assert.deepEqual(
    [NaN, Infinity, -Infinity].map((v) => number(v)),
    ["not a number", "\u221e", "\u2212\u221e"],
  );
  assert.equal(count(1234567), "1,234,567");
});

test("small numbers keep their digits", () => {
  assert.deepEqual(
    [0.5, 0.012345, -0.00042, 0.0000012].map((v) => precise(v)),
    ["0.500", "0.0123", "\u22120.000420", "1.2e\u22126"],
  );
});

test("the first of equal scores is the prediction, as in NumPy", () => {
  assert.equal(highest(Float32Array.of(1, 3, 3, 2)), 1);
  assert.equal(highest(Float32Array.of(9, 1, 3, 3), 1, 4), 1);
});

test("the axis of updates waits, then moves on", () => {
  assert.deepEqual([0, 20, 21, 50, 51, 999, 1001, 100000].map(reach), [20, 20, 50, 50, 100, 1000, 2000, 100000]);
});

test("an exploding loss does not flatten the rest of the curve", () => {
  assert.ok(ceiling(Float32Array.of(1.4, 1.2, 900), 2, 1.39) < 4);
  assert.ok(ceiling(Float32Array.of(1.4, 1.2), 1, 1.39) > 1.4);
  assert.ok(ceiling(Float32Array.of(0, 0), 1, 0) > 0);
});
