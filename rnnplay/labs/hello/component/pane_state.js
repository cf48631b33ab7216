// What is opened beside the diagram: how things stand, a question, weights, a walk, speech; and what has come for it.

import { detailsOf, sampledOf } from "./update_details.js";
import { Walk } from "./walk.js";

const NOW = { kind: "now" };

export class PaneState {
  constructor() {
    this.close();
    this.forget();
  }

  /** It was about another network. */
  forget() {
    Object.assign(this, { moment: null, walk: null, spoken: null });
  }

  close() {
    this.pane = NOW;
  }

  get kind() {
    return this.pane.kind;
  }

  get walking() {
    return this.kind === "walk";
  }

  open(pane) {
    if (pane.kind !== "walk") this.walk = null;
    this.pane = pane;
  }

  /** What the server sent for it, if anything. */
  take(scene, { details, sampled }, arrays) {
    if (details) this.moment = detailsOf(scene, details, arrays);
    if (sampled) this.spoken = sampledOf(sampled, arrays);
  }

  /** Does it show what only the whole moment of an update knows? frame: what is known of that update. */
  needsMoment(frame) {
    return this.walking || Boolean(this.pane.chosen) || (["ask", "weights"].includes(this.kind) && !frame?.theta);
  }

  momentAt(update) {
    return this.moment?.update === update ? this.moment : null;
  }

  needsSpeech(update) {
    return this.kind === "speak" && this.spoken?.at !== update;
  }

  /** The walk through this update, as far as its moment is here; where somebody is walking, it begins. */
  walkAt(scene, update) {
    const moment = this.momentAt(update);
    if (this.walking && moment && this.walk?.moment !== moment) this.walk = new Walk(scene, moment);
    return moment && this.walk;
  }

  /** From stage to stage: false where the update is done. A question asked on the way is closed. */
  by(stages) {
    this.pane = { kind: "walk" };
    const on = this.walk.by(stages);
    if (!on) this.walk = null;
    return on;
  }

  phase(name) {
    this.pane = { kind: "walk" };
    this.walk?.to(name);
  }
}
