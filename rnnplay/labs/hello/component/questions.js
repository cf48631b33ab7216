// Finds the number that a chosen box of the diagram shows: a score, a probability or a gradient.

/** id: of the box; show: "scores" or "probabilities"; walkStep: of the walk, or null -> the id to explain. */
export function questionOf(network, id, show, walkStep) {
  const [name, ...place] = id.split(":"),
    { scores, state } = (walkStep?.phase === "backward" && walkStep.lens) || {};
  const meant =
    name === "y" && scores?.values
      ? "dy"
      : name === network.states[0] && state?.values
        ? "dh"
        : name === "y" && (show === "probabilities" || walkStep?.phase === "loss")
          ? "p"
          : name;
  return [meant, ...place].join(":");
}
