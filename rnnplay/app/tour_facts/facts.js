// Facts of a lab that its address does not hold, for the cards of the tour.

// Each component is a script of its own: they share the facts through the window.
const shared = () => (window.rnnplayFacts ??= { values: new Map(), changes: new EventTarget() });

/**
 * @param {string} name
 * @param {string | number} value
 */
export function reportFact(name, value) {
  const { values, changes } = shared();
  if (values.get(name) === String(value)) return;
  values.set(name, String(value));
  changes.dispatchEvent(new Event("change"));
}

/** name -> text */
export const facts = () => Object.fromEntries(shared().values);

/**
 * listener() is called after each change of a fact, until the signal ends it.
 * @param {() => void} listener
 * @param {AbortSignal} signal
 */
export function onFact(listener, signal) {
  shared().changes.addEventListener("change", listener, { signal });
}

/** Forget all facts: a lab was set up again. */
export function forgetFacts() {
  shared().values.clear();
}
