// The address of a page whose choices are the server's.

import { setLabParameters } from "../js/address.js";

/** @param {{ data: { search: string } | null }} page what Streamlit hands over */
export default function ({ data }) {
  if (data) setLabParameters(data.search);
}
