// Keeps one object for a component, as long as its element is on the page.

import { html } from "./dom.js";

const shown = new WeakMap();

/**
 * @typedef {{ receive?: (data: any, tell: any) => void, leave?: () => void }} Component
 *
 * Streamlit calls this for every new `data` and when the theme changes, with the same element.
 * @param {{ data: any, parentElement: HTMLElement, setTriggerValue: (name: string, value: any) => void }} page what
 *   Streamlit hands over
 * @param {{ box: string, make: (box: any, data: any, root: HTMLElement) => Component, name?: string,
 *   ready?: (data: any) => boolean }} component
 *   box: selector of the component's own element; make: called once; name: how an error message calls it;
 *   ready(data): whether there is something to show
 * @returns what Streamlit calls when the element may be gone
 */
export function mounted({ data, parentElement, setTriggerValue }, { box: selector, make, name = "", ready = Boolean }) {
  const box = /** @type {HTMLElement} */ (parentElement.querySelector(selector));
  if (!ready(data)) return undefined;
  attempt(box, name, () => {
    if (!shown.has(parentElement)) shown.set(parentElement, make(box, data, parentElement));
    shown.get(parentElement).receive?.(data, setTriggerValue);
  });
  return () => {
    if (parentElement.isConnected) return;
    shown.get(parentElement)?.leave?.();
    shown.delete(parentElement);
  };
}

/**
 * Act for the component in this box. Without this, a component that throws would leave an empty box.
 * @param {Element} box
 * @param {string} name what a learner reads where it fails, or ""
 * @param {() => void} act
 */
export function attempt(box, name, act) {
  try {
    act();
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    if (name)
      box.replaceChildren(
        html("p", {
          class: "notice",
          role: "alert",
          text: `${name} stopped because of an error in the app: ${reason}. Reload the page to go on.`,
        }),
      );
    console.error(error);
  }
}
