// The terms of a sum such as W_xh x + W_hh h(t−1) + b_h, each with its value, its factors and its diagram box.

import { evaluate, plain, product, show, subscript } from "./equations.js";
import { precise } from "../../../app/js/format.js";

const LISTED = 8; // terms of a sum printed one by one; the others are added up

/** The terms of an equation's sum for unit i at step t: [{ label, factors, value, id, arrow }]. */
export function terms(reader, eq, t, i) {
  const found = [];
  for (const { sign, tokens } of eq.terms) {
    const times = product({ tokens });
    if (times) found.push(...productTerms(reader, times, sign, t, i, eq.name));
    else
      found.push({
        label: show(tokens, (token) => unitOf(reader, token, i)),
        value: sign * scalar(reader, tokens, t, i),
      });
  }
  return found;
}

/** b_y -> b_y[e], f -> f₂, c_prev -> c₂(t−1) */
export function unitOf({ params, network }, token, i) {
  if (params.has(token)) return `${token}[${row(network, token, i)}]`;
  return token.endsWith("_prev")
    ? `${token.slice(0, -5)}${subscript(i + 1)}(t\u22121)`
    : plain(token) + subscript(i + 1);
}

function productTerms(reader, { matrix, vector }, sign, t, i, into) {
  const { network } = reader,
    { shape } = reader.params.get(matrix);
  const arrow =
    into === "y"
      ? `arrow:out:${t}`
      : vector === "x"
        ? `arrow:in:${t}`
        : vector.endsWith("_prev")
          ? `arrow:along:${t}`
          : null;
  if (vector === "x") {
    // x is 1 for one symbol and 0 for the others: the product is one weight
    const j = network.x[t],
      w = reader.weight(matrix, i, j);
    return [
      { label: `${matrix}[${i + 1}, ${network.vocab[j]}]`, factors: [w, 1], value: sign * w, id: `x:${t}:${j}`, arrow },
    ];
  }
  if (vector.endsWith("_prev") && t === 0) {
    return [
      {
        label: `${matrix}${"\u202f"}${plain(vector)}`,
        value: 0,
        note: "zero: nothing came before the first letter",
        arrow,
      },
    ];
  }
  return Array.from({ length: shape[1] }, (_, j) => {
    const w = reader.weight(matrix, i, j),
      v = reader.vector(vector, t, j);
    return {
      label: `${matrix}[${into === "y" ? network.vocab[i] : i + 1}, ${j + 1}]`,
      symbol: unitOf(reader, vector, j),
      factors: [w, v],
      value: sign * w * v,
      id: reader.id(vector, t, j),
      arrow,
    };
  });
}

/** The sum with one number for each of its terms: W_xh x + W_hh h_prev + b -> "1.25 + 0.03 + 0.08". */
export function sums(reader, eq, t, i) {
  return eq.terms
    .map(({ sign, tokens }, k) => {
      const value = terms(reader, { ...eq, terms: [{ sign, tokens }] }, t, i).reduce(
        (sum, term) => sum + term.value,
        0,
      );
      return k ? (value < 0 ? ` \u2212 ${precise(-value)}` : ` + ${precise(value)}`) : precise(value);
    })
    .join("");
}

export function scalar(reader, tokens, t, i) {
  return evaluate(tokens, (name) => (reader.params.has(name) ? reader.weight(name, i, 0) : reader.vector(name, t, i)));
}

/** The largest terms in the order of the sum; the others are added up in one. */
export function shorten(list, most = LISTED) {
  if (list.length <= most) return list;
  const kept = new Set([...list].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, most - 1));
  const rest = list.filter((term) => !kept.has(term));
  return [
    ...list.filter((term) => kept.has(term)),
    { label: `the other ${rest.length} terms`, value: rest.reduce((sum, term) => sum + term.value, 0) },
  ];
}

/** Terms of a sum -> the ids of the boxes and arrows of the diagram to light up. */
export function lights(list) {
  return new Set(list.flatMap(({ id, arrow }) => [id, arrow]).filter(Boolean));
}

/** The name of row i of a matrix or a bias: a symbol for the scores, otherwise a number from 1. */
export function row(network, name, i) {
  return name === "W_hy" || name === "b_y" ? network.vocab[i] : i + 1;
}
