// A button and the panel that it opens; when the panel is shut, the focus is where it was before.

import { set } from "./dom.js";

export class Popup {
  /** button, node: elements; node has the attribute popover="manual". */
  constructor(button, node) {
    Object.assign(this, { button, node });
    set(button, "aria-expanded", "false");
  }

  get open() {
    return this.button.getAttribute("aria-expanded") === "true";
  }

  show() {
    this.before = document.activeElement;
    set(this.button, "aria-expanded", "true");
    this.node.showPopover?.();
  }

  /** back: whether the focus goes back; else it stays where it went. */
  shut(back = true) {
    set(this.button, "aria-expanded", "false");
    if (back) this.node.getRootNode().activeElement?.blur(); // at once: the next key is the page's
    this.node.hidePopover?.();
    if (back && this.before !== document.body) this.before?.focus?.({ preventScroll: true });
  }
}
