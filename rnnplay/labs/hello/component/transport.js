// The transport: Play, Step, Back, the slider over the past, speed, learning rate, and the keys for them.

import { isHidden } from "../../../app/presentation/follow_presentation.js";
import { keyName } from "../../../app/presentation/keys.js";
import { KEYS } from "./keys.js";
import { LossCurve } from "./loss_curve.js";
import { button, html, set, write } from "../../../app/js/dom.js";
import { count, exact } from "../../../app/js/format.js";

const ICONS = {
  back: "M11,3 V13 L4,8 Z M2,3 H3.6 V13 H2 Z",
  step: "M5,3 V13 L12,8 Z M12.4,3 H14 V13 H12.4 Z",
  play: "M4,2.5 V13.5 L13.5,8 Z",
  pause: "M4,3 H7 V13 H4 Z M9,3 H12 V13 H9 Z",
  reset: "M8,3 A5,5 0 1 1 3.2,6.6 L4.6,7 A3.5,3.5 0 1 0 8,4.5 V7 L4,3.7 L8,0.5 Z",
};

/** Button -> the name under which `hide=` hides it. */
const CONTROL = { play: "play", back: "step", step: "step", reset: "reset", fresh: "fresh", copy: "copy" };
/** Key -> the name that hides its button; the key of a hidden button does nothing. */
const HIDES = { play: "play", step: "step", before: "step", first: "past", last: "past" };

