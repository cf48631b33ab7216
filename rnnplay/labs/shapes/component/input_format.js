// Reads and writes an input in the server's format: pictures as hexadecimal digits, films as places of the dot.

/** "0f" -> [0, 0, 0, 0, 1, 1, 1, 1] */
export function bitsOf(digits) {
  return [...digits].flatMap((digit) => [8, 4, 2, 1].map((bit) => (parseInt(digit, 16) & bit ? 1 : 0)));
}

export function digitsOf(bits) {
  const digits = [];
  for (let at = 0; at < bits.length; at += 4)
    digits.push((8 * bits[at] + 4 * bits[at + 1] + 2 * bits[at + 2] + bits[at + 3]).toString(16));
  return digits.join("");
}

const FIRST = "a".charCodeAt(0);

/** "a1b3" -> [[0, 0], [1, 2]]: row and column of the dot, frame by frame. */
export function placesOf(film) {
  return (film.match(/../g) ?? []).map(([row, column]) => [row.charCodeAt(0) - FIRST, Number(column) - 1]);
}

export function filmOf(places) {
  return places.map(([row, column]) => String.fromCharCode(FIRST + row) + (column + 1)).join("");
}

/** The words of a text as the server reads them. */
export function wordsOf(text) {
  return text.toLowerCase().match(/[^\s.,;:!?"“”()]+/g) ?? [];
}
