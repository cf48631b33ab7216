// One sentence at a time, over the curve: what went wrong, what is being waited for, what was done.

import { button, html, set } from "../../../app/js/dom.js";

export class NoticeLine {
  constructor() {
    this.node = html("div", { class: "notice", role: "status", hidden: true });
    this.until = 0;
  }

  /**
   * `extra`: { link } to be copied by hand, { action: [label, do] }, { close: do }; `stay`: ms in which nothing else
   * is said.
   */
  say(sentence, { link, action, close, stay = 0 } = {}) {
    if (performance.now() < this.until && !stay) return;
    this.until = performance.now() + stay;
    set(this.node, "hidden", null);
    const key = `${sentence}|${link}|${action?.[0]}`;
    if (this.key === key) return;
    this.key = key;
    this.node.replaceChildren(html("span", { text: sentence }));
    if (link)
      this.node.append(
        html("input", { readonly: true, value: link, "aria-label": "link", onfocus: (event) => event.target.select() }),
      );
    if (action) this.node.append(button({ class: "action", text: action[0], onclick: action[1] }));
    if (close) this.node.append(button({ class: "close", "aria-label": "Close", text: "\u00d7", onclick: close }));
  }

  hide() {
    if (performance.now() >= this.until) set(this.node, "hidden", true);
  }
}
