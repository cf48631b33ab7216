// Makes a component follow the presentation: it copies the attributes of the page's root element, sets the colours,
// hides controls, and acts on the keys of the app.

import { labNow, parameters } from "../js/address.js";
import { registerKeys } from "./keys.js";

const root = globalThis.document?.documentElement;
const ATTRIBUTES = ["data-lecture", "data-predict", "data-palette", "data-ground", "data-hide"];
/** @type {Record<string, Record<string, string>>} */
const SAFE = {
  light: {
    "green-text": "#0B5A94",
    green: "#0072B2",
    "green-background": "#DCEBF7",
    "red-text": "#A34700",
    red: "#D55E00",
    "red-background": "#FBE6D3",
    "blue-background": "#EFECE4",
    violet: "#0072B2",
    orange: "#D55E00",
  },
  dark: {
    "green-text": "#8CC8F5",
    green: "#4FA3DC",
    "green-background": "#17304A",
    "red-text": "#FFB074",
    red: "#E8863C",
    "red-background": "#43290F",
    "blue-background": "#26292E",
    violet: "#4FA3DC",
    orange: "#F0953F",
  },
};
/** @type {Record<string, string[]>} */
const INK = { light: ["#000000", "#33363C", "#6E6A60"], dark: ["#FFFFFF", "#DDDAD3", "#A5A9B1"] };

/**
 * @param {string} selector
 * @param {string[][]} pairs [name, value]
 */
const rule = (selector, pairs) => `${selector} { ${pairs.map(([name, value]) => `${name}: ${value};`).join(" ")} }`;

function colours() {
  const rules = ["light", "dark"].flatMap((ground) => [
    rule(
      `[data-palette="safe"][data-ground="${ground}"]`,
      Object.entries(SAFE[ground]).map(([name, value]) => [`--st-${name}-color`, value]),
    ),
    rule(
      `[data-lecture][data-ground="${ground}"]`,
      INK[ground].map((value, i) => [["--st-text-color", "--st-gray-text-color", "--st-border-color"][i], value]),
    ),
  ]);
  // States have colours between blue and orange: their background is neither.
  rules.push(
    '[data-palette="safe"] :is(.cell.state rect, .unit rect, ' +
      ".token rect, .part.state .ground, .part.before .ground) {" +
      " fill: color-mix(in srgb, var(--st-secondary-background-color), var(--sign) calc(var(--amount, 0) * 55%)); }",
  );
  return rules;
}

const hiddenNames = () => (root.getAttribute("data-hide") ?? "").split(" ").filter(Boolean);

/**
 * Is the control of this name hidden? Then its keys do nothing either.
 * @param {string} name
 */
export function isHidden(name) {
  return hiddenNames().includes(name);
}

/** Is lecture mode on? The address says so before the presentation component has written its attributes. */
export function inLecture() {
  return root.hasAttribute("data-lecture") || parameters().get("lecture") === "1";
}

export function predictsFirst() {
  return root.hasAttribute("data-predict");
}

/**
 * Ask the page's components for an action: true if one of them did it.
 * @param {string} what like "reveal" or "step"
 */
export function requestAction(what, by = 0) {
  return !window.dispatchEvent(new CustomEvent("rnnplay-action", { detail: { what, by }, cancelable: true }));
}

/**
 * @param {HTMLElement} box the component's own element
 * @param {Record<string, any>} on keys: those of its lab; changed(); and its actions: reveal(), step(by), ..., each
 *   true if done
 * @returns a function that ends it
 */
export function followPresentation(box, on = {}) {
  if (on.keys) registerKeys(labNow(), on.keys);
  const sheet = new CSSStyleSheet(),
    shadow = /** @type {ShadowRoot} */ (box.getRootNode());
  if (shadow.adoptedStyleSheets) shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
  const copy = () => {
    for (const name of ATTRIBUTES) {
      const value = root.getAttribute(name);
      if (value !== null) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
    const hidden = hiddenNames().map((name) => `[data-control="${name}"]`);
    sheet.replaceSync(
      [...colours(), hidden.length ? `${hidden.join(", ")} { display: none !important; }` : ""].join("\n"),
    );
  };
  const observer = new MutationObserver(() => {
    copy();
    on.changed?.();
  });
  const perform = (/** @type {any} */ event) => {
    if (box.isConnected && on[event.detail.what]?.(event.detail.by)) event.preventDefault();
  };
  observer.observe(root, { attributes: true, attributeFilter: ATTRIBUTES });
  window.addEventListener("rnnplay-action", perform);
  copy();
  return () => {
    observer.disconnect();
    window.removeEventListener("rnnplay-action", perform);
  };
}
