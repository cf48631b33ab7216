// The player: it holds the updates that were sent, draws the one the learner is at, and asks for more in time.
// The server computes every number; here it is only decided which of them to show, and when.

import { tell } from "../../../app/tour_facts/facts.js";
import { copy, query, setAddress } from "../../../app/js/address.js";
import { Covers, coverable, COVERED } from "./predict_first.js";
import { dress } from "../../../app/presentation/apply.js";
import { html, set, write } from "../../../app/js/dom.js";
import { precise } from "../../../app/js/format.js";
import { news } from "./notices.js";
import { Notice } from "./notice.js";
import { Opened } from "./pane_state.js";
import { finer } from "../../../app/js/paint.js";
import { Past } from "./frame_history.js";
import { Playback } from "./playback.js";
import { questionOf } from "./questions.js";
import { Requests } from "./server_requests.js";
import { Side } from "./side.js";
import { sentence } from "./sentences.js";
import { Stage } from "./diagram_view.js";
import { Steps } from "./reader_table.js";
import { Transport } from "./transport.js";
import { between, unpack } from "../../../app/js/binary_message.js";
import { mounted } from "../../../app/js/mounted.js";

const calm = window.matchMedia?.("(prefers-reduced-motion: reduce)");

export class Player {
  constructor(root, header) {
    Object.assign(this, {
      root,
      box: root.querySelector(".rnnplay"),
      past: new Past(),
      opened: new Opened(),
      run: null,
      show: "scores",
      light: null,
    });
    this.requests = new Requests(() => `${location.pathname}?${this.search}`);
    this.notice = new Notice();
    this.covers = new Covers();
    this.steps = new Steps();
    this.playback = new Playback({
      last: () => this.last,
      end: (update) => this.past.frames.end(update, this.columns),
      glide: (part) => this.draw(part),
      moved: (from) => this.moved(from),
      rested: () => this.rested(),
      hungry: () => this.refill(),
      walking: () => this.opened.walking,
      stage: (n) => this.stageBy(n),
    });
    this.transport = new Transport(
      {
        toggle: () => (this.playing ? this.pause() : this.play()),
        step: () => this.step(1),
        back: () => this.step(-1),
        seek: (update) => this.playback.seek(update),
        reset: () => this.reset(),
        fresh: () => this.ask({ fresh: true }),
        speed: (ups) => this.setSpeed(ups),
        rate: (lr) => this.ask({ lr, at: this.pos }),
        show: (kind) => this.setShow(kind),
        copy: () => copy(this.search, this.notice),
      },
      header.limits,
    );
    this.stage = new Stage({
      ask: (id) => this.question(id),
      open: (names) => this.open({ kind: "weights", names }),
      scrolled: () => this.redraw(),
      changed: () => this.redraw(),
      redraw: () => this.draw(),
      name: (id) => sentence(this.scene, ...this.shown, this.look, id),
    });
    this.main = html("div", { class: "main" }, this.stage.node);
    this.transport.node.prepend(this.notice.node);
    this.main.append(this.transport.node);
    this.told = html("p", { class: "spoken", "aria-live": "polite" });
    this.box.append(this.main, this.told, this.steps.node);
    this.undress = dress(this.box, {
      changed: () => this.dressed(),
      reveal: () => this.reveal(),
      step: (by) => (this.step(by), true),
    });
    // A click in the player takes the keys from the text box beside it: the space bar then means Play.
    this.box.addEventListener("pointerdown", () => this.takeKeys());
    // A picture is taken: as fine as that needs, and afterwards as the screen does.
    this.box.addEventListener("picture", ({ detail }) => {
      finer(detail);
      this.draw();
    });
    this.keys = (event) => this.keyboard(event);
    window.addEventListener("keydown", this.keys, true);
    this.fit = () => this.stage.fit(this.transport.node);
    this.resize = new ResizeObserver(this.fit);
    for (const node of [this.stage.node, this.transport.node]) this.resize.observe(node);
    const page = document.querySelector(".stMainBlockContainer"); // what stands above may still grow
    if (page) this.resize.observe(page);
    window.addEventListener("resize", this.fit);
    this.watch = setInterval(() => this.patrol(), 500);
    if (Requests.justReloaded())
      this.notice.say("The server was started anew; this is where you were.", { stay: 5000 });
  }

  get pos() {
    return this.playback.pos;
  }

  get ups() {
    return this.playback.ups;
  }

