// Where a number came from: its formula, the same formula with the numbers in it, and the numbers it was
// computed from. Pure: reads the network's equations and one frame; the panel prints what comes back.

import { equation, evaluate, plain, product, show, subscript, tokens } from "./equations.js";
import { exact, number, precise } from "../../../app/js/format.js";

const LISTED = 8; // terms of a sum printed one by one; the rest is added up

/** Reads single numbers out of a frame that has the parameters (`theta`). */
export class Reader {
  constructor(network, frame) {
    Object.assign(this, { network, frame });
    this.params = new Map(network.params.map((p) => [p.name, p]));
    this.size = { x: network.V, y: network.V, p: network.V };
  }

  weight(name, i, j, from = this.frame.theta) {
    const { offset, strides } = this.params.get(name);
    return from[offset + i * strides[0] + (strides.length > 1 ? j * strides[1] : 0)];
  }

  /** Unit i of a vector at step t; `h_prev` is h one step earlier, zero before the first. */
  vector(name, t, i) {
    if (name === "x") return this.network.x[t] === i ? 1 : 0;
    if (name.endsWith("_prev")) return t ? this.vector(name.slice(0, -5), t - 1, i) : 0;
    const width = this.size[name] ?? this.network.H;
    return this.frame[name][(t - this.frame.columns[0]) * width + i];
  }

  has(t) {
    return t >= this.frame.columns[0] && t < this.frame.columns[1];
  }

  /** The id under which the diagram shows this number, if it does. */
  id(name, t, i) {
    const state = name.replace(/_prev$/, "");
    const step = state === name ? t : t - 1;
    return step >= 0 && (state === "x" || state === "y" || this.network.states.includes(state))
      ? `${state}:${step}:${i}`
      : null;
  }
}

/** All equations of the network: the cell's, then the read-out's. */
export function equationsOf(network) {
  return network.equations.map(equation);
}

