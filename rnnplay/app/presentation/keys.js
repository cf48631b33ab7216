// The keys of the app: the name of each in the code, and its line in the list of keys. The keys of a lab are in its
// component/keys.js; its component registers them while it follows the presentation.

/** @typedef {{ name: string, keys: string[], says: string }} Key */

/** @type {Key[]} */
const EVERYWHERE = [
  { name: "help", keys: ["?"], says: "This list" },
  { name: "lecture", keys: ["l"], says: "Lecture mode on or off" },
  { name: "words", keys: ["g"], says: "The words on this page, explained" },
  { name: "close", keys: ["Escape"], says: "Closes what is open" },
];

const IN_A_LECTURE = [
  { name: "controls", keys: ["c"], says: "The controls and the menu: show, hide" },
  { name: "ring", keys: ["h"], says: "The ring around the pointer: show, hide" },
  { name: "on", keys: ["PageDown"], says: "A clicker: show what is covered, else the next scene, else the next step" },
  { name: "back", keys: ["PageUp"], says: "A clicker: the scene before, else the step before" },
];

/** The keys of a lab whose drawing can cover what comes next. */
export const PREDICT = [
  { name: "predict", keys: ["p"], says: "Predict first: cover what the network says next" },
  { name: "reveal", keys: ["r"], says: "Show what is covered" },
];

/** @type {Record<string, string>} */
const SIGNS = {
  " ": "Space",
  ArrowRight: "\u2192",
  ArrowLeft: "\u2190",
  ArrowUp: "\u2191",
  ArrowDown: "\u2193",
  PageDown: "Page \u2193",
  PageUp: "Page \u2191",
  Escape: "Esc",
};

// Each component is a script of its own: they share the labs' keys through the window.
const shared = () => (window.rnnplayKeys ??= {});

/**
 * @param {string} lab
 * @param {Key[]} keys those of the lab
 */
export function registerKeys(lab, keys) {
  shared()[lab] = keys;
}

/**
 * The name of a key in a table, or undefined.
 * @param {Key[]} table
 * @param {string} key
 */
export const keyName = (table, key) => table.find(({ keys }) => keys.includes(key))?.name;

/**
 * The name of this key on a lab's page, or undefined.
 * @param {string} key
 * @param {string} lab
 * @param {boolean} lecture
 */
export function nameOnPage(key, lab, lecture) {
  return (
    keyName(EVERYWHERE, key) ?? keyName(shared()[lab] ?? [], key) ?? (lecture ? keyName(IN_A_LECTURE, key) : undefined)
  );
}

/**
 * The rows of the list of keys on a lab's page: [[keys, what they do, whether in lecture mode only]].
 * @param {string} lab
 */
export function listing(lab) {
  const row =
    (/** @type {boolean} */ late) =>
    (/** @type {Key} */ { keys, says }) => [keys.map((key) => SIGNS[key] ?? key), says, late];
  return [...EVERYWHERE, ...(shared()[lab] ?? [])].map(row(false)).concat(IN_A_LECTURE.map(row(true)));
}
