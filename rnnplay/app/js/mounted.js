// What every component of ours is to the page: one object, for as long as its element is there.

import { html } from "./dom.js";

const shown = new WeakMap();

/** page: what Streamlit hands over, for every new `data` and when the theme changes, always on the same element.
 * box: selects the component's own element; make(box, data, parentElement) -> an object with receive(data, tell) and
 * leave(), each if it has use for it;
 * ready(data): whether there is something to show; name: what a learner reads where it fails. -> what Streamlit calls
 * at the end */
export function mounted({ data, parentElement, setTriggerValue }, { box: selector, make, name = "", ready = Boolean }) {
  const box = parentElement.querySelector(selector);
  try {
    if (!ready(data)) return undefined;
    if (!shown.has(parentElement)) shown.set(parentElement, make(box, data, parentElement));
    shown.get(parentElement).receive?.(data, setTriggerValue);
  } catch (error) {
    // A component that throws leaves a dead box: say what happened instead.
    if (name)
      box.replaceChildren(
        html("p", {
          class: "notice",
          role: "alert",
          text: `${name} met a mistake of ours: ${error.message}. Reload the page to go on.`,
        }),
      );
    console.error(error);
  }
  return () => {
    if (parentElement.isConnected) return;
    shown.get(parentElement)?.leave?.();
    shown.delete(parentElement);
  };
}
