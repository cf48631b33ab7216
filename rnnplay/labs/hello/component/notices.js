// What has to be said at this moment, if anything: the most pressing first.

import { count, many, precise } from "../../../app/js/format.js";

/** -> { sentence, action: [label, name, value], close } or null. */
export function news({ stopped, header, pos, here, ahead, lost, cut, read, later, unanswered }) {
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
