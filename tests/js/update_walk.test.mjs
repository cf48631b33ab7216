import assert from "node:assert/strict";
import { test } from "node:test";

import { explainGradient, explainWeight } from "../../rnnplay/labs/hello/component/explain_update.js";
import { gradientByStep } from "../../rnnplay/labs/hello/component/gradient_by_step.js";
import { PHASES, UpdateWalk } from "../../rnnplay/labs/hello/component/update_walk.js";
import { verdicts } from "../../rnnplay/labs/hello/component/walk_check.js";
import { GATED, example, RNN } from "./network.mjs";

/** A details of the small network: its gradients are made up, but consistent where the walk adds them up. */
function details(cell, options) {
  const { network, frame } = example(cell, options),
    { T, V, H, size } = network;
  const fill = (n, value) => Float32Array.from({ length: n }, (_, i) => value(i));
  for (const { name } of network.params)
    network.roles[name] = {
      into: name.endsWith("hy") || name === "b_y" ? "y" : cell === RNN ? "a" : `a_${name.at(-1)}`,
      vector: name.startsWith("b") ? null : name.includes("_x") ? "x" : name === "W_hy" ? "h" : "h_prev",
    };
  const dy = fill(T * V, (i) => frame.p[i] / T - (network.targets[Math.floor(i / V)] === i % V) / T);
  const theta = frame.theta,
    gradient = fill(size, (i) => Math.sin(i));
  const local = Object.fromEntries(
    cell.equations
      .map((line) => line.split(" = ")[0])
      .filter((name) => name.startsWith("a"))
      .map((name) => [name, fill(T * H, Math.cos)]),
  );
  const reader = { weight: (k, i) => theta[network.params.find((p) => p.name === "W_hy").offset + k * H + i] };
  const own = fill(T * H, (j) =>
    Array.from({ length: V }, (_, k) => reader.weight(k, j % H) * dy[Math.floor(j / H) * V + k]).reduce(
      (a, b) => a + b,
    ),
  );
  const next = fill(T * H, (j) => (j < (T - 1) * H ? 0.1 : 0)),
    dh = own.map((value, j) => value + next[j]);
  return {
    network,
    details: {
      update: 3,
      lr: 0.1,
      clip: 0,
      clip_by: "norm",
      norm: 1,
      size,
      frame,
      gradient,
      clipped: gradient,
      after: theta.map((w, i) => w - 0.1 * gradient[i]),
      dy,
      dh,
      dh_from_y: own,
      dh_from_next: next,
      next: { h: next, c: next },
      local,
      before: {},
      kept: {},
      predicted: fill(T * V, (i) => -dy[i]),
      actual: fill(T * V, (i) => -dy[i]),
    },
  };
}

for (const [name, cell] of Object.entries({ RNN, GATED })) {
  test(`${name}: a walk goes through every phase in order, and ends`, () => {
    const { network, details: m } = details(cell),
      walk = new UpdateWalk(network, m),
      seen = [];
    do seen.push(walk.current.phase);
    while (walk.by(1));
    assert.deepEqual([...new Set(seen)], PHASES);
    assert.equal(seen.length, 2 * network.T + 1 + 2 * network.params.length + 1);
    for (const { lines } of walk.steps)
      for (const { parts: list } of lines)
        for (const { text } of list) assert.ok(!/undefined|NaN|not a number/.test(text), text);
    walk.to("loss");
    assert.equal(walk.progress, "loss 1 of 1");
    assert.ok(walk.by(-1) && walk.current.t === network.T - 1 && walk.current.phase === "forward");
    assert.ok(!walk.by(Infinity));
  });

  test(`${name}: the parts of every gradient have the shape of its matrix`, () => {
    const { network, details: m } = details(cell);
    for (const { name: param, shape } of network.params) {
      const found = gradientByStep(network, m, param);
      assert.equal(found.list.length, network.T);
      for (const { values } of found.list)
        assert.equal(
          values.length,
          shape.reduce((a, b) => a * b),
        );
      assert.ok(explainWeight(network, m, param, 0, 0).steps.length > 1);
    }
  });
}

test("the gradient of the state is the sum of those from its scores and from the next step", () => {
  const { network, details: m } = details(RNN);
  for (let t = 0; t < network.T; t++) {
    for (let i = 0; i < network.H; i++) {
      const [step] = explainGradient(network, m, `dh:${t}:${i}`).steps;
      assert.ok(Math.abs(step.terms.reduce((sum, term) => sum + term.value, 0) - step.result) < 1e-6);
      assert.equal(step.terms.length, network.V + (t < network.T - 1));
    }
  }
});

test("a score that did not move as it was pushed gets a reason", () => {
  const { network, details: m } = details(RNN, { T: 1, V: 4 }),
    up = network.targets[0];
  const down = [0, 1, 2, 3].filter((k) => k !== up);
  m.predicted = Float32Array.of(0, 0, 0, 0).fill(-1);
  m.actual = Float32Array.of(0, 0, 0, 0).fill(-1);
  m.predicted[up] = m.actual[up] = 1; // kept
  m.predicted[down[0]] = m.actual[down[0]] = 1; // the straight line itself goes the other way
  m.actual[down[1]] = 1; // the straight line was right, the step too long
  m.actual[down[2]] = 1e-9; // did not move
  const found = Object.fromEntries(verdicts(network, m).map((row) => [row.k, row.verdict]));
  assert.deepEqual(
    [up, ...down].map((k) => found[k]),
    ["kept", "shared", "step", "still"],
  );
  m.predicted[down[1]] = 1;
  m.actual[down[1]] = -1; // right, but only because the step was long
  assert.equal(verdicts(network, m).find((row) => row.k === down[1]).verdict, "lucky");
});
