// Writes the address of a page whose choices the server keeps.

import { setLabParameters } from "../js/address.js";

/** @param {{ data: { search: string } | null }} page what Streamlit hands over */
export default function ({ data }) {
  if (data) setLabParameters(data.search);
}
