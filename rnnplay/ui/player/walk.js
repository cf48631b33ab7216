// One update in slow motion: forward, loss, backward, gradient, update, and whether it did what it promised.
// Pure: a moment (everything about one update) gives a list of stages; a stage says what to print and what to light.

import { plain, product, show, subscript } from "./equations.js";
import { equationsOf, flat, Reader, sums } from "./explain.js";
import { change, precise } from "./format.js";
import { line } from "./lines.js";

const LISTED = 6; // units or letters printed one by one

export const PHASES = ["forward", "loss", "backward", "gradient", "update", "check"];

/** A moment's stages, and the one that is shown. */
export class Walk {
  constructor(scene, moment) {
    Object.assign(this, { moment, stages: stages(scene, moment), index: 0 });
  }

  get stage() {
    return this.stages[this.index];
  }

  /** On or back; false if that is past the end. */
  by(steps) {
    if (this.index + steps >= this.stages.length) return false;
    this.index = Math.max(0, this.index + steps);
    return true;
  }

  to(phase) {
    this.index = Math.max(0, this.stages.findIndex((stage) => stage.phase === phase));
  }

  /** "forward 3 of 4" and the like. */
  get progress() {
    const { phase } = this.stage, same = this.stages.filter((stage) => stage.phase === phase);
    return `${phase} ${same.indexOf(this.stage) + 1} of ${same.length}`;
  }
}

/** The stages of a moment, in order. */
export function stages(scene, moment) {
  const { T } = scene, reader = new Reader(scene, moment.frame);
  const steps = [...Array(T).keys()];
  const list = [...steps.map((t) => forward(scene, moment, reader, t)), lossStage(scene, moment, reader),
    ...steps.reverse().map((t) => backward(scene, moment, t))];
  for (const param of scene.params) list.push(gradient(scene, moment, param));
  for (const param of scene.params) list.push(update(scene, moment, param));
  if (moment.actual) list.push(check(scene, moment));
  return list;
}

function some(n, print) {
  const list = Array.from({ length: Math.min(n, LISTED) }, (_, i) => print(i));
  if (n > LISTED) list.push(line("small", `\u2026 and ${n - LISTED} more, the same way.`));
  return list;
}

function forward(scene, moment, reader, t) {
  const { vocab, x, V, H, T } = scene, list = [];
  for (const eq of equationsOf(scene)) {
    list.push(line("formula", show([eq.name, "=", ...flat(eq)])));
    const n = eq.name === "y" ? V : H;
    list.push(...some(n, (i) => {
      const unit = eq.name === "y" ? vocab[i] : plain(eq.name) + subscript(i + 1);
      const inside = eq.terms.some(product) ? sums(reader, eq, t, i)
        : show(flat(eq), (name) => (reader.params.has(name) ? precise(reader.weight(name, i, 0)) : precise(reader.vector(name, t, i))));
      return line("numbers", `${unit} = ${inside} = ${precise(reader.vector(eq.name, t, i))}`);
    }));
  }
  const done = (s) => s <= t;
  return { phase: "forward", t, title: `Forward, step ${t + 1} of ${T}: \u201c${vocab[x[t]]}\u201d comes in`, lines: list,
    lens: { state: { ready: done }, scores: { ready: done }, loss: { ready: () => false } },
    lit: new Set([`arrow:in:${t}`, `arrow:along:${t}`, `arrow:out:${t}`, `x:${t}:${x[t]}`]) };
}

