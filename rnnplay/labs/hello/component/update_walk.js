// One update in slow motion: forward, loss, backward, gradient, update, and a check of its effect.
// Pure: the details of an update -> the steps of the walk, each with the lines to print and the numbers to light up.

import { equation, evaluate, plain, product, show, subscript, tokens } from "./equations.js";
import { equationsOf, flat, Reader, sums } from "./explain.js";
import { change, exact, precise } from "../../../app/js/format.js";
import { line } from "./pane_lines.js";

const LISTED = 6; // units or letters printed one by one

export const PHASES = ["forward", "loss", "backward", "gradient", "update", "check"];

/** The steps of one update's walk, and the one that is shown. */
export class Walk {
  constructor(network, details) {
    Object.assign(this, { details, steps: walkSteps(network, details), index: 0 });
  }

  get current() {
    return this.steps[this.index];
  }

  /** On or back; false if that is past the end. */
  by(steps) {
    if (this.index + steps >= this.steps.length) return false;
    this.index = Math.max(0, this.index + steps);
    return true;
  }

  to(phase) {
    this.index = Math.max(
      0,
      this.steps.findIndex((step) => step.phase === phase),
    );
  }

  /** "forward 3 of 4" and the like. */
  get progress() {
    const { phase } = this.current,
      same = this.steps.filter((step) => step.phase === phase);
    return `${phase} ${same.indexOf(this.current) + 1} of ${same.length}`;
  }
}

/** The steps of the walk through one update, in order: { phase, t, param, title, lines, lens, lit, reversed }. */
export function walkSteps(network, details) {
  const { T } = network,
    reader = new Reader(network, details.frame);
  const steps = [...Array(T).keys()];
  const list = [
    ...steps.map((t) => forward(network, reader, t)),
    lossStep(network, details, reader),
    ...steps.reverse().map((t) => backward(network, details, t)),
  ];
  for (const param of network.params) list.push(gradient(network, details, param));
  for (const param of network.params) list.push(update(network, details, param));
  if (details.actual) list.push(check(network, details));
  return list;
}

function some(n, print) {
  const list = Array.from({ length: Math.min(n, LISTED) }, (_, i) => print(i));
  if (n > LISTED) list.push(line("small", `\u2026 and ${n - LISTED} more, the same way.`));
  return list;
}

function forward(network, reader, t) {
  const { vocab, x, V, H, T } = network,
    list = [];
  for (const eq of equationsOf(network)) {
    list.push(line("formula", show([eq.name, "=", ...flat(eq)])));
    const n = eq.name === "y" ? V : H;
    list.push(
      ...some(n, (i) => {
        const unit = eq.name === "y" ? `y(${vocab[i]})` : plain(eq.name) + subscript(i + 1);
        const inside = eq.terms.some(product)
          ? sums(reader, eq, t, i)
          : show(flat(eq), (name) =>
              exact(reader.params.has(name) ? reader.weight(name, i, 0) : reader.vector(name, t, i)),
            );
        return line("numbers", `${unit} = ${inside} = ${precise(reader.vector(eq.name, t, i))}`);
      }),
    );
  }
  const done = (s) => s <= t;
  return {
    phase: "forward",
    t,
    title: `Forward, step ${t + 1} of ${T}: \u201c${vocab[x[t]]}\u201d comes in`,
    lines: list,
    lens: { state: { ready: done }, scores: { ready: done }, loss: { ready: () => false } },
    lit: new Set([`arrow:in:${t}`, `arrow:along:${t}`, `arrow:out:${t}`, `x:${t}:${x[t]}`]),
  };
}

