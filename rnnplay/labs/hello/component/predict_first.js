// Predict first: the network's answers are covered until the audience has guessed and asks to see them.

import { predictsFirst } from "../../../app/presentation/follow_presentation.js";

const never = { ready: () => false };

/** How the picture looks while its answers are covered: scores and losses are there, and not to be read. */
export const COVERED = { scores: never, loss: never };

export const coverable = (id) => ["y", "p", "loss"].includes(id.split(":")[0]);

export class Covers {
  constructor() {
    this.shown = null; // where they were taken off
  }

  /** Are the answers covered at this place (a string)? */
  over(place) {
    return predictsFirst() && this.shown !== place;
  }

  /** Take them off here. False if there are none. */
  reveal(place) {
    if (!this.over(place)) return false;
    this.shown = place;
    return true;
  }
}
