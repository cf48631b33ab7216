// The address of the page, which holds every choice: the only module that reads and writes it.

import { html } from "./dom.js";

// Parameters of every page: how the app is shown, and the card of the tour. Streamlit's own come last.
const OF_THE_APP = ["lecture", "predict", "hide", "palette", "scenes", "scene", "tour"];
const OF_STREAMLIT = ["embed", "embed_options"];

// Each component is a script of its own: they share this through the window.
const shared = () => (window.rnnplayAddress ??= { labs: {}, changes: watch() });

/** An EventTarget that tells of every change of the address, whoever writes it: Streamlit does so, too. */
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
  for (const name of ["pushState", "replaceState"]) {
    const write = history[name];
    history[name] = (...state) => {
      write.apply(history, state);
      changed();
    };
  }
  window.addEventListener("popstate", changed);
  return changes;
}

/** listener() is called after each change of the address, until the AbortSignal ends it. */
export function onAddressChange(listener, signal) {
  shared().changes.addEventListener("change", listener, { signal });
}

/** labs: slug -> names of the lab's own parameters. What is neither theirs nor the app's is kept as it is. */
export function setParameters(labs) {
  shared().labs = labs;
}

/** A link to this page with other parameters, as the text behind the question mark. */
export const linkWith = (search) => `${location.origin}${location.pathname}?${search}`;

/** The lab whose page this is. */
export const labNow = () => location.pathname.split("/").at(-1);

/** The parameters of the address. */
export const parameters = () => new URLSearchParams(location.search);

/** The address of another page of the app, from "/lab?name=value" -> URL. */
export const pageOf = (path) => new URL(path.slice(1), location.origin + location.pathname.replace(/[^/]*$/, ""));

const nameOf = (pair) => new URLSearchParams(pair).keys().next().value;

/** Replaced, not added to: the browser's Back leaves the page. */
function write(pairs) {
  const search = pairs.filter(Boolean).join("&");
  if (search !== location.search.slice(1))
    history.replaceState(history.state, "", location.pathname + (search && `?${search}`));
}

/** Set the lab's own parameters, as the text behind the question mark. All others stay. */
export function setLabParameters(search) {
  const own = search.split("&"),
    names = new Set(own.map(nameOf)),
    known = window.rnnplayAddress?.labs[labNow()];
  const stays = (name) => OF_THE_APP.includes(name) || OF_STREAMLIT.includes(name) || (known && !known.includes(name));
  const others = location.search.slice(1).split("&");
  write([...own, ...others.filter((pair) => stays(nameOf(pair)) && !names.has(nameOf(pair)))]);
}

/** Set parameters of the app, name -> text; "" removes one. All others stay. */
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

/** Copy a link. report(field): null where it is copied, else a field that shows it, to be copied by hand. */
export async function copyLink(link, report) {
  try {
    await navigator.clipboard.writeText(link);
    report(null);
  } catch {
    // no clipboard on a page without encryption
    const onfocus = (event) => event.target.select();
    report(html("input", { class: "link", readonly: true, value: link, "aria-label": "link", onfocus }));
  }
}
