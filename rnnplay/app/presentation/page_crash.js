// A message that meets a page which has just changed can bring all of Streamlit's page down (see
// streamlit/streamlit#15084): nothing of it is left then. The page is loaded again from its address.

import { reload } from "../js/reload.js";

const GONE = 1200; // ms without a page: a change of page takes less
const PAUSE = 20_000; // ms between two reloads at least: a page that fails again so soon would fail for ever

const stands = () => document.querySelector("[data-testid=stApp]") !== null;

/** Watch whether the page is there, as long as the window lives. It may be called any number of times. */
export function watchForCrash() {
  let missed = 0;
  window.rnnplayCrashWatch ??= setInterval(() => {
    missed = stands() ? 0 : missed || Date.now();
    if (missed && Date.now() - missed >= GONE) reload(PAUSE);
  }, 300);
}
