// Writes colours and lines in a form that every program reads: six digits and an opacity.

/** @param {number} value 0 to 1 */
const digits = (value) =>
  Math.round(Math.min(1, Math.max(0, value)) * 255)
    .toString(16)
    .padStart(2, "0");

/**
 * A computed colour -> { colour: "#rrggbb", opacity }, or null if it is invisible.
 * @param {string} computed
 */
export function plain(computed) {
  const [, kind, inside] = computed.match(/^(rgba?|color)\((.*)\)$/) ?? [];
  if (!kind) return null;
  /** @type {number[]} */
  const numbers = inside
    .replace(/^srgb /, "")
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map((/** @type {string} */ text) => (text.endsWith("%") ? parseFloat(text) / 100 : parseFloat(text)));
  const [red, green, blue] = numbers.slice(0, 3).map((value) => (kind === "color" ? value : value / 255)),
    opacity = numbers[3] ?? 1;
  return opacity > 0
    ? { colour: `#${digits(red)}${digits(green)}${digits(blue)}`, opacity: Math.round(opacity * 1000) / 1000 }
    : null;
}

/**
 * Write the fill and the stroke of a shape into `kept`. False if it is invisible.
 * @param {CSSStyleDeclaration} style
 * @param {Record<string, string | number | null>} kept its attributes
 * @param {string} mark prefix of its drawing's ids
 */
export function visible(style, kept, mark) {
  const [, shade] = style.fill.match(/^url\("?#([\w-]+)/) ?? [],
    whole = shade ? `url(#${mark}${shade})` : style.fill === "context-stroke" ? style.fill : null;
  const fill = whole ? { colour: whole, opacity: 1 } : plain(style.fill);
  const stroke = !parseFloat(style.strokeWidth) ? null : plain(style.stroke);
  const shares = {
    fill: fill ? fill.opacity * Number(style.fillOpacity) : 0,
    stroke: stroke ? stroke.opacity * Number(style.strokeOpacity) : 0,
  };
  Object.assign(kept, { fill: fill?.colour ?? "none", "fill-opacity": shares.fill < 1 && fill ? shares.fill : null });
  if (!stroke || !shares.stroke) return Boolean(shares.fill);
  Object.assign(kept, {
    stroke: stroke.colour,
    "stroke-width": parseFloat(style.strokeWidth),
    "stroke-opacity": shares.stroke < 1 ? shares.stroke : null,
  });
  if (style.strokeDasharray !== "none") kept["stroke-dasharray"] = style.strokeDasharray.replace(/px/g, "");
  if (style.strokeLinecap !== "butt") kept["stroke-linecap"] = style.strokeLinecap;
  if (style.strokeLinejoin !== "miter") kept["stroke-linejoin"] = style.strokeLinejoin;
  return true;
}
