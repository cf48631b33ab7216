// The pads for making an input: draw a picture, move the dot of a film, or write a sentence.

import { button, html, set, write } from "../../../app/js/dom.js";
import { bitsOf, digitsOf, filmOf, placesOf, wordsOf } from "./input_format.js";
import { picture } from "./pixel_tiles.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const HIGH = 150; // pixels: the height of the canvas, about
const SOON = 150,
  TYPING = 350; // milliseconds from the last change until the input is sent

/** The shared part of the two pads of pixels: a canvas with its pointer and key events. */
class PixelPad {
  constructor(label, tell) {
    this.tell = tell;
    this.canvas = html("canvas", {
      class: "pixels",
      tabindex: 0,
      role: "application",
      "aria-label": label,
      onkeydown: (event) => this.keys(event),
    });
    for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"])
      this.canvas.addEventListener(type, (event) => this.pointer(event));
    this.hint = html("p", { class: "soft" });
    this.tools = html("div", { class: "tools" });
    this.node = html("div", { class: "drawn" }, this.canvas, html("div", {}, this.hint, this.tools));
  }

  size({ pad }) {
    this.pad = pad;
    this.pixel = Math.floor(HIGH / pad.rows);
    this.canvas.style.touchAction = "none";
  }

  at(event) {
    const frame = this.canvas.getBoundingClientRect(),
      inside = (value, end) => Math.max(0, Math.min(end - 1, Math.floor(value / this.pixel)));
    return [inside(event.clientY - frame.top, this.pad.rows), inside(event.clientX - frame.left, this.pad.columns)];
  }

  pointer(event) {
    if (event.type === "pointerdown") {
      this.canvas.setPointerCapture(event.pointerId);
      this.canvas.focus({ preventScroll: true });
      this.down = true;
      this.touch(...this.at(event), true);
    } else if (event.type === "pointermove" && this.down) this.touch(...this.at(event), false);
    else if (event.type !== "pointermove") this.down = false;
  }
}

export class PicturePad extends PixelPad {
  constructor(tell) {
    super("Your picture. Arrow keys move the mark, space turns a pixel.", tell);
    this.cursor = [0, 0];
    this.hint.textContent = "Draw: click or drag. By keys: arrows move, space turns a pixel.";
    const clear = button({ class: "action", text: "Clear", onclick: () => this.change(this.bits.map(() => 0)) });
    this.tools.append(clear);
    for (const type of ["focus", "blur"]) this.canvas.addEventListener(type, () => this.draw());
  }

  receive(data) {
    this.size(data);
    this.bits = bitsOf(data.input);
    this.draw();
  }

  draw() {
    const { pad, cursor, canvas } = this,
      visible = canvas.getRootNode().activeElement === canvas;
    if (this.bits) picture(canvas, this.bits, pad, this.pixel, visible ? cursor[0] * pad.columns + cursor[1] : null);
  }

  change(bits) {
    this.bits = bits;
    this.draw();
    this.tell.input(digitsOf(bits), SOON);
  }

  touch(row, column, begins) {
    const k = row * this.pad.columns + column;
    this.cursor = [row, column];
    if (begins) this.ink = 1 - this.bits[k];
    this.change(this.bits.with(k, this.ink));
  }

  keys(event) {
    const move = MOVES[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!move && event.key !== " " && event.key !== "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!move) return this.touch(...this.cursor, true);
    this.cursor = [
      Math.max(0, Math.min(this.pad.rows - 1, this.cursor[0] + move[0])),
      Math.max(0, Math.min(this.pad.columns - 1, this.cursor[1] + move[1])),
    ];
    this.draw();
  }
}

export class FilmPad extends PixelPad {
  constructor(tell) {
    super("The frame that is chosen. Arrow keys move the dot, enter adds a frame.", tell);
    this.add = button({ class: "action", text: "Add a frame", onclick: () => this.insert() });
    this.less = button({ class: "action", text: "Remove it", onclick: () => this.remove() });
    this.tools.append(this.add, this.less);
  }

  receive(data) {
    this.size(data);
    this.most = data.most;
    this.places = placesOf(data.input);
    this.choose(Math.min(this.frame ?? 0, this.places.length - 1));
  }

