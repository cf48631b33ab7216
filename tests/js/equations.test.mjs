import assert from "node:assert/strict";
import { test } from "node:test";

import { equation, evaluate, product, show, subscript, tokens } from "../../rnnplay/labs/hello/component/equations.js";

const values = { a: 2, b: -3, c: 0.5, eps: 1e-8 };
const cases = {
  "a + b * c": 0.5,
  "(a + b) * c": -0.5,
  "a - b - c": 4.5,
  "a / c / a": 2,
  "-a + b": -5,
  "b**2": 9,
  "a * b**2": 18,
  "2**a": 4,
  "(1 - c) * a + c * b": -0.5,
  "sqrt(b**2) + eps": 3 + 1e-8,
  "tanh(c) * exp(-a)": Math.tanh(0.5) * Math.exp(-2),
  "sigmoid(0 * a)": 0.5,
};

for (const [source, result] of Object.entries(cases)) {
  test(`${source} = ${result}`, () =>
    assert.ok(Math.abs(evaluate(tokens(source), (name) => values[name]) - result) < 1e-12));
}

test("a sum is split into its terms, and brackets stay together", () => {
  const eq = equation("c = f * c_prev + (1 - f) * g - W_hh @ h_prev");
  assert.equal(eq.name, "c");
  assert.deepEqual(
    eq.terms.map((term) => term.sign),
    [1, 1, -1],
  );
  assert.deepEqual(product(eq.terms[2]), { matrix: "W_hh", vector: "h_prev", transposed: false });
  assert.equal(product(eq.terms[1]), null);
});

test("a line that is no equation is refused", () => assert.throws(() => equation("a + b")));

test("symbols are shown as a reader writes them", () => {
  assert.equal(show(tokens("h_prev * g**2 - 1")), "h(t\u22121)\u2009\u00b7\u2009g\u00b2 \u2212 1");
  assert.equal(show(tokens("da = W_hh.T @ dh")), "dL/da = W_hh\u1d40\u202fdL/dh");
  assert.equal(
    show(tokens("1 - b1**t"), (name) => ({ b1: "0.9", t: "12" })[name]),
    "1 \u2212 0.9\u00b9\u00b2",
  );
  assert.equal(
    show(tokens("a * b"), () => "\u22122"),
    "\u22122\u2009\u00b7\u2009(\u22122)",
  );
  assert.equal(show(tokens("sqrt(v_hat)")), "\u221a(v\u0302)");
  assert.equal(
    show(tokens("-a"), () => "7"),
    "\u22127",
  );
  assert.equal(subscript(12), "\u2081\u2082");
});
