// Loads the page again from its address, and finds out whether the server was restarted.

const LAST = "rnnplay-reload"; // the time of the last reload
const SERVER = "rnnplay-server"; // the server that answered last
const JUST = 10_000; // ms after a reload during which the page may say why it happened

const last = () => Number(sessionStorage.getItem(LAST) ?? 0);

/**
 * Load the page again, at `link`, unless that was done less than `pause` ms ago: it would go on for ever.
 * @param {number} pause
 */
export function reload(pause, link = location.href) {
  if (Date.now() - last() < pause) return;
  sessionStorage.setItem(LAST, String(Date.now()));
  if (link === location.href) location.reload();
  else location.replace(link);
}

// Each component is a script of its own: they share this through the window.
const answer = () => (window.rnnplayServer ??= promised());

function promised() {
  let resolve = (/** @type {boolean} */ _restarted) => {};
  /** @type {Promise<boolean>} */
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/**
 * Tell which server answers this page.
 * @param {{ place: string, started: string }} server its identity
 */
export function meetServer(server) {
  const before = JSON.parse(sessionStorage.getItem(SERVER) ?? "{}");
  sessionStorage.setItem(SERVER, JSON.stringify(server));
  answer().resolve(before.place === server.place && before.started !== server.started && Date.now() - last() < JUST);
}

/** -> Promise of whether this page was loaded again because its server was started anew. */
export const serverRestarted = () => answer().promise;