function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  set(drawing, "viewBox", "0 0 16 16");
  set(drawing, "aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

/** A slider over powers of ten (or any `from`, `to` mapping): fine at both ends. */
function logSlider(label, [low, high], onInput, attributes) {
  const steps = 1000,
    span = Math.log(high / low);
  const input = html("input", { type: "range", min: 0, max: steps, step: 1, "aria-label": label, ...attributes });
  const value = () => low * Math.exp((span * input.value) / steps);
  input.addEventListener("input", () => onInput(value(), false));
  input.addEventListener("change", () => onInput(value(), true));
  const show = (v) => {
    input.value = Math.round((steps * Math.log(v / low)) / span);
    set(input, "aria-valuetext", exact(v));
  };
  return { input, value, show };
}

/** Two significant digits: the rate that is shown is the rate that is used. */
function round2(value) {
  return Number(value.toPrecision(2));
}

export class Transport {
  /** `on`: see playback_actions.js. */
  constructor(on, limits) {
    this.on = on;
    const press = (name, label, action, ...inside) =>
      button({ class: `action ${name}`, "data-control": CONTROL[name], title: label, onclick: action }, ...inside);
    this.playLabel = html("span", { text: "Play" });
    this.playIcon = html("span", { class: "icon" }, icon("play"));
    this.play = press(
      "play",
      "Play or pause the training (space bar)",
      () => on.toggle(),
      this.playIcon,
      this.playLabel,
    );
    this.curve = new LossCurve((update) => on.seek(update));
    this.slider = html("input", {
      type: "range",
      class: "scrub",
      min: 0,
      max: 20,
      value: 0,
      step: 1,
      "aria-label": "update",
    });
    this.slider.addEventListener("input", () => on.seek(Number(this.slider.value)));
    this.at = html("output", { class: "at" });
    this.speedText = html("span", { class: "amount" });
    this.speed = logSlider("updates a second", limits.speed, (v) => on.setSpeed(Math.round(v)), { class: "short" });
    const [low, high] = limits.lr;
    this.rateBox = html("input", {
      type: "number",
      class: "amount",
      min: low,
      max: high,
      step: "any",
      "aria-label": "learning rate, as a number",
    });
    this.rateBox.addEventListener("change", () => {
      if (this.rateBox.value) on.typeRate(this.rateBox.value);
      else this.shownRate = null; // an emptied field then shows the rate that is used
    });
    this.rateRefusal = html("p", { class: "refusal", role: "alert", id: "hello-refused-rate", hidden: "" });
    this.rate = logSlider(
      "learning rate",
      limits.lr,
      (v, final) => {
        this.rateBox.value = round2(v);
        if (final) on.setRate(round2(v));
      },
      { class: "short" },
    );
    this.shows = ["scores", "probabilities"].map((kind) =>
      press("choice", `Show ${kind} in the output boxes`, () => on.setShow(kind), kind),
    );
    this.reset = press("reset", "Back to update 0, same start", () => on.reset(), icon("reset"), "Reset");
    this.back = press(
      "back",
      "One update back (left arrow)",
      () => on.step(-1),
      icon("back"),
      html("span", { text: "Back" }),
    );
    this.step = press(
      "step",
      "One update forward (right arrow)",
      () => on.step(1),
      html("span", { text: "Step" }),
      icon("step"),
    );
    this.past = html("div", { class: "past", "data-control": "past" }, this.curve.canvas, this.slider);
    this.node = html(
      "div",
      { class: "transport" },
      html(
        "div",
        { class: "upper" },
        this.past,
        html(
          "div",
          { class: "extra" },
          html(
            "div",
            {
              class: "group segmented",
              role: "group",
              "aria-label": "show in the output boxes",
              "data-control": "show",
            },
            ...this.shows,
          ),
          html(
            "div",
            { class: "group" },
            press("fresh", "Other random weights", () => on.restart(), "New start"),
            press("copy", "Copy a link to exactly this state", () => on.copyLink(), "Copy link"),
          ),
        ),
      ),
      html(
        "div",
        { class: "bar" },
        html("div", { class: "group" }, this.reset, this.back, this.play, this.step),
        this.at,
        html(
          "div",
          { class: "knobs" },
          html(
            "label",
            { class: "knob", "data-control": "speed" },
            html("span", { text: "speed" }),
            this.speed.input,
            this.speedText,
          ),
          html(
            "span",
            { class: "knob", "data-control": "lr" },
            html("label", { class: "knob" }, html("span", { text: "learning rate" }), this.rate.input),
            this.rateBox,
          ),
        ),
        this.rateRefusal,
      ),
    );
  }

  keyboard(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const target = event.composedPath()[0];
    const role = target.getAttribute?.("role");
    const sliding = target === this.slider || (event.key === " " && target.type === "range");
    if (!sliding && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
    if (!sliding && /^(slider|combobox|listbox|option|tab|radio|menuitem|menuitemradio|spinbutton|textbox)$/.test(role))
      return;
    if (event.key === " " && (role === "button" || /^(BUTTON|A|SUMMARY)$/.test(target.tagName))) return;
    const name = keyName(KEYS, event.key);
    const action = {
      play: () => this.on.toggle(),
      step: () => this.on.step(1),
      before: () => this.on.step(-1),
      first: () => this.on.seek(0),
      last: () => this.on.seek(Infinity),
    }[name];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    if (!isHidden(HIDES[name])) action();
  }

  draw({ playing, pos, head, losses, guess, consistent, rates, refusedRate, ups, rate, show, walking }) {
    if (this.playing !== playing) {
      this.playing = playing;
      write(this.playLabel, playing ? "Pause" : "Play");
      this.playIcon.replaceChildren(icon(playing ? "pause" : "play"));
    }
    if (this.walking !== walking) {
      this.walking = walking;
      write(this.back.querySelector("span"), walking ? "Before" : "Back");
      write(this.step.querySelector("span"), walking ? "Next" : "Step");
      set(this.back, "title", walking ? "The stage before (left arrow)" : "One update back (left arrow)");
      set(this.step, "title", walking ? "The next stage (right arrow)" : "One update forward (right arrow)");
    }
    this.curve.draw({ losses, pos, head, guess, consistent, rates, width: this.past.clientWidth, height: 64 });
    set(this.slider, "max", this.curve.end);
    if (Number(this.slider.value) !== pos) this.slider.value = pos;
    set(this.slider, "aria-valuetext", `update ${pos} of ${head}`);
    write(this.at, `update ${count(pos)}`);
    if (this.ups !== ups) {
      this.ups = ups;
      this.speed.show(ups);
      write(this.speedText, `${ups}/s`);
    }
    if (this.shownRate !== rate) {
      this.shownRate = rate;
      this.rate.show(rate);
      this.rateBox.value = rate;
    }
    this.drawRefusal(refusedRate);
    this.shows.forEach((node, i) => set(node, "aria-pressed", String((i === 1) === (show === "probabilities"))));
  }

  /** `refused`: { typed, sentence } of a learning rate that was refused, or undefined. */
  drawRefusal(refused) {
    const text = refused?.sentence ?? "";
    if (text === this.rateRefusal.textContent) return;
    write(this.rateRefusal, text);
    this.rateRefusal.hidden = !refused;
    set(this.rateBox, "aria-invalid", String(Boolean(refused)));
    set(this.rateBox, "aria-describedby", refused ? this.rateRefusal.id : "");
    this.rateBox.value = refused ? refused.typed : this.shownRate;
    if (refused) requestAnimationFrame(() => this.rateRefusal.scrollIntoView({ block: "nearest" }));
  }
}
