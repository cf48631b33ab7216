// Formats numbers for readers.

const MINUS = "\u2212";

/**
 * A number with a real minus sign; "0.00" never carries a sign.
 * @param {number} value
 */
export function number(value, decimals = 2) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "\u221e" : `${MINUS}\u221e`;
  const size = Math.abs(value);
  if (size >= 1e5) return value.toExponential(1).replace("e+", "e").replace("-", MINUS);
  const text = size.toFixed(size >= 999.95 ? 0 : size >= 99.995 ? Math.min(decimals, 1) : decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/**
 * Like `number`, but small values keep their leading digits (0.00042).
 * @param {number} value
 */
export function precise(value, digits = 3) {
  const size = Math.abs(value);
  if (size === 0 || size >= 0.1 || !Number.isFinite(size)) return number(value, digits);
  if (size < 1e-4) return value.toExponential(1).replace("e-", `e${MINUS}`).replace(/^-/, MINUS);
  return number(value, digits - 1 - Math.floor(Math.log10(size)));
}

/**
 * A number inside a formula: whole numbers without a point, the others precise.
 * @param {number} value
 */
export function exact(value) {
  return Number.isInteger(value) && Math.abs(value) < 1e5 ? number(value, 0) : precise(value);
}

/**
 * For a box of the diagram: four digits at most behind the point.
 * @param {number} value
 */
export function brief(value) {
  return number(value, Math.abs(value) < 0.0995 ? 4 : 3);
}

/**
 * A change: always with its sign, and short enough to stand beside its number.
 * @param {number} value
 */
export function change(value, decimals = 2) {
  const size = Math.abs(value),
    text = number(value, size >= 99.95 ? 0 : size >= 9.995 ? Math.min(1, decimals) : decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/**
 * 1,234
 * @param {number} value
 */
export function count(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/**
 * "1 update", "2 updates"
 * @param {number} n
 * @param {string} noun
 */
export function many(n, noun) {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/**
 * The position of the largest number between `from` and `to`, counted from `from`; the first of several.
 * @param {ArrayLike<number>} values
 */
export function highest(values, from = 0, to = values.length) {
  let best = from;
  for (let i = from + 1; i < to; i++) if (values[i] > values[best]) best = i;
  return best - from;
}
