// Chooses the drawing of the diagram and its size, and knows which steps are in view.

import { DenseDiagram } from "./dense_diagram.js";
import { Diagram } from "./diagram.js";
import { inLecture } from "../../../app/presentation/follow_presentation.js";
import { html, set } from "../../../app/js/dom.js";
import { CellView } from "./cell_view.js";
import { around, layout } from "./diagram_layout.js";

const LARGEST = 3; // times the usual size, at most, in lecture mode
const MARGIN = 28; // pixels between diagram and transport, and below

export class DiagramView {
  /** `on`: ask(id), open(names), scrolled(), redraw(), name(id), changed() when there is another drawing. */
  constructor(on) {
    this.on = { ...on, inside: (t, i) => this.enter(t, i) };
    this.node = html("div", { class: "diagram-holder" });
    this.cell = null; // the view inside a cell, while it is open
  }

  /** Show another network. */
  show(network) {
    const open = this.cell && { t: this.cell.t, i: this.cell.i };
    Object.assign(this, { network, view: null, cell: null });
    this.fit();
    if (open && this.view) this.enter(open.t, open.i);
  }

  /** Open the cell at step t: its view replaces the diagram. */
  enter(t, i) {
    const fresh = !this.cell,
      keyed = this.keyed;
    this.cell ??= new CellView(this.network, {
      ask: this.on.ask,
      leave: () => this.leave(),
      moved: (step) => this.moved(step),
    });
    if (fresh) this.place();
    this.cell.enter(t, i);
    if (fresh && keyed) this.cell.node.focus({ preventScroll: true });
    if (this.cell.node.getBoundingClientRect().top < 0) this.cell.node.scrollIntoView({ block: "start" });
  }

  /** Go back to the diagram. False if no cell is open. */
  leave() {
    if (!this.cell) return false;
    const { t } = this.cell,
      { keyed } = this;
    this.cell = null;
    this.place();
    if (keyed) this.view.focusInside(t);
    this.on.redraw();
    return true;
  }

  /** The cell shows another step: its column must be loaded. */
  moved(t) {
    this.view.follow?.(t);
    this.on.scrolled();
  }

  /** Does an element of the diagram have the keyboard focus? */
  get keyed() {
    return Boolean(this.node.getRootNode().activeElement?.matches(":focus-visible"));
  }

  place() {
    this.node.replaceChildren(this.view.node, ...(this.cell ? [this.cell.node] : []));
    set(this.view.node, "data-behind", Boolean(this.cell));
    this.cell?.fit(this.width, Math.min(this.room, this.tall)); // as high as the diagram, so that nothing moves
  }

  draw(frame, before, look) {
    this.view.draw(frame, before, look);
    this.cell?.draw(frame, look);
  }

  restyle() {
    this.view?.restyle?.();
    this.cell?.restyle();
  }

  /** Draw again if the page has another size. `below`: the transport, which must stay on the first screen. */
  fit(below = this.below) {
    this.below = below;
    const width = this.node.clientWidth;
    if (!this.network || !width) return;
    const scrolled = this.node.getRootNode().host?.closest?.('[data-testid="stMain"]')?.scrollTop ?? 0;
    const room = window.innerHeight - this.node.getBoundingClientRect().top - scrolled - below.offsetHeight - MARGIN;
    if (this.view && Math.abs(width - this.width) < 4 && Math.abs(room - this.room) < 12) return;
    Object.assign(this, { width, room });
    const plan = layout(this.network, width, room, inLecture() ? LARGEST : undefined),
      left = this.view?.left ?? 0,
      focused = this.focused;
    this.view =
      plan.mode === "dense" ? new DenseDiagram(this.network, plan, this.on) : new Diagram(this.network, plan, this.on);
    this.tall = plan.height * plan.zoom;
    this.place();
    this.node.style.minHeight = `${this.tall}px`;
    if (left && this.view.scroller) this.view.scroller.scrollLeft = left;
    this.on.changed();
    // The keyboard focus stays on the same number.
    if (focused) this.node.querySelector(focused)?.focus({ preventScroll: true });
  }

  /** A selector of the focused element that also finds it in a new drawing; or null. */
  get focused() {
    const node = this.node.getRootNode().activeElement;
    if (!node || !this.node.contains(node)) return null;
    const name = ["data-id", "data-part", "aria-label"].find((attribute) => node.hasAttribute(attribute));
    return name ? `[${name}=${JSON.stringify(node.getAttribute(name))}]` : null;
  }

  /** The steps in view: [from, to). */
  get columns() {
    return this.view ? this.view.columns : [0, this.network.T];
  }

  /** The steps to load, [from, to): scrolling then shows numbers at once. */
  get wanted() {
    return around(this.columns, this.network.T);
  }
}
