// What a learner does with the numbers: asks where one came from, opens a pane, walks through an update.

import { coverable } from "./predict_first.js";
import { questionOf } from "./questions.js";

export class PaneActions {
  /** `parts`: drawing, loader, diagram. */
  constructor(model, parts) {
    Object.assign(this, { model, ...parts });
  }

  /** Where did this number come from? In a walk the answer stands below its text, otherwise in a pane of its own. */
  ask(id) {
    const { covered, opened, network, show } = this.model,
      { pane, walking, walk } = opened;
    if (covered && coverable(id)) {
      this.reveal();
      return;
    }
    const asked = questionOf(network, id, show, walking && walk ? walk.current : null);
    this.open(walking && walk ? { ...pane, id: asked } : { kind: "ask", id: asked });
  }

  /** pane: { kind, id | names, chosen }. */
  open(pane) {
    const { opened, playback, network } = this.model;
    if (pane.kind !== "ask" && (pane.kind !== "weights" || pane.chosen)) playback.stop();
    if (pane.kind === "walk") this.diagram.leave();
    opened.open(pane);
    if (pane.kind !== "now") this.drawing.side.reveal();
    if (pane.kind === "sample") this.sample({ first: network.x[0], temperature: 0, seed: 0 });
    this.redraw();
  }

  close() {
    this.drawing.light = null;
    this.open({ kind: "now" });
  }

  /** Show the covered answers. False if there are none. */
  reveal() {
    const { covered, covers, place, playing } = this.model;
    if (!covered || playing || !covers.reveal(place)) return false;
    this.redraw();
    return true;
  }

  /** Let the network write a text: { first, temperature, seed }. */
  sample(sampling) {
    this.loader.sample(sampling);
  }

  /** Light up a number or an arrow of the diagram, or nothing (null). */
  light(id) {
    this.drawing.light = id;
    this.drawing.draw();
  }

  /** Choose a weight of the open matrix, or none (null). */
  weight(name, i, j) {
    this.open({ ...this.model.opened.pane, chosen: name && { name, i, j } });
  }

  /** On or back in the walk. Past its end, the next update is shown. */
  walkBy(steps) {
    const { opened, playback, pos } = this.model;
    if (!opened.walk) return;
    if (opened.by(steps)) this.drawing.draw();
    else playback.seek(pos + 1);
  }

  phase(name) {
    this.model.opened.phase(name);
    this.drawing.draw();
  }

  /** Open the cell at step t, at unit i. */
  inside(t, i) {
    this.diagram.enter(t, i);
  }

  redraw() {
    this.drawing.draw();
    this.loader.refill();
  }
}
