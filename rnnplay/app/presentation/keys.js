// Every key of the app: where it is heard, what it is called in the code, and what is said of it in the list.

/** Heard on every page, or in lecture mode only, or where scenes are loaded, or in these labs. */
const KEYS = [
  { on: "all", name: "help", keys: ["?"], says: "This list" },
  { on: "all", name: "lecture", keys: ["l"], says: "Lecture mode on or off" },
  { on: "lecture", name: "controls", keys: ["c"], says: "The controls and the menu: show, hide" },
  { on: "lecture", name: "ring", keys: ["h"], says: "The ring around the pointer: show, hide" },
  { on: "all", name: "words", keys: ["g"], says: "The words on this page, explained" },
  {
    on: ["hello", "loop", "shapes"],
    name: "predict",
    keys: ["p"],
    says: "Predict first: cover what the network says next",
  },
  { on: ["hello", "loop", "shapes"], name: "reveal", keys: ["r"], says: "Show what is covered" },
  {
    on: "lecture",
    name: "on",
    keys: ["PageDown"],
    says: "A clicker: show what is covered, else the next scene, else the next step",
  },
  { on: "lecture", name: "back", keys: ["PageUp"], says: "A clicker: the scene before, else the step before" },
  { on: ["hello"], name: "play", keys: [" "], says: "Play, pause" },
  { on: ["hello"], name: "step", keys: ["ArrowRight"], says: "One update on, or the next stage of a walk" },
  { on: ["hello"], name: "before", keys: ["ArrowLeft"], says: "One update back" },
  { on: ["hello"], name: "first", keys: ["Home"], says: "To update 0" },
  { on: ["hello"], name: "last", keys: ["End"], says: "To the last update that was seen" },
  {
    on: ["hello"],
    name: "among",
    keys: ["Shift + arrows"],
    says: "From number to number; Enter asks where it came from",
  },
  {
    on: ["loop", "shapes"],
    name: "play",
    keys: [" "],
    says: "Play, pause (here and below: with the keys on the drawing)",
  },
  { on: ["loop", "shapes"], name: "step", keys: ["ArrowRight"], says: "One step on" },
  { on: ["loop", "shapes"], name: "before", keys: ["ArrowLeft"], says: "One step back" },
  { on: ["loop", "shapes"], name: "first", keys: ["Home"], says: "To the first step" },
  { on: ["loop", "shapes"], name: "last", keys: ["End"], says: "To the last step" },
  { on: ["loop"], name: "unit", keys: ["ArrowUp", "ArrowDown"], says: "From unit to unit" },
  { on: ["shapes"], name: "row", keys: ["ArrowUp", "ArrowDown"], says: "From input to state to output" },
  { on: "all", name: "close", keys: ["Escape"], says: "Closes what is open" },
];

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
const heard = ({ on }, place) => (Array.isArray(on) ? on.includes(place) : on === place);

/** What this key is called there (a lab, "all" or "lecture"), or undefined. */
export function keyName(key, place) {
  return KEYS.find((entry) => heard(entry, place) && entry.keys.includes(key))?.name;
}

/** The rows of the list for a lab: [[keys, what they do, whether in lecture mode only]]. */
export function listing(lab) {
  return KEYS.filter((entry) => heard(entry, lab) || ["all", "lecture"].includes(entry.on)).map(
    ({ on, keys, says }) => [keys.map((key) => SIGNS[key] ?? key), says, on === "lecture"],
  );
}
