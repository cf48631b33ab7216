// Lays out the unrolled network: a column for each step, outputs above, inputs below. Pure functions.

export const ROWS = {
  loss: 0,
  output: 20,
  outputHeight: 50,
  state: 92,
  stateHeight: 60,
  input: 174,
  inputHeight: 48,
  step: 225,
  halves: 241,
  height: 258,
};
const START = 26; // pixels for the zeros before the first column
const LEAST = 64; // pixels from column to column, at least, for words
const NARROW = 54; // the same for pictures
const MOST = 116; // pixels from column to column, at most
const ALONE = 190; // pixels of a single column
const GAP = 13; // pixels between boxes

/**
 * T columns on `width` pixels -> { pitch, box, x: [centre of each column], start: of the zeros, width: of the
 * drawing }.
 */
export function plan(T, width, narrow = false) {
  const pitch =
    T === 1 ? Math.min(ALONE, width - START) : Math.max(narrow ? NARROW : LEAST, Math.min(MOST, (width - START) / T));
  const long = START + T * pitch,
    left = Math.max(0, (width - long) / 2) + START;
  return {
    pitch,
    box: pitch - GAP,
    x: Array.from({ length: T }, (_, t) => left + (t + 0.5) * pitch),
    start: left - 14,
    width: Math.max(width, long),
  };
}

/** The arrows, from the bottom up: [kind, step, path]. `fed`: the steps that read the answer before them. */
export function arrows({ x, box, pitch, start }, fed) {
  const { output, outputHeight, state, stateHeight, input } = ROWS,
    middle = state + stateHeight / 2,
    half = box / 2,
    n = (value) => value.toFixed(1);
  const up = (kind, t, from, to) => [kind, t, `M${n(x[t])},${from} V${to}`];
  return x.flatMap((at, t) => {
    const before = t ? x[t - 1] + half : start + 8;
    const found = [
      up("enter", t, input - 1, state + stateHeight + 3),
      up("leave", t, state - 1, output + outputHeight + 3),
      ["carry", t, `M${n(before)},${middle} H${n(at - half - 2)}`],
    ];
    if (fed.includes(t)) {
      const gap = at - pitch / 2,
        high = output + outputHeight / 2,
        low = input + ROWS.inputHeight / 2;
      found.push(["feed", t, `M${n(x[t - 1] + half)},${high} H${n(gap)} V${low} H${n(at - half - 2)}`]);
    }
    return found;
  });
}

/** The grid for the numbers of a state: as square as possible, on `width` by `height` pixels. */
export function grid(count, width, height) {
  const columns = Math.ceil(Math.sqrt(count)),
    rows = Math.ceil(count / columns);
  return { columns, rows, size: Math.max(3, Math.floor(Math.min(width / columns, height / rows, 14))) };
}

/** The steps that read and those that write or answer, in words: [[from, to, text, kind]]. */
export function halves(steps, read) {
  const first = steps.findIndex(({ scored }) => scored),
    last = steps.length - 1;
  if (last === 0) return [[0, 0, "reads and answers", "both"]];
  if (last >= read)
    return read === 1
      ? [
          [0, 0, "reads", "in"],
          [1, last, "goes on with its own words", "out"],
        ]
      : [
          [0, read - 2, "reads", "in"],
          [read - 1, last, "writes, going on with its own words", "out"],
        ];
  if (first === last)
    return [
      [0, last - 1, "reads", "in"],
      [last, last, "answers", "out"],
    ];
  return [[first, last, "answers at every frame", "out"]];
}
