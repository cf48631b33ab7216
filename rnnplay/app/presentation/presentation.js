// Writes the presentation (lecture mode, colours, hidden controls) into the address and as attributes on the page's
// root element, which every component reads. Handles the keys of the whole app. Tells the server about changes: it
// draws the charts.

import { labNow, onAddressChange, setAppParameters, setParameters } from "../js/address.js";
import { html } from "../js/dom.js";
import { requestAction } from "./follow_presentation.js";
import { nameOnPage } from "./keys.js";
import { Panel } from "./panel.js";
import { watchForCrash } from "./page_crash.js";
import { mounted } from "../js/mounted.js";
import { meetServer } from "../js/reload.js";

const OURS = { lecture: "", predict: "", hide: "", palette: "", scenes: "", scene: "" }; // parameters of the address
const WRITING = /^(INPUT|TEXTAREA|SELECT)$/;
const root = document.documentElement;

/** Is the page's background dark? */
function dark(node) {
  const probe = html("span", {});
  probe.style.color = getComputedStyle(node).getPropertyValue("--st-background-color").trim() || "#fff";
  node.append(probe);
  const [r, g, b] = getComputedStyle(probe)
    .color.match(/[\d.]+/g)
    .map(Number);
  probe.remove();
  return 0.3 * r + 0.6 * g + 0.1 * b < 128;
}

class PresentationControl {
  constructor(box) {
    Object.assign(this, {
      box,
      sent: 0,
      state: { lecture: false, predict: false, palette: "usual", ring: true, controls: false },
      data: null,
    });
    this.panel = new Panel(box, {
      toggle: (name, on) => this.toggle(name, on),
      scene: (to) => this.send("scene", to),
      scenes: (text) => this.send("scenes", text),
      forget: () => this.send("forget"),
    });
    this.ring = html("div", { class: "ring", "aria-hidden": "true", hidden: true });
    this.note = html("p", { class: "note", role: "status" });
    this.problem = html("span", {});
    this.wrong = html(
      "div",
      { class: "wrong", role: "status", hidden: true },
      this.problem,
      html("button", {
        type: "button",
        class: "close",
        "aria-label": "Close",
        text: "\u00d7",
        onclick: () => this.closeProblem(),
      }),
    );
    box.append(this.ring, this.note, this.wrong);
    this.ends = new AbortController();
    const listen = (type, listener) =>
      window.addEventListener(type, listener, { signal: this.ends.signal, capture: true });
    listen("keydown", (event) => this.keyed(event));
    listen("pointermove", (event) => this.follow(event));
    listen("pointerdown", (event) => this.panel.pressed(event));
    document.addEventListener("pointerleave", () => (this.ring.hidden = true), { signal: this.ends.signal });
    // Streamlit writes another address when the page changes.
    onAddressChange(() => this.data && box.isConnected && this.address(), this.ends.signal);
  }

  receive(data, say) {
    this.say = say;
    setParameters(data.parameters);
    meetServer(data.server);
    if (data.heard >= this.sent || !this.data) {
      // otherwise it is older than the last pressed key
      this.sent = Math.max(this.sent, data.heard);
      const { lecture, predict, palette } = data;
      Object.assign(this.state, { lecture, predict, palette });
      this.data = data;
    }
    this.show();
  }

  show() {
    const { state, data } = this,
      put = (name, on, value = "") =>
        on ? root.getAttribute(name) === value || root.setAttribute(name, value) : root.removeAttribute(name);
    put("data-ground", true, dark(this.box) ? "dark" : "light");
    put("data-hide", data.hide.length > 0, data.hide.join(" "));
    put("data-palette", state.palette === "safe", "safe");
    put("data-predict", state.predict);
    put("data-controls", state.controls);
    put("data-lecture", state.lecture);
    if (!state.lecture || !state.ring) this.ring.hidden = true;
    this.address();
    this.panel.receive(data, labNow(), state);
    const wrong = data.problems.join(" ");
    this.problem.textContent = wrong;
    this.wrong.hidden = !wrong || this.panel.open || this.closed === wrong;
    const at = state.lecture && data.scenes[data.scene - 1];
    this.note.textContent = at ? `${data.scene}/${data.scenes.length} ${at.title}` : "";
  }

  /** Write the presentation into the address. */
  address() {
    const { state, data } = this;
    setAppParameters({
      ...OURS,
      ...data.query,
      lecture: state.lecture ? "1" : "",
      predict: state.predict ? "1" : "",
      palette: state.palette === "safe" ? "safe" : "",
    });
  }

  /** Close the sentence about a bad address. */
  closeProblem() {
    this.closed = this.problem.textContent;
    this.wrong.hidden = true;
  }

  send(what, to) {
    this.sent += 1;
    this.say("say", { n: this.sent, do: what, to });
  }

  toggle(name, on) {
    this.state[name] = name === "palette" ? (on ? "safe" : "usual") : on;
    if (name === "lecture") this.state.controls = false;
    this.show();
    if (["lecture", "predict", "palette"].includes(name)) this.send(name, this.state[name]);
  }

  keyed(event) {
    const { state, data } = this,
      target = event.composedPath()[0];
    if (!data || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.isContentEditable || (WRITING.test(target.tagName) && !/^(checkbox|range|file)$/.test(target.type)))
      return;
    const name = nameOnPage(event.key, labNow(), state.lecture);
    const does = {
      help: () => this.panel.toggle(),
      lecture: () => this.toggle("lecture", !state.lecture),
      ring: () => this.toggle("ring", !state.ring),
      controls: () => this.toggle("controls", !state.controls),
      predict: () => this.toggle("predict", !state.predict),
      reveal: () => requestAction("reveal"),
      on: () => this.click(1),
      back: () => this.click(-1),
    }[name];
    if (!does || (name === "reveal" && !state.predict) || (["on", "back"].includes(name) && this.panel.open)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    does();
  }

  /** A key of a clicker: show the covered answers, else go to the next scene, or without scenes to the next step. */
  click(by) {
    const { scenes, scene } = this.data,
      to = scene + by;
    if (by > 0 && this.state.predict && requestAction("reveal")) return;
    if (!scenes.length) requestAction("step", by);
    else if (scenes[to - 1]) this.send("scene", to);
  }

  follow(event) {
    if (!this.state.lecture || !this.state.ring || event.pointerType === "touch") return;
    this.ring.hidden = false;
    this.ring.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
  }

  leave() {
    this.ends.abort();
  }
}

export default function (page) {
  watchForCrash();
  return mounted(page, { box: ".presentation", make: (box) => new PresentationControl(box) });
}