function lossStep(network, details, reader) {
  const { T, targets, vocab } = network,
    { frame } = details;
  const list = [line("formula", "p = exp(y) / \u2211 exp(y)"), line("formula", "loss = \u2212ln p(wanted)")];
  const shown =
    T <= 12
      ? [...Array(T).keys()]
      : [...Array(T).keys()].sort((a, b) => frame.losses[b] - frame.losses[a]).slice(0, 12);
  if (T > 12) list.push(line("small", "The twelve largest:"));
  for (const t of shown) {
    list.push(
      line(
        "numbers",
        `step ${t + 1}, ${vocab[targets[t]]}: \u2212ln ${precise(reader.vector("p", t, targets[t]), 5)} = ` +
          `${precise(frame.losses[t])}`,
      ),
    );
  }
  list.push(line("numbers", `mean over ${T} steps = ${precise(frame.loss[0], 4)}`));
  return {
    phase: "loss",
    t: null,
    title: "Loss: how surprising were the wanted letters?",
    lines: list,
    lens: { scores: { values: frame.p, ready: () => true, label: "probabilities p" } },
    lit: new Set(targets.map((k, t) => `y:${t}:${k}`)),
  };
}

function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
}

function backward(network, details, t) {
  const { V, H, T, vocab, targets, states } = network,
    { frame, dy, dh, dh_from_y: fromScores, dh_from_next: fromNext } = details;
  const ready = (s) => s >= t,
    state = states[0],
    more = t < T - 1;
  const back = (network.backward ?? []).map(equation),
    handed = back.find((eq) => eq.name === `d${state}_prev`);
  const list = [
    line("formula", `dL/dy = (p \u2212 1[wanted]) / ${T}`),
    ...some(V, (k) =>
      asked(
        `dy:${t}:${k}`,
        `dL/dy(${vocab[k]}) = (${precise(frame.p[t * V + k])} \u2212 ${k === targets[t] ? 1 : 0}) / ${T} = ` +
          `${precise(dy[t * V + k])}`,
      ),
    ),
    line(
      "formula",
      `dL/d${state} = W_hy\u1d40 dL/dy${more ? ` + from step ${t + 2}${handed ? `: ${right(handed)}` : ""}` : ""}`,
    ),
    ...some(H, (i) =>
      asked(
        `dh:${t}:${i}`,
        `dL/d${state}${subscript(i + 1)} = ` +
          `${more ? `${plus([fromScores[t * H + i], fromNext[t * H + i]])} = ` : ""}${precise(dh[t * H + i])}`,
      ),
    ),
  ];
  if (!more) list.push(line("small", "This is the last step: nothing comes back from later."));
  list.push(
    ...wayBack(
      network,
      details,
      back.filter((eq) => !eq.name.endsWith("_prev")),
      t,
    ),
  );
  return {
    phase: "backward",
    t,
    title: `Backward, step ${t + 1}: how did it add to the loss?`,
    lines: list,
    lens: {
      scores: { values: dy, ready, label: "dL/dy" },
      state: { values: dh, ready, label: `dL/d${state}`, scale: largest(dh) },
    },
    lit: new Set([`arrow:out:${t}`, `arrow:along:${t + 1}`]),
    reversed: true,
  };
}

/** A line that answers when it is chosen. */
function asked(id, text) {
  return { ...line("numbers ask", text), ask: id };
}

function right(eq) {
  return show(flat(eq));
}

/** -0.1, 0.2 -> "−0.100 + 0.200" */
function plus(values) {
  return values
    .map((value, k) => (k === 0 ? precise(value) : value < 0 ? ` \u2212 ${precise(-value)}` : ` + ${precise(value)}`))
    .join("");
}

