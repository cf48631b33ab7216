// Hands the messages of the server to the player, and the player's requests to the server.

import { deliver } from "./message_channel.js";

export default function ({ data, parentElement, setTriggerValue }) {
  if (data instanceof Uint8Array) deliver(data, setTriggerValue, parentElement);
}
