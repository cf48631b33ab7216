// Tells at each animation frame how many updates are due, at any refresh rate of the screen.

export class FrameClock {
  /** `onTick(updates)`: the number of updates that are due; `onGlide(part)`: the way between two of them, 0 to 1. */
  constructor(onTick, onGlide) {
    Object.assign(this, { onTick, onGlide, running: false, rate: 2, due: 0, last: 0, glide: null, frame: 0 });
    this.loop = this.loop.bind(this);
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.last = performance.now();
    this.due = 0.5; // half an update ahead: 60 updates a second on a 60 Hz screen are then exactly one a frame
    this.wake();
  }

  stop() {
    this.running = false;
  }

  /** Let the numbers glide to their new values over so many milliseconds. */
  glideOver(length) {
    this.glide = { from: performance.now(), length };
    this.wake();
  }

  wake() {
    if (!this.frame) this.frame = requestAnimationFrame(this.loop);
  }

  loop(now) {
    this.frame = 0;
    if (this.running) {
      this.due += (Math.max(0, Math.min(now - this.last, 250)) * this.rate) / 1000;
      this.last = now;
      const updates = Math.floor(this.due);
      this.due -= updates;
      if (updates) this.onTick(updates);
    }
    if (this.glide) {
      const part = Math.min(1, Math.max(0, (now - this.glide.from) / this.glide.length));
      if (part === 1) this.glide = null;
      this.onGlide(part * part * (3 - 2 * part));
    }
    if (this.running || this.glide) this.wake();
  }

  dispose() {
    this.running = false;
    this.glide = null;
    cancelAnimationFrame(this.frame);
  }
}
