// The part of a training that has arrived: frames of its updates, and the loss of every update.

import { FrameStore } from "../../../app/js/binary_message.js";

export class FrameHistory {
  constructor() {
    this.frames = new FrameStore();
    this.forget();
  }

  /** Start with another training. */
  forget() {
    this.frames.clear();
    this.curve = new Float32Array(1024);
    this.known = 0;
  }

  /** Keep the frames and losses of a message. Losses after a gap are dropped and asked for again. */
  keep({ block, losses_from: from }, { frames, losses }) {
    if (block && frames) this.frames.add(block, frames.data);
    if (!losses || from > this.known) return;
    const end = from + losses.data.length;
    if (end > this.curve.length) {
      const wider = new Float32Array(Math.max(end, 2 * this.curve.length));
      wider.set(this.curve);
      this.curve = wider;
    }
    this.curve.set(losses.data, from);
    this.known = Math.max(this.known, end);
  }

  /** The mean loss of updates 0, 1, 2, ... */
  get losses() {
    return this.curve.subarray(0, this.known);
  }
}