  /** Show another frame. */
  choose(t) {
    this.frame = Math.min(t, this.places.length - 1);
    this.draw();
  }

  draw() {
    const { pad, places, frame } = this,
      k = ([row, column]) => row * pad.columns + column,
      bits = new Array(pad.rows * pad.columns).fill(0);
    bits[k(places[frame])] = 1;
    picture(this.canvas, bits, pad, this.pixel, frame ? k(places[frame - 1]) : null);
    write(
      this.hint,
      `Frame ${frame + 1} of ${places.length}. Move the dot: click, or arrow keys. Dashed: where it was before.`,
    );
    set(this.add, "disabled", places.length >= this.most);
    set(this.less, "disabled", places.length <= 2);
  }

  change(places, frame = this.frame) {
    this.places = places;
    this.frame = frame;
    this.draw();
    this.tell.input(filmOf(places), SOON, frame);
  }

  touch(row, column) {
    this.change(this.places.with(this.frame, [row, column]));
  }

  insert() {
    const { frame, places } = this;
    if (places.length < this.most)
      this.change([...places.slice(0, frame + 1), places[frame], ...places.slice(frame + 1)], frame + 1);
  }

  remove() {
    const { frame, places } = this;
    if (places.length > 2)
      this.change(
        places.filter((_, t) => t !== frame),
        Math.max(0, frame - 1),
      );
  }

  keys(event) {
    const move = MOVES[event.key],
      [row, column] = this.places[this.frame];
    if (event.ctrlKey || event.metaKey || event.altKey || (!move && event.key !== "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!move) return this.insert();
    this.touch(
      Math.max(0, Math.min(this.pad.rows - 1, row + move[0])),
      Math.max(0, Math.min(this.pad.columns - 1, column + move[1])),
    );
  }
}

export class WordPad {
  constructor(tell) {
    this.tell = tell;
    this.field = html("input", {
      type: "text",
      class: "words",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: 2400,
      "aria-label": "Your words",
      oninput: () => this.typed(),
      onchange: () => this.asks(),
      onkeydown: (event) => this.keys(event),
    });
    this.list = html("div", {
      class: "known",
      role: "group",
      "aria-label": "Words that it knows: arrow keys go from one to the next, enter adds one",
    });
    this.list.addEventListener("keydown", (event) => this.along(event));
    this.tools = html("div", { class: "tools" });
    this.node = html(
      "div",
      { class: "written" },
      html("div", { class: "line" }, this.field, this.tools),
      html("p", { class: "soft hint", text: "All the words that it knows. Type, or click to add one:" }),
      this.list,
    );
  }

  receive(data) {
    if (this.field.value !== data.input) this.field.value = data.input;
    this.sent = data.input;
    if (this.words?.join() === data.words.join()) return;
    this.words = data.words;
    this.lower = new Set(data.words.map((word) => word.toLowerCase()));
    this.list.replaceChildren(
      ...data.words.map((word, k) =>
        button({ class: "chip", tabindex: k ? -1 : 0, text: word, onclick: () => this.append(word) }),
      ),
    );
  }

  append(word) {
    this.field.value = `${this.field.value.trim()} ${word}`.trim();
    this.tell.input(this.field.value, SOON);
  }

  /** An unfinished word is no mistake: the words are sent when all of them are known, or with Enter. */
  typed() {
    const words = wordsOf(this.field.value);
    if (words.length && words.every((word) => this.lower.has(word))) this.send(TYPING);
    else this.tell.wait();
  }

  /** Send the words to the network after so many milliseconds. */
  send(delay) {
    this.sent = this.field.value;
    this.tell.input(this.sent, delay);
  }

  asks() {
    if (this.field.value !== this.sent) this.send(0);
  }

  keys(event) {
    event.stopPropagation();
    if (event.key === "Enter") this.asks();
  }

  along(event) {
    const chips = [...this.list.children],
      at = chips.indexOf(event.target),
      by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (at < 0 || !by) return;
    event.preventDefault();
    event.stopPropagation();
    const next = chips[(at + by + chips.length) % chips.length];
    set(chips[at], "tabindex", -1);
    set(next, "tabindex", 0);
    next.focus();
  }
}
