import assert from "node:assert/strict";
import { test } from "node:test";

import { explain } from "../../rnnplay/labs/hello/component/explain.js";
import { shorten } from "../../rnnplay/labs/hello/component/sum_terms.js";
import { explanationLines } from "../../rnnplay/labs/hello/component/panes.js";
import { GATED, example, RNN } from "./network.mjs";

const near = (a, b, message) => assert.ok(Math.abs(a - b) < 1e-5, `${message}: ${a} is not ${b}`);

for (const [name, cell] of Object.entries({ RNN, GATED })) {
  for (const H of [1, 2, 20]) {
    test(`${name}, ${H} units: the terms of every sum add up to the number that was asked`, () => {
      const { network, frame } = example(cell, { H, V: 5, T: 4 });
      for (const quantity of [...cell.states, "y"]) {
        const width = quantity === "y" ? network.V : H;
        for (let t = 0; t < network.T; t++) {
          for (let i = 0; i < width; i++) {
            const found = explain(network, frame, `${quantity}:${t}:${i}`);
            near(found.value, frame[quantity][t * width + i], found.title);
            assert.ok(found.steps.length > 0, found.title);
            assert.ok(
              found.steps.every((step) => step.terms || /\d/.test(step.numbers)),
              found.title,
            );
            for (const step of found.steps.filter((s) => s.terms))
              near(
                step.terms.reduce((sum, term) => sum + term.value, 0),
                step.result,
                step.formula,
              );
            explanationLines(found);
          }
        }
      }
    });
  }
}

test("the lit boxes are the sources of the number", () => {
  const { network, frame } = example(RNN, { H: 2 });
  assert.deepEqual(
    explain(network, frame, "h:1:0").lit,
    new Set(["x:1:1", "arrow:in:1", "h:0:0", "arrow:along:1", "h:0:1"]),
  );
  assert.deepEqual(explain(network, frame, "y:2:3").lit, new Set(["h:2:0", "arrow:out:2", "h:2:1"]));
  assert.deepEqual(explain(network, frame, "loss:0:0").lit, new Set(["y:0:1"]));
});

test("the state before the first letter is zero, and the explanation says so", () => {
  const { network, frame } = example(RNN);
  const notes = explain(network, frame, "h:0:0")
    .steps.flatMap((step) => step.terms ?? [])
    .map((term) => term.note)
    .filter(Boolean);
  assert.equal(notes.length, 1);
});

test("probabilities and losses say what they are", () => {
  const { network, frame } = example(RNN);
  near(explain(network, frame, "p:1:2").value, frame.p[1 * network.V + 2], "p");
  near(explain(network, frame, "loss:2:0").value, frame.losses[2], "loss");
  const mean = explain(network, frame, "mean");
  near(
    mean.steps[0].terms.reduce((sum, term) => sum + term.value, 0),
    frame.loss[0],
    "mean",
  );
});

test("a frame without the asked step gives nothing rather than a wrong number", () => {
  const { network, frame } = example(RNN);
  assert.equal(explain(network, { ...frame, columns: [0, 1] }, "h:2:0"), null);
});

test("a long sum keeps its largest terms and the sum of the others", () => {
  const list = Array.from({ length: 50 }, (_, i) => ({ label: String(i), value: (i % 7) - 3 }));
  const short = shorten(list, 8);
  assert.equal(short.length, 8);
  assert.equal(
    short.reduce((sum, term) => sum + term.value, 0),
    list.reduce((sum, term) => sum + term.value, 0),
  );
});
