// Reads and writes the address of the page, which holds every choice. No other module does.

import { html } from "./dom.js";

// Parameters of every page: the presentation and the card of the tour. Those of Streamlit come last.
const OF_THE_APP = ["lecture", "predict", "hide", "palette", "scenes", "scene", "tour"];
const OF_STREAMLIT = ["embed", "embed_options"];

// Each component is a script of its own: they share this through the window.
const shared = () => (window.rnnplayAddress ??= { labs: {}, changes: watch() });

/** An EventTarget with an event for every change of the address. Streamlit changes the address, too. */
function watch() {
  const changes = new EventTarget();
  let due = false;
  const changed = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      changes.dispatchEvent(new Event("change"));
    });
  };
  for (const name of /** @type {const} */ (["pushState", "replaceState"])) {
    const write = history[name];
    history[name] = (/** @type {Parameters<History["pushState"]>} */ ...state) => {
      write.apply(history, state);
      changed();
    };
  }
  window.addEventListener("popstate", changed);
  return changes;
}

/**
 * listener() is called after each change of the address, until the signal ends it.
 * @param {() => void} listener
 * @param {AbortSignal} signal
 */
export function onAddressChange(listener, signal) {
  shared().changes.addEventListener("change", listener, { signal });
}

/**
 * Parameters that are neither the app's nor a lab's are kept as they are.
 * @param {Record<string, string[]>} labs slug -> names of the lab's parameters
 */
export function setParameters(labs) {
  shared().labs = labs;
}

/**
 * A link to this page with other parameters.
 * @param {string} search the text behind the question mark
 */
export const linkWith = (search) => `${location.origin}${location.pathname}?${search}`;

/** The lab whose page this is. */
export const labNow = () => location.pathname.split("/").at(-1) ?? "";

/** The parameters of the address. */
export const parameters = () => new URLSearchParams(location.search);

/**
 * The address of another page of the app.
 * @param {string} path "/lab?name=value"
 */
export const pageOf = (path) => new URL(path.slice(1), location.origin + location.pathname.replace(/[^/]*$/, ""));

/** @param {string} pair "name=value" */
const nameOf = (pair) => new URLSearchParams(pair).keys().next().value ?? "";

/**
 * Replaces the address: the browser's Back leaves the page.
 * @param {string[]} pairs "name=value", or ""
 */
function write(pairs) {
  const search = pairs.filter(Boolean).join("&");
  if (search !== location.search.slice(1))
    history.replaceState(history.state, "", location.pathname + (search && `?${search}`));
}

/**
 * Set the lab's own parameters. All others stay.
 * @param {string} search the text behind the question mark
 */
export function setLabParameters(search) {
  const changed = search.split("&"),
    names = new Set(changed.map(nameOf)),
    known = window.rnnplayAddress?.labs[labNow()];
  const stays = (/** @type {string} */ name) =>
    OF_THE_APP.includes(name) || OF_STREAMLIT.includes(name) || (known && !known.includes(name));
  const others = location.search.slice(1).split("&");
  write([...changed, ...others.filter((pair) => stays(nameOf(pair)) && !names.has(nameOf(pair)))]);
}

/**
 * Set parameters of the app. All others stay.
 * @param {Record<string, string>} values name -> text; "" removes one
 */
export function setAppParameters(values) {
  const now = parameters();
  const changed = Object.entries(values).filter(([name, text]) => (now.get(name) ?? "") !== text);
  if (!changed.length) return;
  const names = new Set(changed.map(([name]) => name));
  const others = location.search.slice(1).split("&");
  write([
    ...others.filter((pair) => !names.has(nameOf(pair))),
    ...changed.filter(([, text]) => text).map((pair) => new URLSearchParams([pair]).toString()),
  ]);
}

/**
 * Copy a link.
 * @param {string} link
 * @param {(field: HTMLElement | null) => void} report gets null when the link is copied, else a field that shows it
 */
export async function copyLink(link, report) {
  try {
    await navigator.clipboard.writeText(link);
    report(null);
  } catch {
    // no clipboard on a page without encryption
    const onfocus = (/** @type {any} */ event) => event.target.select();
    report(html("input", { class: "link", readonly: true, value: link, "aria-label": "link", onfocus }));
  }
}
