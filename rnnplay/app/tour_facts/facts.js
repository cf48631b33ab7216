// What a lab knows of itself and its address does not say, for the card of the tour that asks for it.

const store = () => (window.rnnplayFacts ??= new Map());

export function tell(name, value) {
  store().set(name, String(value));
}

export const facts = () => Object.fromEntries(store());

/** A stage is set anew: what was told of the one before is over. */
export function forget() {
  store().clear();
}
