import assert from "node:assert/strict";
import { test } from "node:test";

import { cut, product, sentence, sum, verdict } from "../../rnnplay/labs/loop/component/arithmetic.js";

/** A network of two units that reads "aba" and counts a. */
function network() {
  const params = {
      W_xh: [
        [0.5, -1],
        [2, 0.25],
      ],
      W_hh: [
        [1, -0.5],
        [0.75, 0],
      ],
      b_h: [0.1, -0.2],
    },
    x = [0, 1, 0],
    a = [],
    h = [];
  for (const symbol of x) {
    const before = h.at(-1) ?? [0, 0];
    a.push(
      [0, 1].map(
        (i) => params.W_xh[i][symbol] + params.W_hh[i][0] * before[0] + params.W_hh[i][1] * before[1] + params.b_h[i],
      ),
    );
    h.push(a.at(-1).map(Math.tanh));
  }
  return {
    params,
    x,
    a,
    h,
    letters: ["a", "b", "a"],
    alphabet: ["a", "b"],
    answers: ["even", "odd"],
    wanted: [1, 1, 0],
    window: 2,
    p: [0.9, 0.97, 0.01],
    seen: [0.8, 0.4, 0.55],
  };
}

test("the terms of every unit at every step add up to its sum", () => {
  const data = network();
  for (let t = 0; t < 3; t++) {
    for (let i = 0; i < 2; i++) {
      const { terms, a, h } = sum(data, t, i);
      assert.ok(Math.abs(terms.reduce((all, { value }) => all + value, 0) - a) < 1e-12);
      assert.equal(h, Math.tanh(a));
      for (const { factors, value } of terms) if (factors.length) assert.equal(factors[0] * factors[1], value);
    }
  }
});

test("before the first letter there are zeros", () => {
  const past = sum(network(), 0, 1).terms.filter(({ name }) => name === "W_hh");
  assert.deepEqual(
    past.map(({ factors, value }) => [factors[1], value]),
    [
      [0, 0],
      [0, 0],
    ],
  );
});

test("a product is written as a reader would", () => {
  assert.equal(product([0.5, -0.25]), "0.50\u2009\u00b7\u2009(\u22120.25)");
  assert.equal(product([-1, 1]), "\u22121.00\u2009\u00b7\u20091");
});

test("an answer is the likelier one, and right or not", () => {
  const data = network();
  assert.deepEqual(verdict(data, 0.9, 1), { word: "odd", p: 0.9, right: true });
  assert.deepEqual(verdict(data, 0.25, 1), { word: "even", p: 0.75, right: false });
});

test("the sentence on a step has both answers and whether they are right", () => {
  const said = sentence(network(), 2);
  for (const part of [
    "Step 3 of 3, letter a",
    "a came an even number",
    "recurrent network says even, 99\u00a0%, right",
    "window of 2 says odd, 55\u00a0%, wrong",
  ])
    assert.ok(said.includes(part), said);
});

test("a text is cut where the window begins, and a long past in its middle", () => {
  assert.deepEqual(cut([..."banana"], 3), { past: "ban", seen: "ana" });
  assert.deepEqual(cut(["a"], 3), { past: "", seen: "a" });
  const { past, seen } = cut([..."abcdefghijklmnopqrstuvwxyz"], 2);
  assert.equal(past, "abcd\u2026pqrstuvwx");
  assert.equal(seen, "yz");
});
