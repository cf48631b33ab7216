// The page of the loop: a slider folds and unfolds the network, a text runs through it, and every number is explained.

import {
  isHidden,
  followPresentation,
  inLecture,
  predictsFirst,
} from "../../../app/presentation/follow_presentation.js";
import { keyName } from "../../../app/presentation/keys.js";
import { setLabParameters } from "../../../app/js/address.js";
import { button, html, named, set, write } from "../../../app/js/dom.js";
import { many } from "../../../app/js/format.js";
import { KEYS } from "./keys.js";
import { ChainView } from "./chain_view.js";
import { comparison, ArithmeticPane } from "./arithmetic_pane.js";
import { cut, sentence, share, verdict } from "./arithmetic.js";
import { mounted } from "../../../app/js/mounted.js";
import { reducedMotion } from "../../../app/js/motion.js";

const FOLDING = 400,
  CARRYING = 320,
  BEAT = 900,
  PAUSE = 800; // milliseconds: folding; moving the state to the next copy; a step of playing; until it unfolds
const gentle = (part) => part * part * (3 - 2 * part);

class Loop {
  constructor(box) {
    const tell = {
      choose: (t) => this.choose(t),
      unit: (i) => this.pick(i),
      light: (name) => this.light(name),
      ask: (name) => this.ask(name),
    };
    Object.assign(this, { box, at: null, unit: 0, asked: null, lit: null, unfold: 1, frames: {}, playing: null });
    this.drawing = new ChainView(tell);
    this.pane = new ArithmeticPane(tell);
    this.slider = html("input", {
      type: "range",
      min: 0,
      max: 1,
      step: 0.01,
      "aria-label": "Unfold",
      oninput: () => this.slide(),
      onchange: () => this.address(),
    });
    this.fold = button({
      class: "action fold",
      "data-control": "unfold",
      onclick: () => this.animateUnfold(this.unfold > 0.5 ? 0 : 1),
    });
    this.play = button({
      class: "action play",
      "data-control": "play",
      text: "Play",
      onclick: () => (this.playing ? this.stop() : this.begin()),
    });
    this.where = html("span", { class: "where" });
    this.note = html("span", { class: "note" });
    const by = (step, label, text) =>
      button({ class: "action", "data-control": "step", "aria-label": label, text, onclick: () => this.step(step) });
    const knob = html(
      "label",
      { class: "knob", "data-control": "unfold" },
      html("span", { text: "folded" }),
      this.slider,
      html("span", { text: "unfolded" }),
    );
    const bar = html(
      "div",
      { class: "bar" },
      html("span", { class: "group" }, this.fold, knob),
      html(
        "span",
        { class: "group" },
        by(-1, "Step back", "\u2190"),
        this.play,
        by(1, "Step on", "\u2192"),
        this.where,
      ),
    );
    this.scroller = html("div", { class: "scroller" }, this.drawing.node);
    this.labels = html("div", { class: "labels", "aria-hidden": "true" });
    this.area = html(
      "div",
      {
        class: "drawing-area",
        tabindex: 0,
        role: "group",
        onkeydown: (event) => this.keys(event),
        "aria-label":
          "The network, step by step. Left and right go through the steps, up and down through the units, space plays.",
      },
      this.labels,
      this.scroller,
    );
    this.twins = html("div", { class: "below", "data-control": "twins" });
    this.announcement = html("p", { class: "announcement", "aria-live": "polite" });
    box.replaceChildren(
      html("div", { class: "main" }, bar, this.area, this.note, this.twins),
      this.pane.node,
      this.announcement,
    );
    this.unfollow = followPresentation(box, {
      keys: KEYS,
      changed: () => this.data && this.restyle(),
      reveal: () => this.reveal(),
      step: (by) => {
        this.step(by);
        return true;
      },
    });
    new ResizeObserver(() => this.data && this.place()).observe(this.scroller);
  }

