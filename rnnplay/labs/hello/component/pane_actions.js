// The learner's actions on numbers: ask where one comes from, open a pane, walk through an update.

import { coverable } from "./predict_first.js";
import { questionOf } from "./questions.js";

export class PaneActions {
  /** `parts`: drawing, loader, diagram. */
  constructor(model, parts) {
    Object.assign(this, { model, ...parts });
  }

  /** Explain a number: in a walk below the text of its step, otherwise in a separate pane. */
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

  /** Light up a number or an arrow of the diagram; null: none. */
  light(id) {
    this.drawing.light = id;
    this.drawing.draw();
  }

  /** Choose a weight of the open matrix; null: none. */
  weight(name, i, j) {
    this.open({ ...this.model.opened.pane, chosen: name && { name, i, j } });
  }

  /** Go steps forward or back in the walk. Past its end, show the next update. */
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
