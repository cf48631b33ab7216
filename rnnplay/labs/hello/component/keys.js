// The keys of the hello lab.

import { PREDICT } from "../../../app/presentation/keys.js";

export const KEYS = [
  ...PREDICT,
  { name: "play", keys: [" "], says: "Play, pause" },
  { name: "step", keys: ["ArrowRight"], says: "One update on, or the next stage of a walk" },
  { name: "before", keys: ["ArrowLeft"], says: "One update back" },
  { name: "first", keys: ["Home"], says: "To update 0" },
  { name: "last", keys: ["End"], says: "To the last update that was seen" },
  { name: "among", keys: ["Shift + arrows"], says: "From number to number; Enter asks where it came from" },
];
