import assert from "node:assert/strict";
import { test } from "node:test";

import { CellNumbers, cellParts, gateSentence, overTime } from "../../rnnplay/labs/hello/component/cell_parts.js";
import { cellLayout } from "../../rnnplay/labs/hello/component/cell_layout.js";
import { explain } from "../../rnnplay/labs/hello/component/explain.js";
import { explanationLines } from "../../rnnplay/labs/hello/component/panes.js";
import { GATED, GRU, GRU_AFTER, LSTM, example, RNN } from "./network.mjs";

const CELLS = { RNN, GATED, LSTM, GRU, GRU_AFTER };
const near = (a, b, message) => assert.ok(Math.abs(a - b) < 1e-5, `${message}: ${a} is not ${b}`);

for (const [name, cell] of Object.entries(CELLS)) {
  test(`${name}: the parts have the numbers of the equations, and the terms of a state add up to it`, () => {
    const { network, frame } = example(cell),
      parts = cellParts(network),
      numbers = new CellNumbers(network, frame),
      by = new Map(parts.map((part) => [part.name, part]));
    const shown = new Set(parts.flatMap((part) => [part.name, part.sum]));
    for (const line of network.equations.slice(0, -1)) assert.ok(shown.has(line.split(" = ")[0]), line);
    for (const [k, part] of parts.entries())
      for (const read of part.reads)
        assert.ok(parts.findIndex(({ name }) => name === read) < k, `${part.name} before ${read}`);
    for (const part of parts) {
      for (let t = 0; t < network.T; t++) {
        for (let i = 0; i < network.H; i++) {
          const value = numbers.at(part, t, i),
            found = explain(network, frame, numbers.id(part, t, i));
          assert.ok(Number.isFinite(value), part.name);
          if (part.kind !== "input") near(found.value, value, found.title);
          explanationLines(found);
          const adds = part.reads.map((read) => by.get(read));
          if (adds.length && adds.every(({ tokens }) => tokens))
            near(
              adds.reduce((sum, a) => sum + numbers.at(a, t, i), 0),
              value,
              part.name,
            );
          if (part.gate) assert.ok(Math.abs(numbers.open(part, t, i) - 0.5) <= 0.5, part.name);
        }
      }
    }
  });

  for (const [width, height, units] of [
    [361, 200, 12],
    [361, 0, 0],
    [613, 230, 12],
    [856, 210, 12],
    [1200, 500, 12],
  ]) {
    test(`${name} on ${width} pixels: nothing stands on anything, and every wire has its ends`, () => {
      const parts = cellParts(example(cell).network),
        plan = cellLayout(parts, { width, height, units });
      assert.equal(plan.parts.length, parts.length);
      plan.parts.forEach((a, k) => {
        assert.ok(
          a.x >= -0.01 && a.y >= -0.01 && a.x + a.w <= width + 0.01 && a.y + a.h <= plan.height + 0.01,
          `${a.part.name} stands outside`,
        );
        assert.ok(a.w >= 60, `${a.part.name} is ${a.w} wide`);
        for (const b of plan.parts.slice(k + 1))
          assert.ok(
            a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y,
            `${a.part.name} on ${b.part.name}`,
          );
      });
      for (const { name: user, reads } of parts)
        for (const read of reads)
          assert.ok(
            plan.wires.some(({ from, to, ends }) => from === read && to === user && ends),
            `${read} to ${user}`,
          );
      assert.ok(plan.wires.every(({ d }) => !/NaN|undefined/.test(d)));
    });
  }
}

/** The sentence of each product at 40 per cent. */
const words = (cell) =>
  Object.fromEntries(
    cellParts(example(cell).network)
      .filter((part) => part.words)
      .map((part) => [part.name, gateSentence(part, 0.4)]),
  );

test("the effect of a gate is named in plain words, read from its place in the equations", () => {
  assert.deepEqual(words(LSTM), { "f * c_prev": "keeps 40 % of c", "i * g": "lets 40 % of g in", h: "shows 40 %" });
  assert.deepEqual(words(GRU), {
    m: "passes 40 % of h",
    "( 1 - z ) * n": "lets 40 % of n in",
    "z * h_prev": "keeps 40 % of h",
  });
  assert.deepEqual(words(GRU_AFTER), {
    "r * m": "passes 40 % of m",
    "( 1 - z ) * n": "lets 40 % of n in",
    "z * h_prev": "keeps 40 % of h",
  });
  assert.deepEqual(words(RNN), {});
});

test("a gate written as 1 \u2212 z lets the rest of z through", () => {
  const { network, frame } = example(GRU),
    numbers = new CellNumbers(network, frame),
    parts = cellParts(network);
  const [in_, kept] = ["( 1 - z ) * n", "z * h_prev"].map((name) => parts.find((part) => part.name === name));
  near(numbers.open(in_, 1, 0) + numbers.open(kept, 1, 0), 1, "z");
});

test("over the steps the gates come first, and without gates the values that go into the state", () => {
  const rows = (cell) => overTime(cellParts(example(cell).network), cell.states).map(({ name }) => name);
  assert.deepEqual(rows(LSTM), ["i", "f", "o", "c", "h"]);
  assert.deepEqual(rows(RNN), ["a", "h"]);
});

test("a step that is not loaded has no numbers rather than wrong ones", () => {
  const { network, frame } = example(LSTM),
    parts = cellParts(network),
    numbers = new CellNumbers(network, { ...frame, columns: [1, 2] });
  const at = (name, t) =>
    numbers.at(
      parts.find((part) => part.name === name),
      t,
      0,
    );
  assert.equal(at("f", 0), null);
  assert.equal(at("f * c_prev", 1), null);
  assert.equal(at("c_prev", 1), null);
});
