// What is meant when a box of the diagram is chosen: in it may stand a score, a probability or a gradient.

/** The id in the diagram, what the boxes show, and the walk's stage (or null) -> the id to explain. */
export function questionOf(scene, id, show, stage) {
  const [name, ...place] = id.split(":"),
    { scores, state } = (stage?.phase === "backward" && stage.lens) || {};
  const meant =
    name === "y" && scores?.values
      ? "dy"
      : name === scene.states[0] && state?.values
        ? "dh"
        : name === "y" && (show === "probabilities" || stage?.phase === "loss")
          ? "p"
          : name;
  return [meant, ...place].join(":");
}
