// Chooses the notice above the loss curve: the most urgent one, or none.

import { count, many, precise } from "../../../app/js/format.js";
import { NoticeLine } from "./notice_line.js";

export class Notices {
  /** `does`: { rate(lr), seek(update) }, the actions that a notice's button can have. */
  constructor(model, diagram, requests, does) {
    Object.assign(this, { model, diagram, requests, does, line: new NoticeLine() });
  }

  /** Show the most urgent notice, or none. */
  update() {
    const { model, line } = this,
      { header, pos } = model;
    if (!header) return;
    const { lost, cut, later } = this.requests,
      found = pressing({
        stopped: header.stopped,
        header,
        read: this.read,
        pos,
        here: this.diagram.view && model.frame(),
        ahead: model.end() - pos - 1,
        lost,
        cut,
        later,
        unanswered: model.lacksDetails,
      });
    if (!found) {
      line.hide();
      return;
    }
    const [label, name, value] = found.action ?? [];
    const close = () => {
      this.read = found.sentence;
      this.update();
    };
    line.say(found.sentence, { action: label && [label, () => this.does[name](value)], close: found.close && close });
  }
}

/** -> { sentence, action: [label, name, value], close } or null. */
export function pressing({ stopped, header, pos, here, ahead, lost, cut, read, later, unanswered }) {
  if (stopped && pos >= stopped.update) {
    return {
      sentence: stopped.reason,
      action: [`Go on with learning rate ${precise(stopped.suggest, 2)}`, "rate", stopped.suggest],
    };
  }
  if (lost || cut) {
    const meanwhile = ahead > 0 ? ` ${many(ahead, "update")} ahead can be played meanwhile.` : "";
    return {
      sentence:
        (cut ? "The connection to the server is lost." : "The server does not answer; still asking.") + meanwhile,
    };
  }
  if (later && (unanswered || !(ahead > 0))) return { sentence: later.sentence };
  if (!here && header.trained < pos) {
    return {
      sentence: `Training up to update ${count(pos)}: ${count(header.trained)} done.`,
      action: ["Show that one", "seek", header.trained],
    };
  }
  return header.message && header.message !== read ? { sentence: header.message, close: true } : null;
}
