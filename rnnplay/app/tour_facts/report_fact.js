// A fact that the server reports.

import { reportFact } from "./facts.js";

export default function ({ data }) {
  if (data) reportFact(data.name, data.value);
}
