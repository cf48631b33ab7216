// Draws one update: the diagram, the pane beside it, the transport, and the table for screen readers.

import { reducedMotion } from "../../../app/js/motion.js";
import { between } from "../../../app/js/binary_message.js";
import { html, set, write } from "../../../app/js/dom.js";
import { precise } from "../../../app/js/format.js";
import { reportFact } from "../../../app/tour_facts/facts.js";
import { COVERED } from "./predict_first.js";
import { ScreenReaderTable } from "./screen_reader_table.js";
import { sentence } from "./screen_reader_sentences.js";

export class PlayerDrawing {
  /** `diagram`, `transport`: their views; `reveal()` is called to show the covered answers. */
  constructor(model, box, { diagram, transport, reveal }) {
    Object.assign(this, { model, box, diagram, transport, reveal, side: null, light: null, from: null });
    this.table = new ScreenReaderTable();
    this.announcement = html("p", { class: "announcement", "aria-live": "polite" });
  }

  /** Show another update: its numbers glide from those of update `from`, or jump (null). */
  move(from) {
    const { model } = this;
    this.from = from !== null && !reducedMotion() && !model.covered ? model.frame(from) : null;
    if (this.from) model.playback.clock.glideOver(Math.min(300, 600 / model.ups));
    this.draw(this.from ? 0.02 : 1);
  }

  restyle() {
    this.diagram.restyle();
    this.transport.curve.restyle();
    this.draw();
  }

  /** `part`: how far the numbers have glided from those of the update before, 0 to 1. */
  draw(part = 1) {
    const { model, box } = this,
      { pos, header } = model,
      frame = this.diagram.view && model.frame();
    if (frame) {
      const before = pos ? model.frame(pos - 1) : null;
      if (part < 1 && this.from && this.from.columns[0] === frame.columns[0]) {
        this.diagram.draw(between(this.from, frame, part), before, this.look);
      } else this.drawWhole(frame, before);
      set(box, "data-update", pos);
      reportFact("shown", pos);
    }
    set(box, "data-pane", model.opened.kind);
    set(box, "data-waiting", !frame); // until the frame arrives, the picture of another update is dimmed
    if (header) this.drawTransport();
  }

  drawTransport() {
    const { model } = this;
    this.transport.draw({
      playing: model.playing,
      walking: model.opened.walking,
      pos: model.pos,
      head: model.playback.head,
      losses: model.history.losses,
      guess: Math.log(model.network.V),
      consistent: model.header.consistent,
      rates: model.header.rates,
      refusedRate: model.header.refused_rate,
      ups: model.ups,
      rate: model.rate,
      show: model.show,
    });
  }

  drawWhole(frame, before) {
    const { model } = this,
      { covered, opened, pos, network } = model,
      details = opened.detailsAt(pos),
      walk = opened.walkAt(network, pos);
    this.from = null;
    this.look = { show: model.show, covered, ...this.drawSide(frame, details, walk) };
    set(this.box, "data-covered", covered);
    this.shown = [frame, before];
    this.diagram.draw(frame, before, this.look);
    this.follow(walk?.current.t);
    if (!model.playing) this.describe(frame, before);
  }

  /** Draw the open pane. -> how the diagram should look: { lit, asked, lens, reversed } */
  drawSide(frame, details, walk) {
    const { model } = this,
      { covered, opened } = model;
    const wanted =
      this.side.draw({
        pane: covered && opened.kind !== "weights" ? { kind: "covered" } : opened.pane,
        reveal: this.reveal,
        playing: model.playing,
        frame,
        details,
        walk,
        sampled: opened.sampled,
        consistent: model.header.consistent,
        losses: model.history.losses,
        rate: model.rate,
      }) ?? {};
    return {
      lit: this.light ? new Set([...(wanted.lit ?? []), this.light]) : wanted.lit,
      asked: wanted.asked,
      lens: covered ? COVERED : wanted.lens,
      reversed: wanted.reversed,
    };
  }

  /** Scroll the diagram to the step of the walk, once. */
  follow(step) {
    if (Number.isInteger(step) && step !== this.followed) this.diagram.view.follow?.(step);
    this.followed = step;
  }

  /** Describe the diagram in words. */
  describe(frame, before) {
    const { pos, network, covered, place } = this.model;
    this.diagram.view.describe(frame, before, this.look);
    const right = network.targets.filter((target, t) => frame.top[t] === target).length;
    this.table.draw(network, frame, place, covered);
    write(
      this.announcement,
      covered
        ? `update ${pos}, its answers are covered`
        : `update ${pos}, mean loss ${precise(frame.loss[0])}, ${right} of ${network.T} right`,
    );
  }

  /** The sentence of a screen reader for the number with this id. */
  sentence(id) {
    return sentence(this.model.network, ...this.shown, this.look, id);
  }
}
