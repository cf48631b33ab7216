// Draws on a canvas, sharp on every screen, in the colours of the page's theme.

import { set } from "./dom.js";

const NAMES = {
  ink: "--st-text-color",
  ground: "--st-background-color",
  line: "--st-border-color",
  soft: "--st-gray-text-color",
  accent: "--st-primary-color",
  right: "--st-green-text-color",
  wrong: "--st-red-text-color",
  rightGround: "--st-green-background-color",
  wrongGround: "--st-red-background-color",
  below: "--st-violet-color",
  above: "--st-orange-color",
  input: "--st-red-background-color",
  inputInk: "--st-red-text-color",
  output: "--st-blue-color",
  shade: "--st-secondary-background-color",
  font: "--st-font",
  serif: "--st-heading-font",
};

/**
 * @typedef {CanvasRenderingContext2D} Context
 * @typedef {Record<string, string>} Colours name (see NAMES) -> value
 */

/**
 * The theme's colours as values that a canvas takes.
 * @param {Element} node
 * @returns {Colours}
 */
export function palette(node) {
  const style = getComputedStyle(node);
  return Object.fromEntries(
    Object.entries(NAMES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim() || "#777"]),
  );
}

let least = 1; // pixels of a canvas for one of the page, at least

/**
 * From now on canvases are as fine as this, or as the screen if that is finer.
 * @param {number} times pixels of a canvas for one of the page
 */
export function finer(times) {
  least = times;
}

/**
 * Size a canvas and clear it.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 * @returns its context, scaled for the screen
 */
export function prepare(canvas, width, height) {
  const dense = Math.max(least, Math.min(3, window.devicePixelRatio || 1));
  set(canvas, "width", Math.round(width * dense));
  set(canvas, "height", Math.round(height * dense));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = /** @type {Context} */ (canvas.getContext("2d"));
  context.setTransform(dense, 0, 0, dense, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/**
 * A small triangle, up or down, centred at x, y.
 * @param {Context} c
 * @param {number} x
 * @param {number} y
 * @param {boolean} up
 */
export function triangle(c, x, y, up, size = 4) {
  c.beginPath();
  c.moveTo(x - size, y + (up ? size * 0.8 : -size * 0.8));
  c.lineTo(x + size, y + (up ? size * 0.8 : -size * 0.8));
  c.lineTo(x, y + (up ? -size * 0.8 : size * 0.8));
  c.fill();
}

/**
 * A magnifying glass with a plus, 13 pixels large: look inside.
 * @param {Context} c
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 */
export function lens(c, x, y, colour) {
  c.strokeStyle = colour;
  c.lineWidth = 1.4;
  c.beginPath();
  c.arc(x + 5.5, y + 5.5, 4.7, 0, 7);
  for (const [a, b, d, e] of [
    [9, 9, 12.5, 12.5],
    [3.4, 5.5, 7.6, 5.5],
    [5.5, 3.4, 5.5, 7.6],
  ]) {
    c.moveTo(x + a, y + b);
    c.lineTo(x + d, y + e);
  }
  c.stroke();
}

/**
 * A cell of a heat map. Its depth shows the size of the value, its colour the sign; below zero it has a minus bar.
 * @param {Context} c
 * @param {number} x
 * @param {number} y
 * @param {number} size pixels, with a gap of one pixel
 * @param {number} value
 * @param {number} scale the value of full depth
 * @param {Colours} colours
 */
export function signed(c, x, y, size, value, scale, colours) {
  const amount = Math.min(1, Math.abs(value) / scale),
    side = size - 1;
  if (!(amount > 0.01)) return;
  c.globalAlpha = amount;
  c.fillStyle = value < 0 ? colours.below : colours.above;
  c.fillRect(x, y, side, side);
  c.globalAlpha = 1;
  if (value >= 0) return;
  const inset = side >= 10 ? 3 : side >= 6 ? 1.5 : side >= 4 ? 1 : 0.5,
    thick = side >= 13 ? 2 : 1;
  // A faint cell gets a dark bar, a strong one a bar of the background.
  c.globalAlpha = amount < 0.5 ? Math.min(1, 0.2 + amount * 1.6) : 1;
  c.fillStyle = amount < 0.5 ? colours.below : colours.ground;
  c.fillRect(x + inset, y + Math.floor((side - thick) / 2), side - 2 * inset, thick);
  c.globalAlpha = 1;
}

/**
 * The name of a parameter, as W_hh, with its index smaller and lower, ending at x.
 * @param {Context} c
 * @param {string} label
 * @param {number} x
 * @param {number} y
 * @param {number} size pixels of the letter
 * @param {Colours} colours
 * @returns its width
 */
export function symbol(c, label, x, y, size, colours) {
  const [letter, index = ""] = label.split("_"),
    low = Math.max(11, size * 0.75);
  const font = (/** @type {number} */ pixels) => {
    c.font = `italic ${pixels}px ${colours.serif}`;
  };
  c.textAlign = "right";
  font(low);
  const wide = c.measureText(index).width;
  c.fillText(index, x, y + 3);
  font(size);
  c.fillText(letter, x - wide - 0.5, y);
  return wide + c.measureText(letter).width + 0.5;
}
