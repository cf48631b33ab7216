// Asks the server for what the player lacks: frames ahead of the update shown, details of it, a sampled text.

import { setLabParameters } from "../../../app/js/address.js";

export class Loader {
  /** `alive()`: whether the player is still on the page. */
  constructor(model, diagram, requests, alive) {
    Object.assign(this, { model, diagram, requests, alive, speech: null });
  }

  /** How many updates to have in hand: four seconds of play. */
  get depth() {
    return Math.min(1200, Math.max(120, 4 * this.model.ups));
  }

  /** Ask for what is missing: frames ahead of the update shown, details of it for the open pane. */
  refill() {
    if (!this.diagram.view) return;
    const { model, requests } = this,
      { pos } = model,
      end = model.end(),
      missing = end === pos,
      low = end - pos < this.depth / 2 && end <= model.header.last,
      moment = model.lacksDetails,
      speak = !model.playing && model.opened.needsSpeech(pos);
    if (requests.waiting || requests.early) return;
    if (!(missing || low || moment || speak || model.history.known <= pos)) return;
    this.ask(speak ? { speak: this.speech } : {}, missing ? Math.max(0, pos - 1) : low ? end : null, moment);
  }

  /** `start`: the first frame to send, or null for none; `moment`: whether the details of this update are wanted. */
  ask(extra = {}, start = null, moment = false) {
    const { model } = this;
    this.requests.send({
      run: model.run,
      at: model.pos,
      head: model.playback.head,
      speed: model.ups,
      show: model.show,
      losses: model.history.known,
      start: start ?? model.pos,
      count: start === null ? 0 : this.depth,
      columns: this.diagram.wanted,
      moment: moment ? model.pos : null,
      ...extra,
    });
  }

  /** Ask for a text that the network writes: { first, temperature, seed }. */
  sample(speech) {
    this.speech = speech;
    this.ask({ speak: speech });
  }

  /** Write the position into the address and tell the server, which draws the page from it when it draws it anew. */
  report() {
    const { model } = this;
    setLabParameters(model.search);
    clearTimeout(this.reporting);
    this.reporting = setTimeout(() => {
      if (!model.playing && !this.requests.waiting && this.alive()) this.ask();
      else if (!model.playing) this.report();
    }, 400);
  }

  /** Called twice a second. */
  patrol() {
    const back = this.requests.patrol();
    if (back && !this.requests.waiting) this.ask(); // does the server still know us?
    this.refill();
  }

  dispose() {
    clearTimeout(this.reporting);
  }
}
