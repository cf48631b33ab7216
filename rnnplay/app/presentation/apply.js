// What a component takes from how the app is shown: its attributes and colours, the controls that stay away,
// and what the keys of the whole app ask of it. All of it stands on the page's root element.

import { parameters } from "../js/address.js";

const root = globalThis.document?.documentElement;
const WORN = ["data-lecture", "data-predict", "data-palette", "data-ground", "data-hide"];
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
const INK = { light: ["#000000", "#33363C", "#6E6A60"], dark: ["#FFFFFF", "#DDDAD3", "#A5A9B1"] };

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
  // States lie between blue and orange: their ground is neither.
  rules.push(
    '[data-palette="safe"] :is(.cell.state rect, .unit rect, .token rect, .part.state .ground, .part.before .ground) { fill: color-mix(in srgb, var(--st-secondary-background-color), var(--sign) calc(var(--amount, 0) * 55%)); }',
  );
  return rules;
}

const names = () => (root.getAttribute("data-hide") ?? "").split(" ").filter(Boolean);

/** Is this control not to be seen? Then its keys do nothing either. */
export function away(name) {
  return names().includes(name);
}

/** Asked before the frame has spoken, too: the address says it at once. */
export function lecturing() {
  return root.hasAttribute("data-lecture") || parameters().get("lecture") === "1";
}

export function predicting() {
  return root.hasAttribute("data-predict");
}

/** Ask what the app's keys ask, of whoever is on the page: true if somebody did it. */
export function act(what, by = 0) {
  return !window.dispatchEvent(new CustomEvent("rnnplay-act", { detail: { what, by }, cancelable: true }));
}

/**
 * `box`: the component's own element. on: changed(), and what it does: { reveal, step(by), ... }, each true if done.
 * -> undress()
 */
export function dress(box, on = {}) {
  const sheet = new CSSStyleSheet(),
    shadow = box.getRootNode();
  if (shadow.adoptedStyleSheets) shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
  const wear = () => {
    for (const name of WORN) {
      if (root.hasAttribute(name)) box.setAttribute(name, root.getAttribute(name));
      else box.removeAttribute(name);
    }
    const hidden = names().map((name) => `[data-control="${name}"]`);
    sheet.replaceSync(
      [...colours(), hidden.length ? `${hidden.join(", ")} { display: none !important; }` : ""].join("\n"),
    );
  };
  const observer = new MutationObserver(() => {
    wear();
    on.changed?.();
  });
  const asked = (event) => {
    if (box.isConnected && on[event.detail.what]?.(event.detail.by)) event.preventDefault();
  };
  observer.observe(root, { attributes: true, attributeFilter: WORN });
  window.addEventListener("rnnplay-act", asked);
  wear();
  return () => {
    observer.disconnect();
    window.removeEventListener("rnnplay-act", asked);
  };
}
