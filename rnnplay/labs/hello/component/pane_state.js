// The state of the pane beside the diagram: its kind (status, question, weights, walk, sampling) and its data.

import { detailsOf, sampledOf } from "./update_details.js";
import { UpdateWalk } from "./update_walk.js";

const NOW = { kind: "now" };

export class PaneState {
  constructor() {
    this.close();
    this.forget();
  }

  /** Drop the data of another network. */
  forget() {
    Object.assign(this, { details: null, walk: null, sampled: null });
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

  /** Keep the data of a message that a pane shows, if it has any. */
  keep(network, { details, sampled }, arrays) {
    if (details) this.details = detailsOf(network, details, arrays);
    if (sampled) this.sampled = sampledOf(sampled, arrays);
  }

  /** Does the pane need the details of an update? frame: the frame of that update, or null. */
  needsDetails(frame) {
    return this.walking || Boolean(this.pane.chosen) || (["ask", "weights"].includes(this.kind) && !frame?.theta);
  }

  detailsAt(update) {
    return this.details?.update === update ? this.details : null;
  }

  needsSample(update) {
    return this.kind === "sample" && this.sampled?.at !== update;
  }

  /** The walk through this update, or null until its details are here; it begins when a walk is open. */
  walkAt(network, update) {
    const details = this.detailsAt(update);
    if (this.walking && details && this.walk?.details !== details) this.walk = new UpdateWalk(network, details);
    return details && this.walk;
  }

  /** Go so many steps forward or back in the walk, and close its question. False past the end. */
  by(steps) {
    this.pane = { kind: "walk" };
    const on = this.walk.by(steps);
    if (!on) this.walk = null;
    return on;
  }

  phase(name) {
    this.pane = { kind: "walk" };
    this.walk?.to(name);
  }
}
