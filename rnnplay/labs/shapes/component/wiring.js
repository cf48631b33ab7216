// The page of the five shapes: the network unrolled on the visitor's input, and the pad for making an input.

import { followPresentation, predictsFirst } from "../../../app/presentation/follow_presentation.js";
import { setLabParameters } from "../../../app/js/address.js";
import { button, html, set, write } from "../../../app/js/dom.js";
import { AnswerLine } from "./answer_line.js";
import { BoxNumbers } from "./box_numbers.js";
import { FilmPad, PicturePad, WordPad } from "./drawing_pad.js";
import { KEYS } from "./keys.js";
import { boxInWords, UnrolledView } from "./unrolled_view.js";
import { ROWS } from "./unrolled_layout.js";
import { mounted } from "../../../app/js/mounted.js";
import { reducedMotion } from "../../../app/js/motion.js";

const PADS = { picture: PicturePad, film: FilmPad, words: WordPad };
const KINDS = ["output", "state", "input"];
const REPEAT = 1500; // milliseconds without an answer before the question is sent again
const beat = (T) => (T <= 8 ? 850 : T <= 14 ? 650 : 450);
class Wiring {
  constructor(box) {
    Object.assign(this, { box, at: null, asked: null, playing: null, turn: -1, tell: () => {} });
    this.row = new UnrolledView({ ask: (t, row) => this.ask(t, row), hover: (t, row) => this.hover(t, row) });
    this.pane = new BoxNumbers();
    this.answer = new AnswerLine();
    this.play = button({
      class: "action play",
      "data-control": "play",
      text: "Play",
      onclick: () => (this.playing ? this.stop() : this.begin()),
    });
    this.where = html("span", { class: "where" });
    const by = (step, label, text) =>
      button({ class: "action", "data-control": "step", "aria-label": label, text, onclick: () => this.step(step) });
    const bar = html(
      "div",
      { class: "bar" },
      html(
        "span",
        { class: "group" },
        by(-1, "Step back", "\u2190"),
        this.play,
        by(1, "Step on", "\u2192"),
        this.where,
      ),
      this.answer.node,
    );
    this.scroller = html("div", { class: "scroller" }, this.row.node);
    const labels = [
      ["loss", ROWS.loss + 1],
      ["output", ROWS.output + 17],
      ["state", ROWS.state + 22],
      ["input", ROWS.input + 16],
      ["step", ROWS.step - 1],
    ].map(([text, y]) => {
      const node = html("span", { text });
      node.style.top = `${y}px`;
      return node;
    });
    this.area = html(
      "div",
      {
        class: "drawing-area",
        tabindex: 0,
        role: "group",
        onkeydown: (event) => this.keys(event),
        "aria-label":
          "The network, step by step. Left and right go through the steps, up and down from input to output, " +
          "space plays.",
      },
      html("div", { class: "labels", "aria-hidden": "true" }, ...labels),
      this.scroller,
    );
    this.example = button({
      class: "action",
      text: "Example",
      title: "Another one of those that are held out",
      "aria-label": "Another example",
      onclick: () => this.send({ example: true }),
    });
    this.refusal = html("p", { class: "refusal", role: "alert" });
    this.place = html("div", { class: "pad" });
    this.announcement = html("p", { class: "announcement", "aria-live": "polite" });
    this.sorry = html("p", { class: "sorry" });
    box.replaceChildren(
      bar,
      this.sorry,
      this.area,
      html(
        "div",
        { class: "below" },
        html("section", { "aria-label": "Your input", "data-control": "pad" }, this.place, this.refusal),
        this.pane.node,
      ),
      this.announcement,
    );
    this.watch = new ResizeObserver(() => this.data && !this.data.overflow && this.fit());
    this.watch.observe(this.scroller);
    this.unfollow = followPresentation(box, {
      keys: KEYS,
      changed: () => this.data && !this.data.overflow && this.restyle(),
      reveal: () => this.reveal(),
      step: (by) => {
        if (this.data) this.step(by);
        return Boolean(this.data);
      },
    });
  }

  receive(data, tell) {
    this.tell = tell;
    const same = data.visit === this.visit && data.shape === this.data?.shape;
    if (same && data.turn < this.turn) return; // an answer to an earlier question
    if (!same) clearTimeout(this.soon); // an unsent input belongs to the network before
    this.visit = data.visit;
    const fresh = data.turn !== this.heard || data.shape !== this.data?.shape,
      T = data.steps.length,
      before = this.data?.steps.length;
    clearTimeout(this.again);
    this.turn = this.heard = data.turn;
    setLabParameters(data.link);
    set(this.box, "data-turn", data.turn);
    set(this.box, "data-update", data.update);
    set(this.box, "data-shape", data.shape);
    // A screen reader cannot follow text that changes all the time.
    set(this.answer.answer, "aria-live", data.learning ? "off" : "polite");
    this.data = data;
    if (fresh || !this.pad) this.showPad(data);
    write(this.refusal, data.refusal ?? "");
    for (const input of this.place.querySelectorAll("input")) set(input, "aria-invalid", data.refusal ? "true" : null);
    write(
      this.sorry,
      data.overflow ? "The numbers have grown past all bounds: it answers nothing. A smaller learning rate helps." : "",
    );
    this.area.hidden = this.pane.node.hidden = data.overflow;
    if (data.overflow) {
      this.answer.clear();
      return;
    }
    this.row.receive(data);
    this.answer.compare(data);
    if (fresh) this.stop(); // all steps of a new answer are shown
    if (fresh || this.at === null || this.kept !== data.shape || this.at === before - 1 || this.at >= T)
      this.at = T - 1;
    const frame = this.pad instanceof FilmPad && this.kept === data.shape ? this.asked?.t : undefined;
    if (this.kept !== data.shape || !this.asked || this.asked.t >= T || (T !== before && frame === undefined))
      this.asked = { t: T - 1, row: "output" };
    this.kept = data.shape;
    this.fit();
    this.show();
  }

