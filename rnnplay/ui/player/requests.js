// Asking the server: one request at a time, asked again when it or its answer gets lost.

const PATIENCE = 1500; // ms until a request is repeated
const RELOAD = 60_000; // ms between two reloads of the page at least

export class Requests {
  /** `link()`: the address that brings this state back. */
  constructor(link) {
    Object.assign(this, { link, count: 0, waiting: null, late: 0, connection: null });
  }

  send(message) {
    this.waiting = { since: performance.now(), message: { ...message, n: ++this.count } };
    this.api?.setTriggerValue("ask", this.waiting.message);
  }

  /** `answers`: the number of the last request that the server had heard. */
  answered(answers) {
    if (answers >= this.count) this.forget();
  }

  /** Nothing is waited for any more. */
  forget() {
    this.waiting = null;
    this.late = 0;
  }

  /** The server has missed more than one request. */
  get lost() {
    return this.late > 1;
  }

  /** The connection is gone. */
  get cut() {
    return this.connection !== null && this.connection !== "CONNECTED";
  }

  /** Has this page just reloaded itself? */
  static justReloaded() {
    return Date.now() - Number(sessionStorage.getItem("rnnplay-reload") ?? 0) < 10_000;
  }

  /** Called twice a second. Returns true when a connection that was gone has just come back. */
  patrol() {
    const state = document.querySelector("[data-test-connection-state]")?.getAttribute("data-test-connection-state");
    const back = state === "CONNECTED" && this.connection !== null && this.connection !== state;
    this.connection = state ?? null;
    if (this.waiting && performance.now() - this.waiting.since > PATIENCE) {
      this.late += 1;
      if (this.lost && state === "CONNECTED") this.reload();
      this.send(this.waiting.message);
    }
    return back;
  }

  /** A server that was started anew knows nothing of this page; the address brings everything back exactly. */
  reload() {
    const last = Number(sessionStorage.getItem("rnnplay-reload") ?? 0);
    if (Date.now() - last < RELOAD) return;
    sessionStorage.setItem("rnnplay-reload", String(Date.now()));
    location.replace(this.link());
  }
}
