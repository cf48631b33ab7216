// The actions of the transport's buttons and keys.

import { copyLink, linkWith } from "../../../app/js/address.js";

export class PlaybackActions {
  /** `parts`: drawing, loader, panes (PaneActions), notices. */
  constructor(model, parts) {
    Object.assign(this, { model, ...parts });
  }

  toggle() {
    if (this.model.playing) this.pause();
    else this.play();
  }

  play() {
    const { playback } = this.model;
    playback.until = null;
    playback.play();
    this.drawing.draw();
    this.notices.update();
  }

  pause() {
    this.model.playback.stop();
    this.stopped();
  }

  /** Go one update forward or back, or one step of a walk. */
  step(by) {
    const { opened, playback, pos } = this.model;
    if (!opened.walking) {
      playback.seek(pos + by, true);
      return;
    }
    playback.stop();
    this.panes.walkBy(by);
  }

  seek(update) {
    this.model.playback.seek(update);
  }

  /** After playback has stopped: draw, report the position, and ask for the data of the open pane. */
  stopped() {
    if (!this.drawing.from) this.drawing.draw(); // otherwise the glide draws it
    this.loader.report();
    this.loader.refill();
    this.notices.update();
  }

  /** Go to update 0. The learning rate set last then holds from the start. */
  reset() {
    const { header, playback } = this.model,
      { rates } = header;
    if (rates.length > 1) this.loader.ask({ lr: rates.at(-1)[1], at: 0 });
    playback.head = 0;
    playback.seek(0);
  }

  /** Start from other random weights. */
  restart() {
    this.loader.ask({ fresh: true });
  }

  setRate(lr) {
    this.loader.ask({ lr, at: this.model.pos });
  }

  /** `text`: from the field for the learning rate; the server refuses a bad one with a sentence. */
  typeRate(text) {
    this.loader.ask({ typed_lr: text, at: this.model.pos });
  }

  setSpeed(ups) {
    this.model.playback.speed = ups;
    this.drawing.draw();
    this.loader.report();
  }

  setShow(kind) {
    this.model.show = kind;
    this.drawing.draw();
    this.loader.report();
  }

  copyLink() {
    copyLink(linkWith(this.model.search), (field) => {
      if (field) this.notices.line.say("Copy this link:", { field, stay: 12_000 });
      else this.notices.line.say("The link is copied. It opens exactly this state.", { stay: 3000 });
    });
  }
}
