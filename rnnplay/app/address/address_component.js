// The address of a page whose choices are the server's.

import { setLabParameters } from "../js/address.js";

export default function ({ data }) {
  if (data) setLabParameters(data.search);
}
