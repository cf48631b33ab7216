// Reports the position to the server. The component has its own fragment, so a report redraws nothing.

import { reportWith } from "./message_channel.js";

export default function ({ setTriggerValue }) {
  reportWith((position) => setTriggerValue("position", position));
}
