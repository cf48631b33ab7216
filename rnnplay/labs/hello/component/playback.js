// The position among the updates: playing, stepping, and going to any update of the past.

import { FrameClock } from "./frame_clock.js";

const SLOW = 8; // updates a second up to which numbers glide
const WALK_RATE = 0.5; // steps a second when a walk plays

export class Playback {
  /**
   * `on`: last() -> the last possible update; end(update) -> the first update whose frame is missing;
   * walking() -> whether a walk is open; moved(from): glide from this update, or jump (null); glide(part): 0 to 1;
   * stopped(): playback has stopped; needsFrames(): more frames are needed; walkBy(n): go n steps forward in the walk.
   */
  constructor(on) {
    Object.assign(this, { on, pos: 0, head: 0, ups: 2, until: null });
    this.clock = new FrameClock((n) => this.tick(n), on.glide);
  }

  get playing() {
    return this.clock.running;
  }

  /** Start with another training. `until`: the update at which a first visit stops playing. */
  begin(at, head, until) {
    Object.assign(this, { pos: at, head: Math.max(at, head), until });
  }

  set speed(ups) {
    this.ups = ups;
    if (!this.on.walking()) this.clock.rate = ups;
  }

  play() {
    const walking = this.on.walking();
    if (this.pos >= this.on.last() && !walking) return;
    this.clock.rate = walking ? WALK_RATE : this.ups;
    this.clock.start();
  }

  stop() {
    this.clock.stop();
    this.clock.rate = this.ups;
  }

  tick(n) {
    if (this.on.walking()) {
      this.on.walkBy(n);
      return;
    }
    const last = Math.min(this.on.last(), this.until ?? Infinity),
      target = Math.min(this.pos + n, last);
    const there = Math.min(target, this.on.end(this.pos) - 1);
    if (there > this.pos) this.go(there, this.ups <= SLOW);
    if (there === last) {
      this.until = null;
      this.stop();
      this.on.stopped();
    } else this.on.needsFrames();
  }

  /** Go to any update that was seen before, or to the next one. */
  seek(update, glide = false) {
    const most = this.on.last(),
      limit = update === this.pos + 1 ? most : Math.min(this.head, most);
    const target = Math.max(0, Math.min(update, limit));
    this.until = null;
    this.stop();
    if (target !== this.pos) this.go(target, glide && Math.abs(target - this.pos) === 1);
    this.on.stopped();
  }

  go(update, glide) {
    const from = this.pos;
    this.pos = update;
    this.head = Math.max(this.head, update);
    this.on.moved(glide ? from : null);
  }

  dispose() {
    this.clock.dispose();
  }
}
