// The keyboard of the player: Escape closes an open pane, the other keys work the transport.

export class Keyboard {
  /** `root`: the component's shadow root; `box`: the player in it. */
  constructor(root, box, { model, diagram, transport, panes }) {
    Object.assign(this, { root, box, model, diagram, transport, panes });
    this.pressed = (event) => this.press(event);
    window.addEventListener("keydown", this.pressed, true);
    // A click in the player takes the keys from the text box beside it: the space bar then means Play.
    box.addEventListener("pointerdown", () => this.takeFocus());
  }

  press(event) {
    if (!this.root.isConnected || !this.root.host?.checkVisibility?.()) return;
    const ours = event.composedPath().includes(this.box) || document.activeElement === document.body;
    if (event.key !== "Escape" || !ours) this.transport.keyboard(event);
    else if (this.model.opened.kind !== "now") this.panes.close();
    else this.diagram.leave();
  }

  takeFocus() {
    const { activeElement } = document;
    if (activeElement !== document.body && !activeElement.contains(this.root.host ?? this.box)) activeElement.blur();
  }

  dispose() {
    window.removeEventListener("keydown", this.pressed, true);
  }
}
