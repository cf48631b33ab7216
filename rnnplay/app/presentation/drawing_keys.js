// The keys of a drawing with steps.

import { PREDICT } from "./keys.js";

export const DRAWING_KEYS = [
  ...PREDICT,
  { name: "play", keys: [" "], says: "Play, pause (here and below: with the keys on the drawing)" },
  { name: "step", keys: ["ArrowRight"], says: "One step on" },
  { name: "before", keys: ["ArrowLeft"], says: "One step back" },
  { name: "first", keys: ["Home"], says: "To the first step" },
  { name: "last", keys: ["End"], says: "To the last step" },
];