  /** Show the pad of this shape with the current input. */
  showPad(data) {
    const Kind = PADS[data.pad.kind];
    if (!(this.pad instanceof Kind)) {
      this.pad = new Kind({
        input: (text, wait, t) => this.changeInput(text, wait, t),
        wait: () => clearTimeout(this.soon),
      });
      this.place.replaceChildren(this.pad.node);
    }
    this.pad.tools.append(this.example);
    this.pad.receive(data);
  }

  fit() {
    const width = this.scroller.clientWidth;
    if (!width) return;
    this.row.place(width);
    this.row.show(this.at, this.asked, this.covered);
    this.follow();
  }

  follow() {
    const x = this.row.where.x[this.at],
      width = this.scroller.clientWidth,
      { scrollLeft } = this.scroller;
    if (x < scrollLeft + 50 || x > scrollLeft + width - 50) this.scroller.scrollLeft = x - width / 2;
  }

  show() {
    const { data, at, asked, covered } = this,
      T = data.steps.length;
    this.row.show(at, asked, covered);
    if (this.isCovered(asked.t, asked.row)) this.pane.cover(asked.t, () => this.reveal());
    else this.pane.show(data, asked.t, asked.row);
    set(this.box, "data-covered", covered);
    if (this.pad instanceof FilmPad) this.pad.choose(asked.t);
    write(this.where, `step ${at + 1} of ${T}`);
    this.answer.show(data, at === T - 1, covered);
    set(this.box, "data-step", at + 1);
  }

  ask(t, row) {
    if (this.isCovered(t, row)) this.guessed = this.question;
    this.stop();
    this.asked = { t, row };
    if (t > this.at) this.at = t;
    this.show();
    this.speak();
  }

  /** Show the numbers of the box under the pointer; afterwards those of the selected box again. */
  hover(t, row) {
    if (this.playing || !this.data || (t !== null && t >= this.data.steps.length)) return;
    if (t === null) this.show();
    else if (t <= this.at && !this.isCovered(t, row)) this.pane.show(this.data, t, row);
  }

  speak() {
    const { t, row } = this.asked;
    write(
      this.announcement,
      this.isCovered(t, row)
        ? `Step ${t + 1} of ${this.data.steps.length}, output: covered.`
        : boxInWords(this.data, t, row),
    );
  }

  /** The key of the answer to guess: shape, input and step. */
  get question() {
    return `${this.data.shape} ${this.data.turn} ${this.at}`;
  }

  get covered() {
    return predictsFirst() && this.guessed !== this.question;
  }

  isCovered(t, row) {
    return this.covered && row === "output" && t === this.at;
  }

  reveal() {
    if (!this.data || !this.covered || this.playing) return false;
    this.guessed = this.question;
    this.show();
    this.speak();
    return true;
  }

  restyle() {
    this.fit();
    this.show();
  }

  /** Send another input after `wait` milliseconds without a further change. `t`: the changed frame of a film. */
  changeInput(text, wait, t) {
    clearTimeout(this.soon);
    if (t !== undefined) this.asked = { t, row: "input" };
    this.turn += 1;
    this.soon = setTimeout(() => this.send({ input: text }, false), wait);
  }

  send(message, turns = true) {
    clearTimeout(this.soon);
    clearTimeout(this.again);
    if (turns) this.turn += 1;
    const whole = { ...message, turn: this.turn, shape: this.data.shape };
    this.tell("input", whole);
    this.again = setTimeout(() => this.tell("input", { ...whole, again: Date.now() }), REPEAT);
  }

  step(by) {
    this.stop();
    this.go(this.at + by);
    this.speak();
  }

  go(t) {
    const to = Math.max(0, Math.min(this.data.steps.length - 1, t)),
      on = to === this.at + 1;
    this.asked = { ...this.asked, t: to };
    this.at = to;
    this.show();
    this.follow();
    if (on && !reducedMotion()) this.row.flow(to);
  }

  begin() {
    if (this.data.overflow) return;
    this.go(0);
    if (!reducedMotion()) this.row.flow(0);
    write(this.play, "Pause");
    this.playing = setInterval(() => {
      if (this.at < this.data.steps.length - 1) this.go(this.at + 1);
      if (this.at === this.data.steps.length - 1) this.stop();
    }, beat(this.data.steps.length));
  }

  stop() {
    clearInterval(this.playing);
    this.playing = null;
    write(this.play, "Play");
  }

  keys(event) {
    const { key } = event,
      at = KINDS.indexOf(this.asked?.row);
    if (event.ctrlKey || event.metaKey || event.altKey || !this.data || this.data.overflow) return;
    if (key === "ArrowLeft" || key === "ArrowRight") this.step(key === "ArrowLeft" ? -1 : 1);
    else if (key === "Home" || key === "End") this.step(key === "Home" ? -Infinity : Infinity);
    else if (key === "ArrowUp" || key === "ArrowDown")
      this.ask(this.asked.t, KINDS[Math.max(0, Math.min(2, at + (key === "ArrowUp" ? -1 : 1)))]);
    else if (key === " ") this.play.click();
    else return;
    event.preventDefault();
  }

  leave() {
    this.stop();
    clearTimeout(this.soon);
    clearTimeout(this.again);
    this.watch.disconnect();
    this.unfollow();
  }
}

export default function (page) {
  return mounted(page, { box: ".wiring", name: "The diagram", make: (box) => new Wiring(box) });
}
