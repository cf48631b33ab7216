// Makes elements of the page, and writes only changes. Text is never read as markup.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, any> | null} Attributes `text`, `on<event>`: listeners, all others as they are named */

/**
 * @template {Element} T
 * @param {T} node
 * @param {Attributes} [attributes]
 * @param {any[]} [children]
 * @returns {T}
 */
function fill(node, attributes = {}, children = []) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/**
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...any} children nodes or texts; null is left out
 * @returns {any}
 */
export function html(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * A button that a click does not focus: the space bar then still means Play. Tab reaches it all the same.
 * @param {Attributes} attributes
 * @param {...any} children
 */
export function button(attributes, ...children) {
  const node = html("button", { type: "button", ...attributes }, ...children);
  for (const type of ["pointerdown", "mousedown"])
    node.addEventListener(type, (/** @type {Event} */ event) => event.preventDefault());
  return node;
}

/**
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...any} children
 * @returns {any}
 */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

const written = new WeakMap();

/**
 * node.textContent = text, only if it is another text.
 * @param {Element} node
 * @param {string} text
 */
export function write(node, text) {
  if (written.get(node) === text) return;
  written.set(node, text);
  node.textContent = text;
}

/**
 * Set an attribute, only if it is another value. null, undefined and false remove it.
 * @param {Element} node
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
export function set(node, name, value) {
  const now = node.getAttribute(name);
  const next = value === null || value === undefined || value === false ? null : value === true ? "" : String(value);
  if (now === next) return;
  if (next === null) node.removeAttribute(name);
  else node.setAttribute(name, next);
}

const NAME = /\b(d?[Wba])_([a-z]{1,3})\b/; // W_hh, b_h, a_i and their gradients

/**
 * Like `write`, with the index of a parameter set low, as in W_hh.
 * @param {Element} node
 * @param {string} text
 */
export function named(node, text) {
  if (written.get(node) === text) return;
  written.set(node, text);
  node.textContent = "";
  const low =
    node.namespaceURI === SVG
      ? (/** @type {string} */ index) => svg("tspan", { class: "low", dy: 3, text: index })
      : (/** @type {string} */ index) => html("sub", { text: index });
  // text, letter, index, text, letter, index, ...
  text.split(NAME).forEach((piece, i) => node.append(i % 3 === 2 ? low(piece) : piece));
}