/** The cell's backward equations at step t with their numbers. A line may use the results of those before it. */
function wayBack(network, details, back, t) {
  const { H, states } = network,
    reader = new Reader(network, details.frame),
    made = {},
    list = [];
  const value = (token, i) => {
    if (token === `d${states[0]}`) return details.dh[t * H + i];
    if (token.endsWith("_next")) return details.next[token.slice(1, -5)][t * H + i];
    return made[token]?.[i] ?? reader.vector(token, t, i);
  };
  const term = ({ sign, tokens: found }, i) => {
    const times = product({ tokens: found });
    if (!times) return sign * evaluate(found, (token) => value(token, i));
    return (
      sign *
      Array.from({ length: H }, (_, j) => reader.weight(times.matrix, j, i) * value(times.vector, j)).reduce(
        (a, b) => a + b,
        0,
      )
    );
  };
  for (const eq of back) {
    made[eq.name] = Array.from({ length: H }, (_, i) => eq.terms.reduce((sum, part) => sum + term(part, i), 0));
    const server = details.local[eq.name.slice(1)]; // the network's own number is shown, if it came
    const numbers = (i) =>
      eq.terms.some(product)
        ? plus(eq.terms.map((part) => term(part, i)))
        : show(flat(eq), (token) => exact(value(token, i)));
    list.push(
      line("formula", show([eq.name, "=", ...flat(eq)])),
      ...some(H, (i) =>
        line(
          "numbers",
          `${plain(eq.name)}${subscript(i + 1)} = ${numbers(i)} = ` +
            `${precise(server ? server[t * H + i] : made[eq.name][i])}`,
        ),
      ),
    );
  }
  return list;
}

function gradient(network, details, param) {
  const role = network.roles[param.name];
  const formula = role?.vector
    ? `dL/d${param.name} = \u2211 dL/d${plain(role.into)} ${plain(role.vector)}\u1d40`
    : `dL/d${param.name} = \u2211 dL/d${plain(role?.into ?? "")}`;
  const list = [
    line("formula", formula),
    line("small", `One contribution a step, added up over ${network.T} steps. Choose a weight to see its sum.`),
  ];
  if (details.clip > 0) {
    list.push(
      line(
        "small",
        details.clip_by === "value"
          ? `Each number is then cut at \u00b1${exact(details.clip)}.`
          : details.norm > details.clip
            ? `Its norm is ${precise(details.norm)}: the whole gradient is shortened to ${exact(details.clip)}.`
            : `Its norm is ${precise(details.norm)}, below the limit ${exact(details.clip)}: nothing is clipped.`,
      ),
    );
  }
  return {
    phase: "gradient",
    t: null,
    param: param.name,
    title: `Gradient of ${param.name}: a sum over steps`,
    lines: list,
    lens: {},
    lit: new Set(),
  };
}

function update(network, details, param) {
  const rule = network.optimizer.equations.map((source) => line("formula", show(tokens(source))));
  const constants = Object.entries(network.optimizer.constants)
    .map(([name, value]) => `${name} = ${exact(value)}`)
    .join(", ");
  return {
    phase: "update",
    t: null,
    param: param.name,
    title: `Update of ${param.name}: ${network.optimizer.title}`,
    lines: [
      ...rule,
      line(
        "small",
        `g: gradient, lr: learning rate = ${exact(details.lr)}${constants ? `, ${constants}` : ""}. Before ` +
          "\u2192 after; choose a weight to see its numbers.",
      ),
    ],
    lens: {},
    lit: new Set(),
  };
}

const STILL = 1e-6; // of a score: smaller changes are lost in float32 and count as none

/** Did every score move as its gradient pushed it? -> one row a score.
 *
 * verdict: "kept"; "lucky": only because the step was long, the straight line said otherwise; "shared": pushed the
 * other way by what it shares its weights with; "step": the straight line said yes, the step was too long; "still".
 */
export function verdicts(network, details) {
  const { T, V, targets } = network,
    rows = [];
  for (let t = 0; t < T; t++) {
    for (let k = 0; k < V; k++) {
      const j = t * V + k,
        wanted = targets[t] === k,
        predicted = details.predicted[j],
        actual = details.actual[j];
      const still = STILL * Math.max(1, Math.abs(details.frame.y[j]));
      const as = (change) => (wanted ? change > 0 : change < 0);
      const verdict =
        Math.abs(actual) <= still
          ? "still"
          : as(actual)
            ? as(predicted)
              ? "kept"
              : "lucky"
            : as(predicted)
              ? "step"
              : "shared";
      rows.push({ t, k, wanted, predicted, actual, verdict, kept: verdict === "kept" || verdict === "lucky" });
    }
  }
  return rows;
}

