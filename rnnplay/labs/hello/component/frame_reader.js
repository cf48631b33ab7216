// Reads single numbers of a network out of a frame: weights, and units of its vectors.

import { equation } from "./equations.js";

/** Reads a frame that holds the parameters (`theta`). */
export class FrameReader {
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