function lossStage(scene, moment, reader) {
  const { T, targets, vocab } = scene, { frame } = moment;
  const list = [line("formula", "p = exp(y) / \u2211 exp(y)"), line("formula", "loss = \u2212ln p(wanted)")];
  const shown = T <= 12 ? [...Array(T).keys()] : [...Array(T).keys()].sort((a, b) => frame.losses[b] - frame.losses[a]).slice(0, 12);
  if (T > 12) list.push(line("small", "The twelve largest:"));
  for (const t of shown) {
    list.push(line("numbers", `step ${t + 1}, ${vocab[targets[t]]}: \u2212ln ${precise(reader.vector("p", t, targets[t]))} = ${precise(frame.losses[t])}`));
  }
  list.push(line("numbers", `mean over ${T} steps = ${precise(frame.loss[0], 4)}`));
  return { phase: "loss", title: "Loss: how surprising were the wanted letters?", lines: list,
    lens: { scores: { values: frame.p, ready: () => true, label: "probabilities p" } }, lit: new Set(targets.map((k, t) => `y:${t}:${k}`)) };
}

function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
}

function backward(scene, moment, t) {
  const { V, H, T, vocab, targets, states } = scene, { frame, dy, dh, dh_from_y: own, dh_from_next: next, local } = moment;
  const ready = (s) => s >= t, state = states[0];
  const list = [line("formula", `dL/dy = (p \u2212 1[wanted]) / ${T}`), ...some(V, (k) => line("numbers",
    `${vocab[k]}: (${precise(frame.p[t * V + k])} \u2212 ${k === targets[t] ? 1 : 0}) / ${T} = ${precise(dy[t * V + k])}`)),
  line("formula", `dL/d${state} = W_hy\u1d40 dL/dy${t < T - 1 ? ` + from step ${t + 2}` : ""}`),
  ...some(H, (i) => line("numbers", `${state}${subscript(i + 1)}: ${t < T - 1 ? `${precise(own[t * H + i])} + (${precise(next[t * H + i])}) = ` : ""}${precise(dh[t * H + i])}`))];
  for (const name in local) {
    list.push(line("formula", `dL/d${plain(name)}: back through ${through(scene, name)}`),
      ...some(H, (i) => line("numbers", `${plain(name)}${subscript(i + 1)}: ${precise(local[name][t * H + i])}`)));
  }
  return { phase: "backward", t, title: `Backward, step ${t + 1}: who is to blame?`, lines: list,
    lens: { scores: { values: dy, ready, label: "dL/dy" }, state: { values: dh, ready, label: `dL/d${state}`, scale: largest(dh) } },
    lit: new Set([`arrow:out:${t}`, `arrow:along:${t + 1}`]) };
}

/** The equation that turns a pre-activation into what is used. */
function through(scene, name) {
  const eq = equationsOf(scene).find((e) => e.name !== name && flat(e).includes(name));
  return eq ? show([eq.name, "=", ...flat(eq)]) : "the cell";
}

function gradient(scene, moment, param) {
  const role = scene.roles[param.name];
  const formula = role?.vector ? `dL/d${param.name} = \u2211 dL/d${plain(role.into)} \u00b7 ${plain(role.vector)}\u1d40` : `dL/d${param.name} = \u2211 dL/d${plain(role?.into ?? "")}`;
  const list = [line("formula", formula), line("small", `One contribution a step, added up over ${scene.T} steps. Choose a weight to see its sum.`)];
  if (moment.clip > 0) {
    list.push(line("small", moment.clip_by === "value" ? `Each number is then cut at \u00b1${precise(moment.clip)}.`
      : moment.norm > moment.clip ? `Its norm is ${precise(moment.norm)}: the whole gradient is shortened to ${precise(moment.clip)}.`
        : `Its norm is ${precise(moment.norm)}, below the limit ${precise(moment.clip)}: nothing is clipped.`));
  }
  return { phase: "gradient", param: param.name, title: `Gradient of ${param.name}: a sum over steps`, lines: list, lens: {}, lit: new Set() };
}

function update(scene, moment, param) {
  const rule = scene.optimizer.equations.map((source) => line("formula", show(source.split(/\s+/).join(" ").match(/[A-Za-z_]\w*|\d+|\*\*|[-+*/@()=]/g))));
  return { phase: "update", param: param.name, title: `Update of ${param.name} (${scene.optimizer.title}, rate ${precise(moment.lr)})`,
    lines: [...rule, line("small", "Before and after. Choose a weight to see its numbers.")], lens: {}, lit: new Set() };
}

