// Explains a number of the forward pass: its formula, the formula with numbers, and the numbers it is computed from.
// Pure functions of the network's equations and one frame. The side pane prints the explanation.

import { flat, plain, product, show, subscript, tokens } from "./equations.js";
import { equationsOf, FrameReader } from "./frame_reader.js";
import { lights, scalar, shorten, sums, terms, unitOf } from "./sum_terms.js";
import { exact, number, precise } from "../../../app/js/format.js";

/**
 * id -> { title, value, steps: [{ formula, numbers, terms, result }], lit, note }; null where the frame has no such
 * number.
 */
export function explain(network, frame, id) {
  const [name, first, second] = id.split(":");
  const reader = new FrameReader(network, frame),
    t = Number(first),
    i = Number(second);
  if (id === "mean") return meanLoss(reader);
  if (!reader.has(t)) return null;
  if (name === "x") return input(reader, t, i);
  if (name === "p") return probability(reader, t, i);
  if (name === "loss") return loss(reader, t);
  return quantity(reader, name, t, i);
}

function unit(network, name, i) {
  return name === "y" || name === "p" ? `${name}(${network.vocab[i]})` : plain(name) + subscript(i + 1);
}

function quantity(reader, name, t, i) {
  const { network } = reader,
    all = new Map(equationsOf(network).map((eq) => [eq.name, eq]));
  const steps = [],
    lit = new Set(),
    wanted = [name],
    seen = new Set();
  const part = all.has(name) ? null : tokens(name); // a product inside a sum, as in c = f * c_prev + i * g
  if (part) all.set(name, { name, terms: [{ sign: 1, tokens: part }] });
  const valueAt = (wanted) => (part && wanted === name ? scalar(reader, part, t, i) : reader.vector(wanted, t, i));
  const inputs = [...all.values()].filter((eq) => eq.name !== "y" && eq.terms.some(product)).length;
  while (wanted.length) {
    const eq = all.get(wanted.shift());
    if (!eq || seen.has(eq.name)) continue;
    seen.add(eq.name);
    const value = valueAt(eq.name),
      isPart = part && eq.name === name;
    const step = {
      formula: show(isPart ? part : [eq.name, "=", ...flat(eq)]),
      result: value,
      name: isPart ? show(part, (token) => unitOf(reader, token, i)) : unit(network, eq.name, i),
    };
    if (eq.terms.some(product)) {
      const list = terms(reader, eq, t, i);
      for (const light of lights(list)) lit.add(light);
      if (eq.name === name || inputs === 1) step.terms = shorten(list);
      else step.numbers = sums(reader, eq, t, i);
    } else {
      const names = flat(eq).filter((token) => /^[A-Za-z_]/.test(token));
      step.numbers = show(flat(eq), (token) =>
        exact(reader.params.has(token) ? reader.weight(token, i, 0) : reader.vector(token, t, i)),
      );
      if (name !== "y") wanted.push(...names.filter((n) => all.has(n)));
      for (const n of names) if (n.endsWith("_prev") && t) lit.add(reader.id(n, t, i));
    }
    steps.push(step);
  }
  const what =
    name === "y"
      ? `score of ${network.vocab[i]}`
      : part
        ? show(part, (token) => unitOf(reader, token, i))
        : `${plain(name)}${subscript(i + 1)}`;
  return {
    title: `${what} at step ${t + 1}`,
    value: valueAt(name),
    steps,
    lit,
    note:
      name === "y"
        ? "A score is a sum: each hidden value times its weight, plus the bias."
        : part?.length === 1
          ? "Zero: nothing came before the first letter."
          : network.notes?.[name],
  };
}

function input(reader, t, i) {
  const { network } = reader,
    on = network.x[t] === i;
  return {
    title: `input for ${network.vocab[i]} at step ${t + 1}`,
    value: on ? 1 : 0,
    lit: new Set(),
    steps: [],
    note:
      `The letter ${network.vocab[network.x[t]]} comes in as a 1-of-${network.V} vector: 1 in its own place, ` +
      "0 in all others.",
  };
}

function probability(reader, t, k) {
  const { network } = reader,
    at = (j) => reader.vector("y", t, j);
  const list = Array.from({ length: network.V }, (_, j) => ({
    label: `exp(${number(at(j))})`,
    symbol: network.vocab[j],
    value: Math.exp(at(j)),
    id: `y:${t}:${j}`,
  }));
  const p = reader.vector("p", t, k);
  const steps = [
    {
      formula: "p = exp(y) / \u2211 exp(y)",
      name: `p(${network.vocab[k]})`,
      result: p,
      numbers: `exp(${number(at(k))}) / (${shorten(list, 5)
        .map((term) => precise(term.value))
        .join(" + ")})`,
    },
  ];
  return {
    title: `probability of ${network.vocab[k]} at step ${t + 1}`,
    value: p,
    steps: [...steps, ...quantity(reader, "y", t, k).steps],
    lit: lights(list),
    note: "Softmax: all scores of the step become positive and add up to 1. Below: the score it was made from.",
  };
}

function loss(reader, t) {
  const { network } = reader,
    wanted = network.targets[t],
    p = reader.vector("p", t, wanted);
  const value = reader.frame.losses[t];
  return {
    title: `loss at step ${t + 1}`,
    value,
    lit: new Set([`y:${t}:${wanted}`]),
    steps: [
      {
        formula: "loss = \u2212ln p(wanted)",
        name: "loss",
        numbers: `\u2212ln p(${network.vocab[wanted]}) = \u2212ln ${precise(p, 5)}`,
        result: value,
      },
      probability(reader, t, wanted).steps[0],
    ],
    note: "Surprise at the wanted letter: 0 if it was certain, large if it was thought impossible.",
  };
}

function meanLoss(reader) {
  const { network, frame } = reader;
  const list = Array.from(frame.losses, (value, t) => ({
    label: `step ${t + 1} (${network.vocab[network.targets[t]]})`,
    value: value / network.T,
    factors: [value, 1 / network.T],
    id: `loss:${t}:0`,
  }));
  return {
    title: "mean loss",
    value: frame.loss[0],
    lit: lights(list),
    steps: [
      { formula: `loss = \u2211 loss(t) / ${network.T}`, name: "loss", terms: shorten(list), result: frame.loss[0] },
    ],
    note: `Guessing blindly among ${network.V} symbols gives ln ${network.V} = ${number(Math.log(network.V), 3)}.`,
  };
}