  get playing() {
    return this.playback.playing;
  }

  // ---- what arrives -------------------------------------------------------

  receive(bytes, tell) {
    this.requests.tell = tell;
    const { header, arrays } = unpack(bytes);
    this.requests.answered(header.answers);
    this.requests.postpone(header.later ?? null);
    Object.assign(this, { header, stopped: header.stopped, last: header.last });
    if (header.run !== this.run || header.arrival !== this.arrival) this.begin(header);
    this.past.take(header, arrays);
    this.opened.take(this.scene, header, arrays);
    if (this.stopped && this.pos > this.stopped.update) this.playback.seek(this.stopped.update);
    this.say();
    this.restyle(); // the theme may be another one
    this.refill();
  }

  /** Another experiment: another network, its own past. */
  begin(header) {
    const arrived = header.arrival !== this.arrival,
      again = this.run !== null && !arrived,
      same = again && JSON.stringify(header.scene) === JSON.stringify(this.scene);
    if (arrived) this.arrive();
    Object.assign(this, { run: header.run, arrival: header.arrival, scene: header.scene, from: null });
    this.opened.forget();
    this.requests.forget();
    this.past.forget();
    this.playback.begin(header.at, header.head, header.autoplay && !calm?.matches ? header.consistent : null);
    if (!again) this.setShow(header.show, true);
    if (!again) this.setSpeed(header.speed, true);
    set(this.box, "data-run", this.run);
    if (again) setAddress(this.search);
    if (same) return; // only the learning rate is another one: the picture stays
    if (!this.opened.walking) this.opened.close();
    this.side?.node.remove();
    this.side = new Side(this.scene, {
      light: (id) => this.lightUp(id),
      ask: (id) => this.question(id),
      close: () => this.close(),
      open: (kind) => this.open({ kind }),
      weight: (name, i, j) => this.open({ ...this.opened.pane, chosen: name && { name, i, j } }),
      stage: (by) => this.stageBy(by),
      phase: (name) => this.phase(name),
      inside: (t, i) => this.stage.enter(t, i),
      speak: (options) => this.utter(options),
    });
    this.main.append(this.side.node);
    this.stage.below = this.transport.node;
    this.stage.show(this.scene);
    if (header.autoplay && !calm?.matches && !again) this.playback.play();
  }

  /** Somebody was brought here, to another place of a tour or a lecture: nothing goes on that went on before. */
  arrive() {
    this.playback.stop();
    this.opened.close();
  }

  // ---- what is asked for --------------------------------------------------

  get columns() {
    return this.stage.columns;
  }

  /** How many updates to have in hand: four seconds of play. */
  get depth() {
    return Math.min(1200, Math.max(120, 4 * this.ups));
  }

  /** Ask for what is missing: frames ahead of the cursor, the moment that a pane shows. */
  refill() {
    if (!this.stage.view) return;
    const end = this.past.frames.end(this.pos, this.columns),
      missing = end === this.pos;
    const low = end - this.pos < this.depth / 2 && end <= this.last;
    const moment = this.lacksMoment(),
      speak = !this.playing && this.opened.needsSpeech(this.pos);
    if (
      this.requests.waiting ||
      this.requests.early ||
      !(missing || low || moment || speak || this.past.known <= this.pos)
    )
      return;
    this.ask(speak ? { speak: this.speech } : {}, missing ? Math.max(0, this.pos - 1) : low ? end : null, moment);
  }

  /** At rest, is the moment that the pane shows still to come? */
  lacksMoment() {
    return (
      !this.playing &&
      !this.opened.momentAt(this.pos) &&
      this.opened.needsMoment(this.past.frames.get(this.pos, this.columns))
    );
  }

  ask(extra = {}, start = null, moment = false) {
    this.requests.send({
      run: this.run,
      at: this.pos,
      head: this.playback.head,
      speed: this.ups,
      show: this.show,
      losses: this.past.known,
      start: start ?? this.pos,
      count: start === null ? 0 : this.depth,
      columns: this.stage.wanted,
      moment: moment ? this.pos : null,
      ...extra,
    });
  }

  patrol() {
    if (!this.root.isConnected) {
      this.leave();
      return;
    }
    const back = this.requests.patrol();
    if (back && !this.requests.waiting) this.ask(); // does the server still know us?
    if (this.stage.view) this.refill();
    this.say();
  }

  // ---- where the learner is -----------------------------------------------