/** Did every score move as it was pushed? -> one row a score, and what went another way. */
export function verdicts(scene, moment) {
  const { T, V, targets } = scene, rows = [];
  for (let t = 0; t < T; t++) {
    for (let k = 0; k < V; k++) {
      const wanted = targets[t] === k, predicted = moment.predicted[t * V + k], actual = moment.actual[t * V + k];
      const kept = wanted ? actual > 0 : actual < 0;
      const why = kept ? "" : (wanted ? predicted > 0 : predicted < 0) ? "step" : "shared";
      rows.push({ t, k, wanted, predicted, actual, kept, why });
    }
  }
  return rows;
}

const WHY = { shared: "Other steps pulled harder on the weights it shares with them: even an endlessly small step would move it this way.",
  step: "The step was too long: by the straight-line prediction it should have gone the other way. A smaller rate would keep the promise." };

function check(scene, moment) {
  const { vocab } = scene, rows = verdicts(scene, moment), kept = rows.filter((row) => row.kept).length;
  const list = [line("result", `${kept} of ${rows.length} scores moved as they were pushed`),
    line("small", "Wanted scores should rise, all others fall. Predicted: the straight-line effect of this step. Actual: the network run again.")];
  for (const why of ["shared", "step"]) {
    const n = rows.filter((row) => row.why === why).length;
    if (n) list.push(line("small", `${n} went the other way. ${WHY[why]}`));
  }
  list.push(line("check head", "", "score", "predicted", "actual", ""));
  const order = [...rows].sort((a, b) => a.kept - b.kept || a.t - b.t || a.k - b.k).slice(0, 48);
  for (const { t, k, wanted, predicted, actual, kept: ok } of order) {
    list.push({ ...line(`check ${wanted ? "right" : "wrong"}`, wanted ? "\u25b2" : "\u25bc", `${vocab[k]}, step ${t + 1}`, change(predicted, 4), change(actual, 4),
      ok ? "\u2713" : "\u2717"), light: `y:${t}:${k}` });
  }
  if (rows.length > order.length) list.push(line("small", `\u2026 and ${rows.length - order.length} more that moved as pushed.`));
  return { phase: "check", title: "Check: was the promise kept?", lines: list,
    lens: { scores: { values: moment.actual, ready: () => true, label: "change of y" } }, lit: new Set(rows.filter((r) => !r.kept).slice(0, 60).map((r) => `y:${r.t}:${r.k}`)) };
}

/** The contributions of every step to one parameter's matrix, as small pictures: [{ label, values }], and the sum. */
export function parts(scene, moment, name) {
  const param = scene.params.find((p) => p.name === name), role = scene.roles[name];
  const [rows, columns = 1] = param.shape, reader = new Reader(scene, moment.frame);
  const at = (i, j) => param.offset + i * param.strides[0] + (param.strides[1] ?? 0) * j;
  const local = role.into === "y" ? moment.dy : moment.local[role.into], width = role.into === "y" ? scene.V : scene.H;
  const each = (value) => Float32Array.from({ length: rows * columns }, (_, k) => value(Math.floor(k / columns), k % columns));
  const list = Array.from({ length: Math.min(scene.T, rows * columns > 400 ? 2 : 12) }, (_, t) => ({ label: `t = ${t + 1}`, values: each((i, j) => (moment.contributions
    ? moment.contributions[t * moment.size + at(i, j)] : local[t * width + i] * (role.vector ? reader.vector(role.vector, t, j) : 1))) }));
  return { rows, columns, list, more: scene.T - list.length, total: each((i, j) => moment.gradient[at(i, j)]),
    before: each((i, j) => moment.frame.theta[at(i, j)]), after: each((i, j) => moment.after?.[at(i, j)] ?? NaN) };
}
