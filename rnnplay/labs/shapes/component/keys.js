// The keys of the lab of the five shapes.

import { DRAWING_KEYS } from "../../../app/presentation/drawing_keys.js";

export const KEYS = [
  ...DRAWING_KEYS,
  { name: "row", keys: ["ArrowUp", "ArrowDown"], says: "From input to state to output" },
];
