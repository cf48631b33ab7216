// A message that meets a page which has just changed can bring all of Streamlit's page down (see
// streamlit/streamlit#15084): not a word is left of it then. It is loaded anew from its address.

const GONE = 1200; // ms without a page: it is not merely being exchanged
const ONCE = 20_000; // ms: a page that is gone again so soon would go on going
const LAST = "rnnplay-rescued";

const stands = () => document.querySelector("[data-testid=stApp]") !== null;

/** Call any number of times: one look-out is kept as long as the window lives. */
export function rescue() {
  let missed = 0;
  window.rnnplayRescue ??= setInterval(() => {
    missed = stands() ? 0 : missed || Date.now();
    if (!missed || Date.now() - missed < GONE || Date.now() - (sessionStorage.getItem(LAST) ?? 0) < ONCE) return;
    sessionStorage.setItem(LAST, Date.now());
    location.reload();
  }, 300);
}