function why(verdict, n, { optimizer, T }) {
  const adaptive =
    optimizer.equations.length > 1 ? ` Also, ${optimizer.title} does not step straight down the gradient.` : "";
  return {
    still: `${n} did not move.`,
    lucky: `${n} moved as pushed only because the step was long: the straight line said otherwise.`,
    step:
      `${n} went the other way because the step was too long: the straight line said otherwise. A smaller ` +
      "rate would keep the promise.",
    shared:
      `${n} went the other way, as the straight line says. A score shares its weights with the other ` +
      `scores of its step${T > 1 ? " and with the other steps" : ""}; together they pulled harder.${adaptive}`,
  }[verdict];
}

function check(network, details) {
  const { vocab } = network,
    rows = verdicts(network, details),
    kept = rows.filter((row) => row.kept).length;
  const list = [
    line("result", `${kept} of ${rows.length} scores moved as they were pushed`),
    line(
      "small",
      "Wanted scores should rise, all others fall. Predicted: along the straight line of the gradient. Actual: " +
        "the network run again.",
    ),
  ];
  for (const verdict of ["shared", "step", "lucky", "still"]) {
    const n = rows.filter((row) => row.verdict === verdict).length;
    if (n) list.push(line("small", why(verdict, n, network)));
  }
  list.push(line("check head", "", "score", "predicted", "actual", ""));
  const order = [...rows]
    .sort((a, b) => (a.verdict === "kept") - (b.verdict === "kept") || a.t - b.t || a.k - b.k)
    .slice(0, 48);
  const signs = { kept: "\u2713", lucky: "(\u2713)", still: "=", step: "\u2717", shared: "\u2717" };
  for (const { t, k, wanted, predicted, actual, verdict } of order) {
    list.push({
      ...line(
        `check ${wanted ? "right" : "wrong"}`,
        wanted ? "\u25b2" : "\u25bc",
        `${vocab[k]}, step ${t + 1}`,
        change(predicted, 4),
        change(actual, 4),
        signs[verdict],
      ),
      light: `y:${t}:${k}`,
    });
  }
  if (rows.length > order.length)
    list.push(line("small", `\u2026 and ${rows.length - order.length} more that moved as pushed.`));
  const off = rows
    .filter((row) => row.verdict !== "kept")
    .slice(0, 60)
    .map((row) => `y:${row.t}:${row.k}`);
  return {
    phase: "check",
    t: null,
    title: "Check: was the promise kept?",
    lines: list,
    lens: { scores: { values: details.actual, ready: () => true, label: "change of y" } },
    lit: new Set(off),
  };
}

/** The contributions of every step to one parameter's matrix, as small pictures: [{ label, values }], and the sum. */
export function parts(network, details, name) {
  const param = network.params.find((p) => p.name === name),
    role = network.roles[name];
  const [rows, columns = 1] = param.shape,
    reader = new Reader(network, details.frame);
  const at = (i, j) => param.offset + i * param.strides[0] + (param.strides[1] ?? 0) * j;
  const local = role.into === "y" ? details.dy : details.local[role.into],
    width = role.into === "y" ? network.V : network.H;
  const each = (value) =>
    Float32Array.from({ length: rows * columns }, (_, k) => value(Math.floor(k / columns), k % columns));
  const list = Array.from({ length: Math.min(network.T, rows * columns > 400 ? 2 : 12) }, (_, t) => ({
    label: `t = ${t + 1}`,
    values: each((i, j) =>
      details.contributions
        ? details.contributions[t * details.size + at(i, j)]
        : local[t * width + i] * (role.vector ? reader.vector(role.vector, t, j) : 1),
    ),
  }));
  return {
    rows,
    columns,
    list,
    more: network.T - list.length,
    total: each((i, j) => details.gradient[at(i, j)]),
    before: each((i, j) => details.frame.theta[at(i, j)]),
    after: each((i, j) => details.after?.[at(i, j)] ?? NaN),
  };
}
