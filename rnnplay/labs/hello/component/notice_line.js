// One sentence above the loss curve: an error, a reason for waiting, or an action that is done.

import { button, html, set } from "../../../app/js/dom.js";

export class NoticeLine {
  constructor() {
    this.node = html("div", { class: "notice", role: "status", hidden: true });
    this.until = 0;
  }

  /**
   * `field`: an element with a link to be copied by hand; `action`: [label, do]; `close`: do;
   * `stay`: ms in which no other sentence replaces it.
   */
  say(sentence, { field, action, close, stay = 0 } = {}) {
    if (performance.now() < this.until && !stay) return;
    this.until = performance.now() + stay;
    set(this.node, "hidden", null);
    const key = `${sentence}|${field?.value}|${action?.[0]}`;
    if (this.key === key) return;
    this.key = key;
    this.node.replaceChildren(html("span", { text: sentence }));
    if (field) this.node.append(field);
    if (action) this.node.append(button({ class: "action", text: action[0], onclick: action[1] }));
    if (close) this.node.append(button({ class: "close", "aria-label": "Close", text: "\u00d7", onclick: close }));
  }

  hide() {
    if (performance.now() >= this.until) set(this.node, "hidden", true);
  }
}
