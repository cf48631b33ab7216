// Sends requests to the server, one at a time, and repeats one that was lost or whose answer was lost.

import { reload } from "../../../app/js/reload.js";

// A repeated request starts the work again, and many of them would overload a busy server: the pauses grow.
const PATIENCE = 1500; // ms until a request is repeated the first time
const BUSY = 10_000; // the same while the server is computing, and the longest pause
const LONG = 15_000; // ms without an answer after which the page is loaded again, even if the connection held
const RELOAD = 60_000; // ms between two reloads of the page at least

export class ServerRequests {
  /** `link()` -> the address that opens the page in its present state, also on a restarted server. */
  constructor(link) {
    Object.assign(this, { link, count: 0, waiting: null, late: 0, connection: null, dropped: false, later: null });
  }

  send(message) {
    this.late = 0;
    this.post(message, performance.now());
  }

  /** `began`: the time of the first attempt. */
  post(message, began) {
    this.waiting = { since: performance.now(), began, message: { ...message, n: ++this.count } };
    this.tell?.("ask", this.waiting.message);
  }

  /** `answers`: the number of the last request that the server had received. */
  answered(answers) {
    if (answers < this.count) return;
    this.dropped = false;
    this.forget();
  }

  /** `later`: { seconds, sentence } if the server computes for others first, else null. */
  postpone(later) {
    this.later = later && { ...later, until: performance.now() + 1000 * later.seconds };
  }

  /** Is it too early to ask for more? */
  get early() {
    return this.later !== null && performance.now() < this.later.until;
  }

  /** Stop waiting for an answer. */
  forget() {
    this.waiting = null;
    this.late = 0;
  }

  /** The server has not answered for a while. */
  get lost() {
    return this.waiting !== null && performance.now() - this.waiting.began > 2 * PATIENCE;
  }

  /** The connection is gone. */
  get cut() {
    return this.connection !== null && this.connection !== "CONNECTED";
  }

  /** Called twice a second. Returns true when a connection that was gone has just come back. */
  checkProgress() {
    const app = document.querySelector("[data-test-connection-state]"),
      state = app?.getAttribute("data-test-connection-state");
    const rests = app?.getAttribute("data-test-script-state") === "notRunning";
    const back = state === "CONNECTED" && this.connection !== null && this.connection !== state;
    this.connection = state ?? null;
    this.dropped ||= this.cut;
    const now = performance.now(),
      patience = rests ? Math.min(BUSY, PATIENCE * 2 ** this.late) : BUSY;
    if (this.waiting && now - this.waiting.since > patience) {
      if (state === "CONNECTED") this.late += 1;
      if (this.late > 1 && rests && !this.cut && (this.dropped || now - this.waiting.began > LONG))
        reload(RELOAD, this.link());
      this.post(this.waiting.message, this.waiting.began);
    }
    return back;
  }
}
