// Draws small canvases: the pixels of a picture, and the numbers of a state as a grid.

import { palette, prepare, signed } from "../../../app/js/paint.js";
import { grid } from "./unrolled_layout.js";

/**
 * Draw the pixels (a string or list of 0 and 1) of a picture in so many rows, each `size` pixels large. `ghost`: the
 * pixel that gets a ring.
 */
export function picture(canvas, bits, { rows, columns }, size, ghost = null) {
  const c = prepare(canvas, columns * size, rows * size),
    colours = palette(canvas),
    gap = size > 8 ? 1 : 0.5;
  for (let k = 0; k < rows * columns; k++) {
    const x = (k % columns) * size,
      y = Math.floor(k / columns) * size;
    c.fillStyle = Number(bits[k]) ? colours.inputInk : colours.ground;
    c.fillRect(x, y, size - gap, size - gap);
    if (k !== ghost) continue;
    c.strokeStyle = colours.inputInk;
    c.setLineDash([2, 2]);
    c.strokeRect(x + 3, y + 3, size - 7, size - 7);
    c.setLineDash([]);
  }
}

/** Draw the numbers of a state: size as darkness, sign as hue and bar. `most` is the number with the darkest colour. */
export function state(canvas, values, width, height, most = 1) {
  const { columns, rows, size } = grid(values.length, width, height),
    colours = palette(canvas);
  const c = prepare(canvas, columns * size, rows * size);
  values.forEach((value, k) =>
    signed(c, (k % columns) * size, Math.floor(k / columns) * size, size, value, most, colours),
  );
}
