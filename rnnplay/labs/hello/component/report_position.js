// Reports the position to the server. The component stands in a fragment of its own, so a report redraws nothing.

import { reportWith } from "./message_channel.js";

export default function ({ setTriggerValue }) {
  reportWith((position) => setTriggerValue("position", position));
}
