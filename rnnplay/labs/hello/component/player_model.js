// The state of the player: the training, the update shown, the open pane. This module draws nothing.

import { FrameHistory } from "./frame_history.js";
import { PaneState } from "./pane_state.js";
import { CoveredAnswers } from "./predict_first.js";

/** -> the query of the address. `link` and `limits` come from the server, the rest is the player's state. */
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
    this.covers = new CoveredAnswers();
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

  /** Start with another network or training: drop the frames and update details of the one before. */
  begin({ run, arrival, network: networkId, diagram }) {
    Object.assign(this, { run, arrival, networkId, network: diagram ?? this.network });
    this.opened.forget();
    this.history.forget();
  }

  keep(header, arrays) {
    this.history.keep(header, arrays);
    this.opened.keep(this.network, header, arrays);
  }

  /** The frame of an update with the steps in view, or null until it has arrived. */
  frame(update = this.pos) {
    return this.history.frames.get(update, this.columns());
  }

  /** The first update from `update` on whose frame is missing. */
  end(update = this.pos) {
    return this.history.frames.end(update, this.columns());
  }

  /** The learning rate at this update. */
  get rate() {
    return this.header.rates.findLast(([update]) => update <= this.pos)[1];
  }

  /** Does the open pane lack details of this update? While the training plays, none are asked for. */
  get lacksDetails() {
    return !this.playing && !this.opened.detailsAt(this.pos) && this.opened.needsDetails(this.frame());
  }

  /** The query of the address for the present state. */
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
