// Lays out the loop and its copies, from one folded chunk (unfold 0) to a chain of copies (unfold 1). Pure functions.

const FOLDED = 92; // pixels of the box when it is folded
const MOST = 128,
  LEAST = 66,
  GAP = 34,
  START = 62; // pixels: from copy to copy at most and at least; between boxes; for the zeros before the first

export const ROWS = {
  answer: 2,
  answerHeight: 28,
  state: 52,
  unit: 22,
  gap: 16,
  chunk: 44,
  letter: 28,
  input: 26,
  step: 17,
  seen: 26,
};

const mix = (a, b, part) => a + (b - a) * part;
const within = (value, low = 0, high = 1) => Math.min(high, Math.max(low, value));

/** H units -> the upper edge of each row, in pixels. */
export function rows(H) {
  const chunk = ROWS.state + H * ROWS.unit + ROWS.gap,
    letter = chunk + ROWS.chunk + ROWS.input,
    step = letter + ROWS.letter + 13,
    seen = step + ROWS.step;
  return {
    answer: ROWS.answer,
    state: ROWS.state,
    middle: ROWS.state + (H * ROWS.unit) / 2,
    chunk,
    letter,
    step,
    seen,
    height: seen + ROWS.seen + 2,
  };
}

/**
 * T copies in a drawing of `width` pixels -> { width: of the drawing, box, pitch, x: [centre of each copy], start:
 * centre of the zeros, gap: between two boxes, and the opacity of the loop, of the links and of the copies other than
 * the current one }.
 */
export function chain(T, unfold, width) {
  const pitch = within((width - START) / T, LEAST, MOST),
    long = START + T * pitch,
    full = Math.max(width, long);
  const box = mix(FOLDED, within(pitch - GAP, LEAST - 22, 84), unfold),
    left = (full - long) / 2 + START;
  const wide = Math.max(width, mix(width, full, unfold)),
    middle = width / 2;
  const x = Array.from({ length: T }, (_, t) => mix(middle, left + (t + 0.5) * pitch, unfold));
  return {
    width: wide,
    box,
    pitch,
    x,
    start: mix(middle, left - START / 2 + 6, unfold),
    gap: Math.max(0, pitch * unfold - box),
    loop: within(1 - 3 * unfold),
    links: within(3 * unfold - 1.2),
    others: within(8 * unfold),
  };
}

/** From the state of one copy into the chunk of the next: a curve from left to right. */
export function link(x0, y0, x1, y1) {
  const bend = Math.max(10, (x1 - x0) * 0.55);
  return (
    `M${x0.toFixed(1)},${y0} C${(x0 + bend).toFixed(1)},${y0} ${(x1 - bend).toFixed(1)},${y1} ` +
    `${x1.toFixed(1)},${y1}`
  );
}

/** From the state of the only copy back into its own chunk: out to the left and in again. */
export function loop(x, y0, y1, size = 74) {
  return (
    `M${x.toFixed(1)},${y0} C${(x - size).toFixed(1)},${y0 - 6} ${(x - size).toFixed(1)},${y1 + 4} ` +
    `${x.toFixed(1)},${y1}`
  );
}
