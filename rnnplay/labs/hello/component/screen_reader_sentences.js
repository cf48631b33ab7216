// Writes the sentence that a screen reader says about a number of the diagram.

import { change, highest, number, precise } from "../../../app/js/format.js";

/** The sentence for the number with this id. `look`: how the diagram looks (see player_drawing.js). */
export function sentence(network, frame, before, look, id) {
  const [name, first, second] = id.split(":"),
    t = Number(first),
    i = Number(second),
    step = `step ${t + 1}`;
  const { V, H, vocab, targets, states, x } = network,
    from = frame.columns[0];
  const at = (array, width, values) => (values ? values[t * width + i] : frame[array][(t - from) * width + i]);
  if (name === "inside") return `open the cell at ${step}`;
  if (name === "x") return `input for ${vocab[i]} at ${step}: ${x[t] === i ? 1 : 0}`;
  if (look?.covered && ["loss", "y", "p"].includes(name))
    return `${name === "loss" ? "loss" : `score of ${vocab[i]}`} at ${step}: covered until it has been guessed`;
  if (name === "loss")
    return (
      `loss at ${step}, wanted ${vocab[targets[t]]}: ${number(frame.losses[t], 3)}, ` +
      `${frame.top[t] === targets[t] ? "predicted right" : "predicted wrong"}`
    );
  if (t < from || t >= frame.columns[1]) return `${name} at ${step}`;
  const { scores, state } = look?.lens ?? {};
  if (states.includes(name)) {
    const known = state?.values ? `${state.label}, unit ${i + 1}` : `${name} ${i + 1}`;
    return state && !state.ready(t)
      ? `${known} at ${step}: not computed yet`
      : `${known} at ${step}: ${state?.values ? precise(at(name, H, state.values)) : number(at(name, H))}`;
  }
  if (scores && !scores.ready(t)) return `score of ${vocab[i]} at ${step}: not computed yet`;
  if (scores?.values) return `${scores.label} for ${vocab[i]} at ${step}: ${precise(at("y", V, scores.values))}`;
  const shown = look?.show === "probabilities" ? "p" : "y",
    value = at(shown, V);
  const moved =
    before && before.columns[0] === from ? `, changed by ${change(value - before[shown][(t - from) * V + i])}` : "";
  const top = highest(frame.y, (t - from) * V, (t - from + 1) * V) === i ? ", the highest" : "";
  return (
    `${shown === "p" ? "probability" : "score"} of ${vocab[i]} at ${step}: ` +
    `${number(value, shown === "p" ? 3 : 2)}${moved}, ${targets[t] === i ? "wanted" : "not wanted"}${top}`
  );
}
