// Reports the position to the server. The component stands in a fragment of its own, so a report redraws nothing.

import { positionChannel } from "./position_channel.js";

export default function ({ setTriggerValue }) {
  positionChannel().send = (position) => setTriggerValue("position", position);
}
