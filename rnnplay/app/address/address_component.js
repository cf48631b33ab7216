// The address of a page whose choices are the server's.

import { setAddress } from "../js/address.js";

export default function ({ data }) {
  if (data) setAddress(data.search);
}