/** A sum such as W_xh x + W_hh h′ + b at unit i of step t -> [{ label, factors, value, id, arrow }]. */
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
function unitOf({ params, network }, token, i) {
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
    // one symbol is 1, the others are 0: one weight is left of the product
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

/** A sum with one number for each of its terms: W_xh x + W_hh h' + b -> 1.25 + 0.03 + 0.08 */
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

function scalar(reader, tokens, t, i) {
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

/**
 * id -> { title, value, steps: [{ formula, numbers, terms, result }], lit, note }; null where the frame has no such
 * number.
 */
export function explain(network, frame, id) {
  const [name, first, second] = id.split(":");
  const reader = new Reader(network, frame),
    t = Number(first),
    i = Number(second);
  if (id === "mean") return meanLoss(reader);
  if (!reader.has(t)) return null;
  if (name === "x") return input(reader, t, i);
  if (name === "p") return probability(reader, t, i);
  if (name === "loss") return loss(reader, t);
  return quantity(reader, name, t, i);
}

function lights(list) {
  return new Set(list.flatMap(({ id, arrow }) => [id, arrow]).filter(Boolean));
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

/** The right side of an equation as one list of tokens. */
export function flat(eq) {
  return eq.terms.flatMap(({ sign, tokens }, k) => (k || sign < 0 ? [sign < 0 ? "-" : "+", ...tokens] : tokens));
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

/** In the backward pass: "dy:t:k" or "dh:t:i", from the details of an update. */
export function explainGradient(network, details, id) {
  const [name, first, second] = id.split(":"),
    t = Number(first),
    i = Number(second),
    { T, V, H, vocab, targets, states } = network;
  if (name === "dy") {
    const p = details.frame.p[t * V + i],
      wanted = targets[t] === i,
      value = details.dy[t * V + i];
    return {
      title: `dL/dy(${vocab[i]}) at step ${t + 1}`,
      value,
      lit: new Set([`y:${t}:${i}`]),
      steps: [
        {
          formula: `dL/dy = (p \u2212 1[wanted]) / ${T}`,
          name: `dL/dy(${vocab[i]})`,
          numbers: `(${precise(p)} \u2212 ${wanted ? 1 : 0}) / ${T}`,
          result: value,
        },
      ],
      note:
        `1[wanted] is 1 for the wanted letter and 0 for the others. Divided by ${T}, because the loss is a ` +
        `mean over ${T} steps.`,
    };
  }
  const reader = new Reader(network, details.frame),
    value = details.dh[t * H + i],
    state = states[0];
  const fromScores = Array.from({ length: V }, (_, k) => ({
    label: `W_hy[${vocab[k]}, ${i + 1}] \u00b7 dL/dy(${vocab[k]})`,
    factors: [reader.weight("W_hy", k, i), details.dy[t * V + k]],
    value: reader.weight("W_hy", k, i) * details.dy[t * V + k],
    id: `y:${t}:${k}`,
    arrow: `arrow:out:${t}`,
  }));
  const next =
    t < T - 1
      ? [
          {
            label: `from step ${t + 2}`,
            value: details.dh_from_next[t * H + i],
            id: `${state}:${t + 1}:${i}`,
            arrow: `arrow:along:${t + 1}`,
          },
        ]
      : [];
  const list = [...fromScores, ...next];
  return {
    title: `dL/d${state}${subscript(i + 1)} at step ${t + 1}`,
    value,
    lit: lights(list),
    steps: [
      {
        formula: `dL/d${state} = W_hy\u1d40 dL/dy${next.length ? " + the gradient from the next step" : ""}`,
        name: `dL/d${state}${subscript(i + 1)}`,
        terms: shorten(list),
        result: value,
      },
    ],
    note:
      "The state is used twice: by its own scores and by the " +
      "next step. Both send a gradient back, and they add up.",
  };
}

/** A weight: its gradient as a sum of one contribution a step, then the optimizer's rule with the numbers in it. */
export function explainWeight(network, details, name, i, j) {
  const reader = new Reader(network, details.frame),
    { offset, strides } = reader.params.get(name);
  const at = offset + i * strides[0] + (strides.length > 1 ? j * strides[1] : 0);
  const source = equationsOf(network).find((eq) => eq.terms.some((term) => term.tokens.includes(name)));
  const times = source?.terms.map(product).find((p) => p?.matrix === name);
  const steps = [],
    sums = contributions(network, details, reader, { name, at, source, times, i, j });
  const g = details.gradient[at],
    used = details.clipped[at];
  const local = source && (source.name === "y" ? "y" : source.name);
  steps.push({
    formula: times
      ? `g = \u2211 dL/d${plain(local)} \u00b7 ${plain(times.vector)}`
      : `g = \u2211 dL/d${plain(local ?? "")}`,
    name: "g",
    terms: shorten(sums, 10),
    result: g,
  });
  if (used !== g) {
    steps.push({
      formula:
        details.clip_by === "value"
          ? `g clipped = g, cut at \u00b1${exact(details.clip)}`
          : "g clipped = g \u00b7 limit / gradient norm",
      name: "g clipped",
      numbers:
        details.clip_by === "value"
          ? `clip(${precise(g)})`
          : `${precise(g)} \u00b7 ${exact(details.clip)} / ${precise(details.norm)}`,
      result: used,
    });
  }
  steps.push(...ruleSteps(network, details, at, used));
  const label =
    strides.length > 1
      ? `${name}[${row(network, name, i)}, ${column(network, times, j)}]`
      : `${name}[${row(network, name, i)}]`;
  return {
    title: `${label} now`,
    value: details.frame.theta[at],
    steps,
    lit: lights(sums),
    note:
      `That will be its value at update ${details.update + 1}. One weight serves every step, so its gradient ` +
      "g is a sum over all steps.",
  };
}

function row(network, name, i) {
  return name === "W_hy" || name === "b_y" ? network.vocab[i] : i + 1;
}

function column(network, times, j) {
  return times?.vector === "x" ? network.vocab[j] : j + 1;
}

function contributions(network, details, reader, { at, source, times, i, j }) {
  const local = source && (source.name === "y" ? details.dy : details.local[source.name]);
  const width = source?.name === "y" ? network.V : network.H;
  return Array.from({ length: network.T }, (_, t) => {
    const d = local?.[t * width + i];
    const factors = d === undefined ? undefined : times ? [d, reader.vector(times.vector, t, j)] : undefined;
    const value = details.contributions
      ? details.contributions[t * details.size + at]
      : factors
        ? factors[0] * factors[1]
        : d;
    return {
      label: `step ${t + 1}`,
      factors,
      value,
      id: times && value ? reader.id(times.vector, t, j) : null,
      arrow: value ? `arrow:${source?.name === "y" ? "out" : times?.vector === "x" ? "in" : "along"}:${t}` : null,
    };
  });
}

/** The optimizer's equations at one parameter, each with its numbers. */
function ruleSteps(network, details, at, g) {
  const values = {
    g,
    lr: details.lr,
    t: details.update + 1,
    w_prev: details.frame.theta[at],
    ...network.optimizer.constants,
  };
  for (const name in details.before) values[`${name}_prev`] = details.before[name][at];
  return network.optimizer.equations.map(equation).map((eq) => {
    const list = flat(eq);
    values[eq.name] = evaluate(list, (name) => values[name]);
    const result = eq.name === "w" ? details.after[at] : (details.kept[eq.name]?.[at] ?? values[eq.name]);
    return {
      formula: show([eq.name, "=", ...list]),
      name: plain(eq.name),
      numbers: show(list, (name) => exact(values[name])),
      result,
    };
  });
}
