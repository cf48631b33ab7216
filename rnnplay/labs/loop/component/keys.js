// The keys of the loop lab.

import { DRAWING_KEYS } from "../../../app/presentation/drawing_keys.js";

export const KEYS = [...DRAWING_KEYS, { name: "unit", keys: ["ArrowUp", "ArrowDown"], says: "From unit to unit" }];