  play() {
    this.playback.until = null;
    this.playback.play();
    this.draw();
    this.say();
  }

  pause() {
    this.playback.stop();
    this.rested();
  }

  step(by) {
    if (!this.opened.walking) {
      this.playback.seek(this.pos + by, true);
      return;
    }
    this.playback.stop();
    this.stageBy(by);
  }

  /** Another update is shown: glide to its numbers from those of `from`, or jump. */
  moved(from) {
    this.from = from !== null && !calm?.matches && !this.covered ? this.past.frames.get(from, this.columns) : null;
    if (this.from) this.playback.clock.glideOver(Math.min(300, 600 / this.ups));
    this.draw(this.from ? 0.02 : 1);
  }

  /** The learner has come to rest at an update. */
  rested() {
    if (!this.from) this.draw(); // else the glide to it is being drawn
    this.report();
    this.refill();
    this.say();
  }

  /** Tell the server where we are, so that it is where the learner is when the page is drawn anew. */
  report() {
    setAddress(this.search);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      if (!this.playing && !this.requests.waiting && this.root.isConnected) this.ask();
      else if (!this.playing) this.report();
    }, 400);
  }

  reset() {
    const { rates } = this.header;
    // the past with its changed rates ends: this rate from the start
    if (rates.length > 1) this.ask({ lr: rates.at(-1)[1], at: 0 });
    this.playback.head = 0;
    this.playback.seek(0);
  }

  setSpeed(ups, quiet) {
    this.playback.speed = ups;
    if (quiet) return;
    this.draw();
    this.report();
  }

  setShow(kind, quiet) {
    this.show = kind;
    if (quiet) return;
    this.draw();
    this.report();
  }

  // ---- panes --------------------------------------------------------------

  /** Where did this number come from? In a walk the answer stands below the stage, otherwise in a pane of its own. */
  question(id) {
    const { pane, walking, walk } = this.opened;
    if (this.covered && coverable(id)) {
      this.reveal();
      return;
    }
    const asked = questionOf(this.scene, id, this.show, walking && walk ? walk.stage : null);
    this.open(walking && walk ? { ...pane, id: asked } : { kind: "ask", id: asked });
  }

  open(pane) {
    if (pane.kind !== "ask" && (pane.kind !== "weights" || pane.chosen)) this.playback.stop();
    if (pane.kind === "walk") this.stage.leave();
    this.opened.open(pane);
    if (pane.kind !== "now") this.side.reveal();
    if (pane.kind === "speak") this.utter({ first: this.scene.x[0], temperature: 0, seed: 0 });
    this.draw();
    this.refill();
  }

  close() {
    this.light = null;
    this.open({ kind: "now" });
  }

  /** Let it speak: from this letter on, drawn so warmly. */
  utter(speech) {
    this.speech = speech;
    this.ask({ speak: speech });
  }

  lightUp(id) {
    this.light = id;
    this.draw();
  }

  stageBy(by) {
    if (!this.opened.walk) return;
    if (this.opened.by(by)) this.draw();
    else this.playback.seek(this.pos + 1); // the update is done: on to the next one
  }

  phase(name) {
    this.opened.phase(name);
    this.draw();
  }

  keyboard(event) {
    if (!this.root.isConnected || !this.root.host?.checkVisibility?.()) return;
    const inside = event.composedPath().includes(this.box),
      free = document.activeElement === document.body;
    if (event.key === "Escape" && this.opened.kind !== "now" && (inside || free)) this.close();
    else if (event.key === "Escape" && (inside || free)) this.stage.leave();
    else this.transport.keyboard(event);
  }

  takeKeys() {
    const { activeElement } = document;
    if (activeElement !== document.body && !activeElement.contains(this.root.host ?? this.box)) activeElement.blur();
  }

  /** Where the learner is, as the address says it. */
  get search() {
    return query(this.header, { pos: this.pos, show: this.show, ups: this.ups });
  }

  // ---- how it is shown ----------------------------------------------------

  /** The audience guesses first: the answers of this update are not to be seen. A walk shows them one by one anyhow. */
  get covered() {
    return !this.opened.walking && this.covers.over(`${this.run}:${this.pos}`);
  }

  reveal() {
    if (!this.covered || this.playing || !this.covers.reveal(`${this.run}:${this.pos}`)) return false;
    this.draw();
    this.refill();
    return true;
  }

  /** Lecture mode, other colours, covers: on or off. */
  dressed() {
    this.fit();
    if (this.stage.view) this.restyle();
  }

  // ---- what is drawn ------------------------------------------------------

  redraw() {
    this.draw();
    this.refill();
  }

  restyle() {
    this.stage.restyle();
    this.transport.curve.restyle();
    this.draw();
  }

  draw(part = 1) {
    const frame = this.stage.view && this.past.frames.get(this.pos, this.columns);
    if (frame) {
      const before = this.pos ? this.past.frames.get(this.pos - 1, this.columns) : null;
      if (part < 1 && this.from && this.from.columns[0] === frame.columns[0]) {
        this.stage.draw(between(this.from, frame, part), before, this.look);
      } else this.whole(frame, before);
      set(this.box, "data-update", this.pos);
      tell("shown", this.pos);
    }
    set(this.box, "data-pane", this.opened.kind);
    set(this.box, "data-waiting", !frame); // the picture of another update still stands there: it is dimmed
    const shown = this.header;
    if (!shown) return;
    this.transport.draw({
      playing: this.playing,
      walking: this.opened.walking,
      pos: this.pos,
      head: this.playback.head,
      losses: this.past.losses,
      guess: Math.log(this.scene.V),
      consistent: shown.consistent,
      rates: shown.rates,
      ups: this.ups,
      rate: this.rate,
      show: this.show,
    });
  }

  whole(frame, before) {
    this.from = null;
    const { covered, opened } = this,
      moment = opened.momentAt(this.pos),
      walk = opened.walkAt(this.scene, this.pos);
    const pane = covered && opened.kind !== "weights" ? { kind: "covered" } : opened.pane;
    const found =
      this.side.draw({
        pane,
        reveal: () => this.reveal(),
        playing: this.playing,
        frame,
        moment,
        walk,
        spoken: opened.spoken,
        consistent: this.header.consistent,
        losses: this.past.losses,
        rate: this.rate,
      }) ?? {};
    const lit = this.light ? new Set([...(found.lit ?? []), this.light]) : found.lit;
    this.look = {
      show: this.show,
      lit,
      asked: found.asked,
      lens: covered ? COVERED : found.lens,
      reversed: found.reversed,
      covered,
    };
    set(this.box, "data-covered", covered);
    this.shown = [frame, before];
    this.stage.draw(frame, before, this.look);
    const step = walk?.stage.t;
    if (Number.isInteger(step) && step !== this.followed) this.stage.view.follow?.(step);
    this.followed = step;
    if (this.playing) return;
    this.stage.view.describe(frame, before, this.look);
    const right = this.scene.targets.filter((target, t) => frame.top[t] === target).length;
    this.steps.draw(this.scene, frame, `${this.run}:${this.pos}`, covered);
    write(
      this.told,
      covered
        ? `update ${this.pos}, its answers are covered`
        : `update ${this.pos}, mean loss ${precise(frame.loss[0])}, ${right} of ${this.scene.T} right`,
    );
  }

  get rate() {
    return this.header.rates.findLast(([update]) => update <= this.pos)[1];
  }

  /** Say what has to be said, if anything. */
  say() {
    if (!this.header) return;
    const { frames } = this.past,
      { lost, cut, later } = this.requests;
    const found = news({
      stopped: this.stopped,
      header: this.header,
      read: this.read,
      pos: this.pos,
      here: this.stage.view && frames.get(this.pos, this.columns),
      ahead: frames.end(this.pos, this.columns) - this.pos - 1,
      lost,
      cut,
      later,
      unanswered: this.lacksMoment(),
    });
    if (!found) {
      this.notice.hide();
      return;
    }
    const [label, what, value] = found.action ?? [],
      does = { rate: () => this.ask({ lr: value }), seek: () => this.playback.seek(value) };
    const close = () => {
      this.read = found.sentence;
      this.say();
    };
    this.notice.say(found.sentence, { action: label && [label, does[what]], close: found.close && close });
  }

  leave() {
    this.playback.dispose();
    this.undress();
    this.resize.disconnect();
    clearInterval(this.watch);
    clearTimeout(this.telling);
    window.removeEventListener("keydown", this.keys, true);
    window.removeEventListener("resize", this.fit);
  }
}

export default function (page) {
  return mounted(page, {
    box: ".rnnplay",
    name: "The diagram",
    ready: (data) => data instanceof Uint8Array,
    make: (box, data, root) => new Player(root, unpack(data).header),
  });
}
