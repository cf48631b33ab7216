// One update in slow motion: forward, loss, backward, gradient, update, and a check of its effect.
// Pure functions: the details of an update -> the steps of the walk, each with its lines and the numbers to light up.

import { flat, plain, product, show, subscript, tokens } from "./equations.js";
import { equationsOf, FrameReader } from "./frame_reader.js";
import { sums } from "./sum_terms.js";
import { exact, precise } from "../../../app/js/format.js";
import { firstLines, line } from "./pane_lines.js";
import { backward } from "./walk_backward.js";
import { check } from "./walk_check.js";

export const PHASES = ["forward", "loss", "backward", "gradient", "update", "check"];

/** The steps of one update's walk, and the one that is shown. */
export class UpdateWalk {
  constructor(network, details) {
    Object.assign(this, { details, steps: walkSteps(network, details), index: 0 });
  }

  get current() {
    return this.steps[this.index];
  }

  /** Go so many steps forward or back. False past the end. */
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
    reader = new FrameReader(network, details.frame);
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

function forward(network, reader, t) {
  const { vocab, x, V, H, T } = network,
    list = [];
  for (const eq of equationsOf(network)) {
    list.push(line("formula", show([eq.name, "=", ...flat(eq)])));
    const n = eq.name === "y" ? V : H;
    list.push(
      ...firstLines(n, (i) => {
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
