// A small network for the tests: any cell written as equations, run forward by the tests' own arithmetic.

import { equation, evaluate, product } from "../../rnnplay/labs/hello/component/equations.js";

export const RNN = {
  states: ["h"],
  equations: ["a = W_xh @ x + W_hh @ h_prev + b_h", "h = tanh(a)", "y = W_hy @ h + b_y"],
  backward: ["da = dh * (1 - h**2)", "dh_prev = W_hh.T @ da"],
};

// A gated cell, to keep the player honest: nothing in it may know the vanilla RNN.
export const GATED = {
  states: ["h", "c"],
  equations: [
    "a_i = W_xi @ x + W_hi @ h_prev + b_i",
    "i = sigmoid(a_i)",
    "a_g = W_xg @ x + W_hg @ h_prev + b_g",
    "g = tanh(a_g)",
    "c = (1 - i) * c_prev + i * g",
    "h = i * tanh(c)",
    "y = W_hy @ h + b_y",
  ],
  backward: [
    "dc = dc_next + dh * i * (1 - tanh(c)**2)",
    "dm = W_hg.T @ dc",
    "da_g = dc * i * (1 - g**2)",
    "dc_prev = dc * (1 - i)",
  ],
};

// The cells as rnnplay/nn/cells writes them.
const sum = (k, vector = "h_prev") => `a_${k} = W_x${k} @ x + W_h${k} @ ${vector} + b_${k}`,
  read = "y = W_hy @ h + b_y";
export const LSTM = {
  states: ["h", "c"],
  equations: [
    sum("i"),
    "i = sigmoid(a_i)",
    sum("f"),
    "f = sigmoid(a_f)",
    sum("g"),
    "g = tanh(a_g)",
    sum("o"),
    "o = sigmoid(a_o)",
    "c = f * c_prev + i * g",
    "tanh_c = tanh(c)",
    "h = o * tanh_c",
    read,
  ],
};
const gates = [sum("r"), "r = sigmoid(a_r)", sum("z"), "z = sigmoid(a_z)"],
  rest = ["n = tanh(a_n)", "h = (1 - z) * n + z * h_prev", read];
export const GRU = { states: ["h"], equations: [...gates, "m = r * h_prev", sum("n", "m"), ...rest] };
export const GRU_AFTER = {
  states: ["h"],
  equations: [...gates, "m = W_hn @ h_prev + b_hn", "a_n = W_xn @ x + r * m + b_n", ...rest],
};

/** Pseudo-random numbers from -1 to 1 that are the same every time. */
export function randomly(seed = 1) {
  return () => {
    seed = (seed * 48271) % 2147483647;
    return (seed / 2147483647) * 2 - 1;
  };
}

export function example({ states, equations, backward }, { T = 3, V = 4, H = 2, seed = 1 } = {}) {
  const next = randomly(seed),
    params = [];
  let size = 0;
  const add = (name, shape) => {
    params.push({ name, shape, offset: size, strides: shape.length > 1 ? [shape[1], 1] : [1] });
    size += shape.reduce((a, b) => a * b);
  };
  const lines = equations.map(equation);
  for (const eq of lines) {
    const rows = eq.name === "y" ? V : H;
    for (const term of eq.terms) {
      const times = product(term);
      if (times) add(times.matrix, [rows, times.vector === "x" ? V : H]);
      else for (const token of term.tokens) if (token.startsWith("b_")) add(token, [rows]);
    }
  }
  const theta = Float32Array.from({ length: size }, next);
  const x = Array.from({ length: T }, (_, t) => t % V),
    targets = x.map((k) => (k + 1) % V);
  const network = {
    T,
    V,
    H,
    x,
    targets,
    states,
    equations,
    backward,
    params,
    size,
    vocab: [..."abcdefgh"].slice(0, V),
    roles: {},
    optimizer: { title: "SGD", constants: {}, equations: ["w = w_prev - lr * g"] },
    reads: {
      input: { label: "W_x", names: [] },
      state: { label: "W_h", names: [] },
      output: { label: "W_hy", names: ["W_hy"] },
    },
  };
  return { network, frame: forward(network, lines, theta) };
}

function forward({ T, V, H, x, targets, params }, lines, theta) {
  const frame = { update: 0, columns: [0, T], theta };
  const weight = (name, i, j) => {
    const { offset, strides } = params.find((p) => p.name === name);
    return theta[offset + i * strides[0] + (strides.length > 1 ? j : 0)];
  };
  for (const { name } of lines) frame[name] = new Float32Array(T * (name === "y" ? V : H));
  for (let t = 0; t < T; t++) {
    const read = (name, i) =>
      name === "x"
        ? Number(x[t] === i)
        : name.endsWith("_prev")
          ? t
            ? frame[name.slice(0, -5)][(t - 1) * H + i]
            : 0
          : params.some((p) => p.name === name)
            ? weight(name, i)
            : frame[name][t * H + i];
    for (const { name, terms } of lines) {
      const width = name === "y" ? V : H;
      for (let i = 0; i < width; i++) {
        frame[name][t * width + i] = terms.reduce((sum, { sign, tokens }) => {
          const times = product({ tokens });
          if (!times) return sum + sign * evaluate(tokens, (n) => read(n, i));
          const n = times.vector === "x" ? V : H;
          return (
            sum +
            sign *
              Array.from({ length: n }, (_, j) => weight(times.matrix, i, j) * read(times.vector, j)).reduce(
                (a, b) => a + b,
              )
          );
        }, 0);
      }
    }
  }
  frame.p = new Float32Array(T * V);
  frame.losses = new Float32Array(T);
  for (let t = 0; t < T; t++) {
    const row = frame.y.subarray(t * V, (t + 1) * V),
      total = row.reduce((sum, y) => sum + Math.exp(y), 0);
    row.forEach((y, k) => (frame.p[t * V + k] = Math.exp(y) / total));
    frame.losses[t] = -Math.log(frame.p[t * V + targets[t]]);
  }
  frame.loss = Float32Array.of(frame.losses.reduce((a, b) => a + b) / T);
  return frame;
}
