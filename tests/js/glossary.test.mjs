import assert from "node:assert/strict";
import { test } from "node:test";

import { BREAK, Matcher } from "../../rnnplay/glossary/component/matching.js";

const TERMS = {
  rnn: ["RNN"],
  hidden: ["hidden state", "h_prev", "h"],
  W_hh: ["W_hh"],
  W_h: ["W_h"],
  gate: ["gate"],
  forget: ["forget gate", "f"],
  loss: ["loss", "cross-entropy"],
  batch: ["batch"],
  gradient: ["gradient", "dL/dy"],
  dh: ["dL/dh"],
  adam: ["Adam"],
  scores: ["y"],
  a: ["a"],
  g: ["g"],
  norm: ["gradient norm"],
  vocabulary: ["V"],
  topk: ["top-k"],
};
const matcher = new Matcher(Object.entries(TERMS).map(([slug, names]) => ({ slug, names })));

/** "the gate" -> ["gate: gate"] */
const found = (text) => matcher.find(text).map(({ slug, start, end }) => `${slug}: ${text.slice(start, end)}`);

test("of several spellings that begin at one place the longest is found", () => {
  assert.deepEqual(found("the forget gate and a gate"), ["forget: forget gate", "gate: gate"]);
  assert.deepEqual(found("a gradient norm, a gradient"), ["norm: gradient norm", "gradient: gradient"]);
  assert.deepEqual(found("W_hh and W_h"), ["W_hh: W_hh", "W_h: W_h"]);
  assert.deepEqual(found("dL/dh, dL/dy"), ["dh: dL/dh", "gradient: dL/dy"]);
});

test("only whole words are found", () => {
  for (const text of ["investigate", "gateway", "W_hhx", "xW_hh", "glossy", "\u00fcgate", "gate1", "h_prev2"])
    assert.deepEqual(found(text), [], text);
  assert.deepEqual(found("(gate), gate's"), ["gate: gate", "gate: gate"]);
});

test("a word is found with a capital and in the plural, a symbol or a name only as it is written", () => {
  assert.deepEqual(found("Gates, losses, Batches"), ["gate: Gates", "loss: losses", "batch: Batches"]);
  assert.deepEqual(found("Cross entropy, cross\u00a0entropy, top k, Top-k"), [
    "loss: Cross entropy",
    "loss: cross\u00a0entropy",
    "topk: top k",
    "topk: Top-k",
  ]);
  assert.deepEqual(found("adam, w_hh, rnn, GATE, RNNs"), []);
});

test("a lone letter counts in a formula only", () => {
  assert.deepEqual(found("h = tanh(a)"), ["hidden: h", "a: a"]);
  assert.deepEqual(found("y = W_hh h + a"), ["scores: y", "W_hh: W_hh", "hidden: h", "a: a"]);
  assert.deepEqual(found("ln V = 1.386"), ["vocabulary: V"]);
  assert.deepEqual(found("h\u2082 at step 3"), ["hidden: h"]);
  for (const text of [
    "a plain network",
    "(a cue in a crowd)",
    "h",
    "h e l o",
    "the letters (h, e)",
    "W_hy[h, 1]",
    "step 3 \u00b7 a guess",
    `h${BREAK}= 3`,
  ]) {
    assert.deepEqual(found(text), [], text);
  }
  assert.deepEqual(found("y(h) = 2.2"), ["scores: y"], "the h is a letter of the text");
});

test("text that looks like markup or a pattern is text", () => {
  assert.deepEqual(found("<b>gate</b> [gate](//x) .* \\ (?:gate"), ["gate: gate", "gate: gate", "gate: gate"]);
  assert.deepEqual(
    new Matcher([{ slug: "odd", names: ["a.c"] }]).find("abc a.c").map(({ start, end }) => [start, end]),
    [[4, 7]],
  );
});
