// Explains a gradient of the backward pass, and a weight: its gradient, clipping and the optimizer's rule with numbers.
// Pure functions of the network's equations and the details of one update.

import { equation, evaluate, flat, plain, product, show, subscript } from "./equations.js";
import { equationsOf, FrameReader } from "./frame_reader.js";
import { lights, row, shorten } from "./sum_terms.js";
import { exact, precise } from "../../../app/js/format.js";

/** Explain a gradient of the backward pass: id "dy:t:k" or "dh:t:i". */
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
  const reader = new FrameReader(network, details.frame),
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

/** Explain a weight: its gradient as a sum of one contribution a step, then the optimizer's rule with numbers. */
export function explainWeight(network, details, name, i, j) {
  const reader = new FrameReader(network, details.frame),
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
