// The panel that "?" opens: keys of this page, choices of the presentation, scenes, and controls to hide.

import { copyLink, pageOf } from "../js/address.js";
import { html, write } from "../js/dom.js";
import { Popup } from "../js/popup.js";
import { listing } from "./keys.js";

const MOST = 40_000; // characters of a file of scenes

const key = (text) => html("kbd", { text });

export class Panel {
  /** `on`: toggle(name, value), scene(number), scenes(text), forget, open, ring. */
  constructor(box, on) {
    Object.assign(this, { on, data: null });
    this.button = html("button", {
      type: "button",
      class: "keys",
      "aria-label": "Keys, and how this is shown",
      title: "Keys, and how this is shown (?)",
      text: "?",
      onclick: () => this.toggle(),
    });
    this.body = html("div", { class: "body", tabindex: -1 });
    this.close = html("button", {
      type: "button",
      class: "close",
      "aria-label": "Close",
      title: "Close (Esc)",
      text: "\u00d7",
      onclick: () => this.shut(),
    });
    this.node = html(
      "div",
      { class: "panel", role: "dialog", "aria-label": "Keys, and how this is shown", popover: "manual" },
      this.close,
      this.body,
    );
    this.node.addEventListener("keydown", (event) => this.keyed(event));
    this.popup = new Popup(this.button, this.node);
    box.append(this.button, this.node);
  }

  get open() {
    return this.popup.open;
  }

  toggle() {
    if (this.open) this.shut();
    else this.show();
  }

  show() {
    this.popup.show();
    this.draw();
    this.body.focus({ preventScroll: true });
  }

  shut() {
    this.popup.shut();
  }

  /** A press outside closes the panel, and still has its usual effect there. */
  pressed(event) {
    const path = event.composedPath();
    if (this.open && !path.includes(this.node) && !path.includes(this.button)) this.shut();
  }

  keyed(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.shut();
  }

  /** data: from the server; lab: slug of the page's lab; state: the presentation now. */
  receive(data, lab, state) {
    Object.assign(this, { data, lab, state });
    if (this.open) this.draw();
  }

  draw() {
    if (!this.data) return;
    const focused = this.node.getRootNode().activeElement?.getAttribute("data-name");
    this.body.replaceChildren(this.keys(), html("div", {}, this.shown(), this.scenes(), this.flags()));
    if (focused) this.body.querySelector(`[data-name="${focused}"]`)?.focus({ preventScroll: true });
  }

  keys() {
    const all = listing(this.lab),
      row = ([keys, says]) =>
        html("tr", {}, html("th", { scope: "row" }, ...keys.map(key)), html("td", { text: says }));
    const part = (title, rows) => [html("h2", { text: title }), html("table", {}, html("tbody", {}, ...rows.map(row)))];
    return html(
      "section",
      {},
      ...part(
        "Keys on this page",
        all.filter(([, , late]) => !late),
      ),
      ...part(
        "In lecture mode, too",
        all.filter(([, , late]) => late),
      ),
    );
  }

  shown() {
    const { state } = this;
    const box = (name, text, now) =>
      html(
        "label",
        {},
        html("input", {
          type: "checkbox",
          "data-name": name,
          checked: now,
          onchange: (event) => this.on.toggle(name, event.target.checked),
        }),
        text,
      );
    return html(
      "section",
      { class: "shown" },
      html("h2", { text: "How it is shown" }),
      box("lecture", "Lecture mode", state.lecture),
      box("predict", "Predict first", state.predict),
      box("palette", "Colours safe for colour-blind eyes", state.palette === "safe"),
      box("ring", "In lecture mode, a ring around the pointer", state.ring),
    );
  }

  scenes() {
    const { scenes, scene, problems, form, most, share } = this.data;
    const rows = scenes.map(({ title, note }, i) =>
      html(
        "li",
        {},
        html("button", {
          type: "button",
          "data-name": `scene-${i}`,
          "aria-current": i + 1 === scene ? "step" : null,
          text: title,
          onclick: () => this.on.scene(i + 1),
        }),
        note ? html("small", { text: note }) : null,
      ),
    );
    const file = html("input", {
      type: "file",
      accept: ".txt,text/plain",
      class: "file",
      "data-name": "file",
      "aria-label": "A file of scenes",
      onchange: (event) => this.read(event.target.files[0]),
    });
    const tools = scenes.length
      ? [
          share
            ? html("button", {
                type: "button",
                class: "plain",
                text: "Copy the link to these scenes",
                onclick: () => this.copy(share),
              })
            : null,
          html("button", { type: "button", class: "plain", text: "Forget them", onclick: () => this.on.forget() }),
        ]
      : [];
    this.message = html("p", { class: "message", role: "status" });
    return html(
      "section",
      {},
      html("h2", { text: "Scenes" }),
      scenes.length ? html("ol", {}, ...rows) : null,
      html("div", { class: "tools" }, ...tools),
      ...problems.map((text) => html("p", { class: "problem", text })),
      this.message,
      html("p", { class: "soft", text: `A lecture as a text file, a line a scene, up to ${most}:` }),
      html("code", { text: form }),
      file,
    );
  }

  async read(file) {
    if (!file) return;
    if (file.size > 4 * MOST)
      write(this.message, `A list of scenes may be up to ${MOST.toLocaleString("en")} characters long.`);
    else this.on.scenes(await file.text());
  }

  copy(share) {
    const link = pageOf(share);
    for (const [name, value] of Object.entries({ ...this.data.query, lecture: "1", scene: "1" }))
      link.searchParams.set(name, value);
    copyLink(link.href, (field) => {
      if (field) this.message.replaceChildren("Copy this link: ", field);
      else write(this.message, "The link is copied. It opens these scenes in lecture mode.");
    });
  }

  flags() {
    const flags = this.data.flags[this.lab] ?? [];
    if (!flags.length) return html("span", {});
    const rows = flags.map(([name, title]) =>
      html("tr", {}, html("th", { scope: "row" }, html("code", { text: name })), html("td", { text: title })),
    );
    return html(
      "section",
      {},
      html(
        "details",
        {},
        html("summary", { text: "Controls that the address can hide" }),
        html("p", {
          class: "soft",
          text: `Like this, with commas between: ?hide=${flags
            .slice(0, 2)
            .map(([name]) => name)
            .join(",")}`,
        }),
        html("table", {}, html("tbody", {}, ...rows)),
      ),
    );
  }
}
