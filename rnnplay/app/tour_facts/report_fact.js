// A fact that the server reports.

import { reportFact } from "./facts.js";

/** @param {{ data: { name: string, value: string } | null }} page what Streamlit hands over */
export default function ({ data }) {
  if (data) reportFact(data.name, data.value);
}
