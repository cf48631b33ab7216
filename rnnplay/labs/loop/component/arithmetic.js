// The arithmetic of one unit, and a step in words. Pure functions.

import { exact, number } from "../../../app/js/format.js";

export const share = (p) => `${(100 * p).toFixed(0)}\u00a0%`;

/** The answer of a network whose probability of "odd" is p: { word, p of that word, right }. */
export function verdict({ answers }, p, wanted) {
  const answer = Number(p > 0.5);
  return { word: answers[answer], p: answer ? p : 1 - p, right: answer === wanted };
}

/** a = W_xh x + W_hh h_prev + b_h of unit i at step t -> { terms: [{ name, what, factors, value }], a, h }. */
export function sum({ params: { W_xh, W_hh, b_h }, x, h, a, alphabet }, t, i) {
  const before = t > 0 ? h[t - 1] : h[0].map(() => 0);
  const input = { name: "W_xh", what: `letter ${alphabet[x[t]]}`, factors: [W_xh[i][x[t]], 1], value: W_xh[i][x[t]] };
  const past = before.map((value, j) => ({
    name: "W_hh",
    what: `unit ${j + 1} before`,
    factors: [W_hh[i][j], value],
    value: W_hh[i][j] * value,
  }));
  return { terms: [input, ...past, { name: "b_h", what: "bias", factors: [], value: b_h[i] }], a: a[t][i], h: h[t][i] };
}

/** [0.53, -0.98] -> "0.53 · (−0.98)". */
export function product([w, v]) {
  const second = exact(v);
  const factor = second.startsWith("\u2212") ? `(${number(v, 2)})` : v === 1 ? "1" : number(v, 2);
  return `${number(w, 2)}\u2009\u00b7\u2009${factor}`;
}

/** The text up to step t as { past, seen }: seen is the part in the window. A long past is cut in the middle. */
export function cut(letters, k, most = 14) {
  const seen = letters.slice(-k),
    past = letters.slice(0, -k);
  return {
    past: past.length > most ? [...past.slice(0, 4), "\u2026", ...past.slice(5 - most)].join("") : past.join(""),
    seen: seen.join(""),
  };
}

/** The step in words, for screen readers. */
export function sentence(data, t) {
  const { letters, h, wanted, p, seen, window: k, answers, alphabet } = data;
  const ours = verdict(data, p[t], wanted[t]),
    theirs = verdict(data, seen[t], wanted[t]),
    judged = (right) => (right ? "right" : "wrong");
  const state = h[t].map((value) => number(value)).join(", ");
  return (
    `Step ${t + 1} of ${letters.length}, letter ${letters[t]}. State: ${state}. ${alphabet[0]} came an ` +
    `${answers[wanted[t]]} number of times. ` +
    `The recurrent network says ${ours.word}, ${share(ours.p)}, ${judged(ours.right)}; the window of ${k} says ` +
    `${theirs.word}, ${share(theirs.p)}, ${judged(theirs.right)}.`
  );
}
