// The gradient of one parameter as a sum of contributions, one of each step, for small pictures beside the weights.

import { FrameReader } from "./frame_reader.js";

/** The contribution of each step to the gradient of the parameter `name`, [{ label, values }], and their sum. */
export function gradientByStep(network, details, name) {
  const param = network.params.find((p) => p.name === name),
    role = network.roles[name];
  const [rows, columns = 1] = param.shape,
    reader = new FrameReader(network, details.frame);
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
