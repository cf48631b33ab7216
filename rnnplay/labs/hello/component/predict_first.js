// Predict first: the network's answers are covered until the audience has guessed and asks to see them.

import { predictsFirst } from "../../../app/presentation/follow_presentation.js";

const never = { ready: () => false };

/** The look of the diagram while its answers are covered: question marks for scores and losses. */
export const COVERED = { scores: never, loss: never };

export const coverable = (id) => ["y", "p", "loss"].includes(id.split(":")[0]);

export class CoveredAnswers {
  constructor() {
    this.shown = null; // the place at which the answers were shown
  }

  /** Are the answers covered at this place (a string)? */
  over(place) {
    return predictsFirst() && this.shown !== place;
  }

  /** Show the answers at this place. False if they are not covered. */
  reveal(place) {
    if (!this.over(place)) return false;
    this.shown = place;
    return true;
  }
}
