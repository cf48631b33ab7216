// Asks the server for missing data: frames ahead of the update shown, details of that update, a sampled text.

import { setLabParameters } from "../../../app/js/address.js";
import { reportPosition } from "./message_channel.js";

const REST = 400; // ms for which the position must stay the same before it is reported

export class FrameLoader {
  /** `alive()`: whether the player is still on the page. */
  constructor(model, diagram, requests, alive) {
    Object.assign(this, { model, diagram, requests, alive, sampling: null });
  }

  /** The number of updates to load ahead: four seconds of play. */
  get depth() {
    return Math.min(1200, Math.max(120, 4 * this.model.ups));
  }

  /** Ask for missing frames ahead of the update shown, and for the details that the open pane needs. */
  refill() {
    if (!this.diagram.view) return;
    const { model, requests } = this,
      { pos } = model,
      end = model.end(),
      missing = end === pos,
      low = end - pos < this.depth / 2 && end <= model.header.last,
      details = model.lacksDetails,
      sample = !model.playing && model.opened.needsSample(pos);
    if (requests.waiting || requests.early) return;
    if (!(missing || low || details || sample || model.history.known <= pos)) return;
    this.ask(sample ? { sample: this.sampling } : {}, missing ? Math.max(0, pos - 1) : low ? end : null, details);
  }

  /** `start`: the first frame to send, or null for none; `details`: whether those of this update are wanted. */
  ask(extra = {}, start = null, details = false) {
    const { model } = this;
    clearTimeout(this.reporting); // the request itself reports the position
    this.requests.send({
      ...this.position,
      network: model.networkId,
      losses: model.history.known,
      start: start ?? model.pos,
      count: start === null ? 0 : this.depth,
      columns: this.diagram.wanted,
      details: details ? model.pos : null,
      ...extra,
    });
  }

  /** Ask for the first frames and the description of the network. */
  askForDiagram({ run, at, head, speed, show }) {
    const start = Math.max(0, at - 1);
    this.requests.send({ run, at, head, speed, show, start, count: this.depth, losses: 0, columns: [0, 0] });
  }

  /** The position of the learner in the training. */
  get position() {
    const { run, pos, playback, ups, show } = this.model;
    return { run, at: pos, head: playback.head, speed: ups, show };
  }

  /** Ask for a text that the network writes: { first, temperature, seed }. */
  sample(sampling) {
    this.sampling = sampling;
    this.ask({ sample: sampling });
  }

  /** Write the position into the address, and report it to the server, which draws the page from it next time. */
  report() {
    const { model } = this;
    setLabParameters(model.search);
    clearTimeout(this.reporting);
    this.reporting = setTimeout(() => {
      if (!model.playing && this.alive()) reportPosition(this.position);
    }, REST);
  }

  /** Called twice a second. */
  checkProgress() {
    const back = this.requests.checkProgress();
    if (back && !this.requests.waiting) this.ask(); // a restarted server does not know this session
    this.refill();
  }

  dispose() {
    clearTimeout(this.reporting);
  }
}
