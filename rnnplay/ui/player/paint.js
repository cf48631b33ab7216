// Canvas that stays sharp on any screen, with the colours of the page's theme.

import { set } from "./dom.js";

const NAMES = { ink: "--st-text-color", ground: "--st-background-color", line: "--st-border-color", soft: "--st-gray-text-color",
  accent: "--st-primary-color", right: "--st-green-text-color", wrong: "--st-red-text-color", rightGround: "--st-green-background-color",
  wrongGround: "--st-red-background-color", below: "--st-violet-color", above: "--st-orange-color", input: "--st-red-background-color",
  inputInk: "--st-red-text-color", output: "--st-blue-color", shade: "--st-secondary-background-color", font: "--st-font" };

/** The theme's colours as values that a canvas takes. */
export function palette(node) {
  const style = getComputedStyle(node);
  return Object.fromEntries(Object.entries(NAMES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim() || "#777"]));
}

/** Size a canvas in CSS pixels; returns its context, scaled for the screen. */
export function prepare(canvas, width, height) {
  const dense = Math.min(3, window.devicePixelRatio || 1);
  set(canvas, "width", Math.round(width * dense));
  set(canvas, "height", Math.round(height * dense));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(dense, 0, 0, dense, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** A small triangle, up or down, centred at x, y. */
export function triangle(c, x, y, up, size = 4) {
  c.beginPath();
  c.moveTo(x - size, y + (up ? size * 0.8 : -size * 0.8));
  c.lineTo(x + size, y + (up ? size * 0.8 : -size * 0.8));
  c.lineTo(x, y + (up ? -size * 0.8 : size * 0.8));
  c.fill();
}