  receive(data) {
    const first = !this.data || this.data.arrival !== data.arrival,
      before = this.data?.letters.length,
      T = data.letters.length;
    this.data = data;
    cancelAnimationFrame(this.frames.carrying);
    this.drawing.receive(data);
    if (first) Object.assign(this, { unit: 0, asked: null, guessed: null });
    if (first) this.stop();
    if (first || this.at === before - 1 || this.at >= T) this.at = T - 1; // a position at the end stays at the end
    if (first) {
      const { step, unfold } = data.arrive;
      if (step !== undefined) this.at = Math.min(T, step) - 1;
      const alone = unfold === undefined && !reducedMotion() && !inLecture(); // it unfolds by itself
      this.turn(unfold ?? (alone ? 0 : 1));
      if (alone) this.waiting = setTimeout(() => this.animateUnfold(1), PAUSE);
    }
    this.rows();
    this.place();
    this.drawing.carry(this.at, null);
    this.show();
  }

  /** Write the names of the drawing's rows. */
  rows() {
    const { rows } = this.drawing;
    const texts = [
      ["answer", rows.answer + 4],
      ["state h", rows.middle - 10],
      ["chunk A", rows.chunk + 12],
      ["letter x", rows.letter + 4],
      [`window of ${this.data.window}`, rows.seen + 2],
    ];
    this.labels.replaceChildren(
      ...texts.map(([text, y]) => {
        const node = html("span", { text });
        node.style.top = `${y}px`;
        return node;
      }),
    );
    this.area.style.minHeight = `${rows.height}px`;
  }

  place() {
    const width = this.scroller.clientWidth;
    if (!width) return;
    this.drawing.place(this.unfold, width, this.at);
    this.follow(width);
  }

  /** Keep the current copy in view. */
  follow(width) {
    const x = this.drawing.plan.x[this.at],
      { scrollLeft } = this.scroller;
    if (x < scrollLeft + 70 || x > scrollLeft + width - 70) this.scroller.scrollLeft = x - width / 2;
  }

  show() {
    const { data, at, unit, asked, covered } = this,
      T = data.letters.length;
    this.drawing.show(at, unit, covered);
    if (covered && ![...this.pane.names.keys()].includes(asked)) this.pane.cover(() => this.reveal());
    else this.pane.show(data, at, unit, asked);
    set(this.box, "data-covered", covered);
    this.remark();
    const table = comparison(data, at, cut, verdict),
      short = at + 1 < data.window;
    const [ours, theirs] = data.accuracy.map(share);
    this.twins.replaceChildren(
      ...(covered
        ? []
        : [
            table,
            html("p", {
              text: short
                ? "The whole past still fits into the window."
                : `The same last ${many(data.window, "letter")}, another past: a window network must answer the ` +
                  "same. The state tells them apart.",
            }),
            html("p", {
              class: "soft",
              text:
                `New texts, after ${data.tested} letters: recurrent ${ours} right, window ${theirs}, ` +
                `guessing 50\u00a0%. Trained on random texts of up to ${data.trained}.`,
            }),
          ]),
    );
    write(this.where, `step ${at + 1} of ${T}`);
    if (!this.playing) this.tell(); // while it plays, a screen reader could not finish the sentence
    set(this.box, "data-step", at + 1);
    this.address();
  }

  tell() {
    write(
      this.announcement,
      this.covered
        ? `Step ${this.at + 1} of ${this.data.letters.length}, letter ${this.data.letters[this.at]}. Its state ` +
            "and its answer are covered."
        : sentence(this.data, this.at),
    );
  }

  /** Is the result of this step covered, because the audience guesses first? */
  get covered() {
    return predictsFirst() && this.guessed !== this.at;
  }

  reveal() {
    if (!this.covered || this.playing) return false;
    this.guessed = this.at;
    this.show();
    return true;
  }

  restyle() {
    this.place();
    this.show();
  }

  remark() {
    const { data, lit: name } = this,
      T = data.letters.length,
      values = name && data.params[name];
    const same = values
      ? `${name}: the same ${many(values.flat().length, "number")} in every copy.`
      : "A: every copy is the same network, at another step.";
    named(this.note, name ? same : `${many(T, "step")}, one network: ${data.size} weights, however long the text.`);
  }

  /** After an action of the visitor, the network does not unfold by itself. */
  act() {
    clearTimeout(this.waiting);
    this.waiting = null;
  }

