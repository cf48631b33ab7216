// A fact that the server tells.

import { tell } from "./facts.js";

export default function ({ data }) {
  if (data) tell(data.name, data.value);
}
