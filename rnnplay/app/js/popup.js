// A button and the panel that it opens. When the panel closes, the focus goes back to where it was.

import { set } from "./dom.js";

export class Popup {
  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} node the panel; it has the attribute popover="manual"
   */
  constructor(button, node) {
    this.button = button;
    this.node = node;
    set(button, "aria-expanded", "false");
  }

  get open() {
    return this.button.getAttribute("aria-expanded") === "true";
  }

  show() {
    this.before = /** @type {HTMLElement | null} */ (document.activeElement);
    set(this.button, "aria-expanded", "true");
    this.node.showPopover?.();
  }

  /** back: whether the focus goes back; else it stays where it went. */
  shut(back = true) {
    const root = /** @type {Document | ShadowRoot} */ (this.node.getRootNode());
    set(this.button, "aria-expanded", "false");
    // At once: the next key belongs to the page.
    if (back) /** @type {HTMLElement | null} */ (root.activeElement)?.blur();
    this.node.hidePopover?.();
    if (back && this.before !== document.body) this.before?.focus?.({ preventScroll: true });
  }
}
