// The backward steps of the walk through an update: at each step of the text, the gradients from the scores to the
// state and into the cell.

import { equation, evaluate, flat, plain, product, show, subscript } from "./equations.js";
import { FrameReader } from "./frame_reader.js";
import { firstLines, line } from "./pane_lines.js";
import { exact, precise } from "../../../app/js/format.js";

/** The largest absolute value, and never zero. */
function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
}

export function backward(network, details, t) {
  const { V, H, T, vocab, targets, states } = network,
    { frame, dy, dh, dh_from_y: fromScores, dh_from_next: fromNext } = details;
  const ready = (s) => s >= t,
    state = states[0],
    more = t < T - 1;
  const back = (network.backward ?? []).map(equation),
    handed = back.find((eq) => eq.name === `d${state}_prev`);
  const list = [
    line("formula", `dL/dy = (p \u2212 1[wanted]) / ${T}`),
    ...firstLines(V, (k) =>
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
    ...firstLines(H, (i) =>
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

/** A line that explains the number with this id when it is chosen. */
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
    reader = new FrameReader(network, details.frame),
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
    const server = details.local[eq.name.slice(1)]; // the number that the server computed, if the message has it
    const numbers = (i) =>
      eq.terms.some(product)
        ? plus(eq.terms.map((part) => term(part, i)))
        : show(flat(eq), (token) => exact(value(token, i)));
    list.push(
      line("formula", show([eq.name, "=", ...flat(eq)])),
      ...firstLines(H, (i) =>
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
