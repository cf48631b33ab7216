// Loads the page again from its address after a crash of Streamlit's page: a message that arrives just after a change
// of page can leave the page empty (streamlit/streamlit#15084).

import { reload } from "../js/reload.js";

const GONE = 1200; // ms without a page: a change of page takes less
const PAUSE = 20_000; // ms between two reloads, at least: a page that fails at every load must not reload for ever

const stands = () => document.querySelector("[data-testid=stApp]") !== null;

/** Watch whether the page is there, as long as the window lives. It may be called any number of times. */
export function watchForCrash() {
  let missed = 0;
  window.rnnplayCrashWatch ??= setInterval(() => {
    missed = stands() ? 0 : missed || Date.now();
    if (missed && Date.now() - missed >= GONE) reload(PAUSE);
  }, 300);
}
