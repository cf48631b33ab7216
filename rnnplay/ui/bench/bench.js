// The bench: branches side by side, or the matrices. Numbers that are typed over go to the server.

import { dress } from "../manner/dress.js";
import { Branches } from "./branches.js";
import { Weights } from "./weights.js";

const KINDS = { branches: Branches, weights: Weights };
const shown = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".bench");
  try {
    if (!data) return undefined;
    if (!shown.has(parentElement)) {
      const held = { undress: dress(box) };
      held.view = new KINDS[data.kind](box, (message) => held.tell("edit", message));
      shown.set(parentElement, held);
    }
    const held = shown.get(parentElement);
    held.tell = setTriggerValue;
    held.view.receive(data);
  } catch (error) {
    box.textContent = `The bench met a mistake of ours: ${error.message}. Reload the page to go on.`;
    console.error(error);
  }
  return () => {
    if (parentElement.isConnected) return;
    shown.get(parentElement)?.undress();
    shown.delete(parentElement);
  };
}
