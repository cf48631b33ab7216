// The state of the player: the training, the update that is shown, the open pane. Nothing here draws.

import { FrameHistory } from "./frame_history.js";
import { PaneState } from "./pane_state.js";
import { Covers } from "./predict_first.js";

/** `link` and `limits` come from the server, the rest is what the learner sees -> text behind the question mark. */
export function searchOf({ link, limits }, { pos, show, ups }) {
  const found = new URLSearchParams(link);
  found.set("update", pos);
  if (show !== "scores") found.set("show", show);
  if (ups !== limits.usual) found.set("speed", ups);
  return found.toString();
}

export class PlayerModel {
  /** `playback`: the position; `columns()`: the steps in view, [from, to). */
  constructor(playback, columns) {
    Object.assign(this, {
      playback,
      columns,
      header: null,
      run: null,
      arrival: null,
      networkId: null,
      network: null,
      show: "scores",
    });
    this.history = new FrameHistory();
    this.opened = new PaneState();
    this.covers = new Covers();
  }

  get pos() {
    return this.playback.pos;
  }

  get ups() {
    return this.playback.ups;
  }

  get playing() {
    return this.playback.playing;
  }

  /** Another network, or the same one trained otherwise: frames and update details of the one before are dropped. */
  begin({ run, arrival, network: networkId, diagram }) {
    Object.assign(this, { run, arrival, networkId, network: diagram ?? this.network });
    this.opened.forget();
    this.history.forget();
  }

  keep(header, arrays) {
    this.history.keep(header, arrays);
    this.opened.keep(this.network, header, arrays);
  }

  /** The frame of an update with the steps in view, or null while it is not here. */
  frame(update = this.pos) {
    return this.history.frames.get(update, this.columns());
  }

  /** The first update from `update` on whose frame is not here. */
  end(update = this.pos) {
    return this.history.frames.end(update, this.columns());
  }

  /** The learning rate at this update. */
  get rate() {
    return this.header.rates.findLast(([update]) => update <= this.pos)[1];
  }

  /** Does the open pane need details of this update that have not come yet? While it plays, none are asked for. */
  get lacksDetails() {
    return !this.playing && !this.opened.detailsAt(this.pos) && this.opened.needsDetails(this.frame());
  }

  /** The lab's parameters of the address for what is shown, as the text behind the question mark. */
  get search() {
    return searchOf(this.header, { pos: this.pos, show: this.show, ups: this.ups });
  }

  /** Run and update, as one text. */
  get place() {
    return `${this.run}:${this.pos}`;
  }

  /** Are the answers of this update covered, because the audience guesses first? A walk shows them one by one. */
  get covered() {
    return !this.opened.walking && this.covers.over(this.place);
  }
}
