// The place of the diagram: which drawing stands there, how large, and which steps are in view.

import { Dense } from "./dense.js";
import { Diagram } from "./diagram.js";
import { html } from "./dom.js";
import { around, layout } from "./layout.js";

const MARGIN = 28; // pixels between diagram and transport, and below

export class Stage {
  /** `on`: ask(id), open(names), scrolled, redraw, name(id), changed (another drawing stands here). */
  constructor(on) {
    this.on = on;
    this.node = html("div", { class: "stage-holder" });
  }

  /** Another network. */
  show(scene) {
    Object.assign(this, { scene, view: null });
    this.fit();
  }

  /** Draw anew if the room has changed. `below`: the transport, which must stay above the fold. */
  fit(below = this.below) {
    this.below = below;
    const width = this.node.clientWidth;
    if (!this.scene || !width) return;
    const scrolled = this.node.getRootNode().host?.closest?.('[data-testid="stMain"]')?.scrollTop ?? 0;
    const room = window.innerHeight - this.node.getBoundingClientRect().top - scrolled - below.offsetHeight - MARGIN;
    if (this.view && Math.abs(width - this.width) < 4 && Math.abs(room - this.room) < 12) return;
    Object.assign(this, { width, room });
    const plan = layout(this.scene, width, room), left = this.view?.left ?? 0;
    this.view = plan.mode === "dense" ? new Dense(this.scene, plan, this.on) : new Diagram(this.scene, plan, this.on);
    this.node.replaceChildren(this.view.node);
    this.node.style.minHeight = `${plan.height * plan.zoom}px`;
    if (left && this.view.scroller) this.view.scroller.scrollLeft = left;
    this.on.changed();
  }

  /** The steps in view: [from, to). */
  get columns() {
    return this.view ? this.view.columns : [0, this.scene.T];
  }

  /** The steps to have at hand, so that scrolling shows numbers at once. */
  get wanted() {
    return around(this.columns, this.scene.T);
  }
}