  turn(unfold) {
    this.act();
    this.unfold = unfold;
    this.slider.value = unfold;
    set(
      this.slider,
      "aria-valuetext",
      unfold < 0.02
        ? "folded: one chunk with a loop"
        : unfold > 0.98
          ? "unfolded: a chain of copies"
          : `${Math.round(100 * unfold)} per cent unfolded`,
    );
    write(this.fold, unfold > 0.5 ? "Fold" : "Unfold");
    set(this.box, "data-unfold", unfold.toFixed(2));
    this.place();
  }

  slide() {
    cancelAnimationFrame(this.frames.folding);
    this.turn(Number(this.slider.value));
  }

  animateUnfold(goal) {
    const from = this.unfold;
    this.animate(
      "folding",
      FOLDING,
      (part) => this.turn(from + (goal - from) * gentle(part)),
      () => this.address(),
    );
  }

  /** Call draw(part), part from 0 to 1, over `duration` ms; with reduced motion only draw(1). */
  animate(name, duration, draw, end) {
    cancelAnimationFrame(this.frames[name]);
    const begin = performance.now(),
      next = (now) => {
        const part = reducedMotion() ? 1 : Math.min(1, Math.max(0, now - begin) / duration);
        draw(part);
        if (part < 1) this.frames[name] = requestAnimationFrame(next);
        else end?.();
      };
    if (reducedMotion()) next(begin);
    else this.frames[name] = requestAnimationFrame(next);
  }

  step(by) {
    this.stop();
    this.choose(this.at + by);
  }

  choose(t) {
    const to = Math.max(0, Math.min(this.data.letters.length - 1, t)),
      on = to === this.at + 1;
    this.act();
    if (to === this.at) return;
    this.at = to;
    this.guessed = null;
    this.place();
    this.show();
    if (on && !reducedMotion())
      this.animate(
        "carrying",
        CARRYING,
        (part) => this.drawing.carry(this.at, gentle(part)),
        () => this.drawing.carry(this.at, null),
      );
    else this.drawing.carry(this.at, null);
  }

  begin() {
    if (this.at === this.data.letters.length - 1) this.choose(0);
    this.playing = setInterval(() => {
      this.choose(this.at + 1);
      if (this.at === this.data.letters.length - 1) this.stop();
    }, BEAT);
    write(this.play, "Pause");
  }

  stop() {
    clearInterval(this.playing);
    const played = this.playing;
    this.playing = null;
    if (played) this.tell();
    write(this.play, "Play");
  }

  keys(event) {
    const H = this.data.h[0].length,
      { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = keyName(KEYS, key),
      by = { step: 1, before: -1, first: -Infinity, last: Infinity }[name];
    if (by && isHidden("step")) return;
    if (by) this.step(by);
    else if (name === "unit") this.pick((this.unit + (key === "ArrowUp" ? H - 1 : 1)) % H);
    else if (name === "play") isHidden("play") || this.play.click();
    else if (key === "Escape") {
      this.ask(null);
      set(this.box, "data-beside", false);
    } else return;
    event.preventDefault();
  }

  pick(i) {
    if (this.covered) {
      this.reveal();
      return;
    }
    set(this.box, "data-beside", true);
    this.unit = i;
    this.asked = null;
    this.show();
  }

  ask(name) {
    if (name !== null) set(this.box, "data-beside", true);
    this.asked = name === this.asked ? null : name;
    this.show();
  }

  light(name) {
    this.lit = name;
    this.drawing.light(name);
    this.remark();
  }

  address() {
    const found = new URLSearchParams(this.data.link),
      { at, unfold } = this;
    if (at !== this.data.letters.length - 1) found.set("step", at + 1);
    if (unfold < 0.995) found.set("unfold", Number(unfold.toFixed(2)));
    if (!this.waiting) setLabParameters(found.toString());
  }

  leave() {
    this.unfollow();
    this.stop();
    clearTimeout(this.waiting);
    Object.values(this.frames).forEach(cancelAnimationFrame);
  }
}

export default function (page) {
  return mounted(page, { box: ".loop", name: "The loop", make: (box) => new Loop(box) });
}
