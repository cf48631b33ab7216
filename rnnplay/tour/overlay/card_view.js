// Draws the card beside the page, on a phone below it. It covers nothing.

import { copyLink, pageOf } from "../../app/js/address.js";
import { html, named, set, write } from "../../app/js/dom.js";
import { verdict } from "./card_task.js";

const root = document.documentElement;
const NARROW = "(max-width: 1099px)";

export class CardView {
  /** on: { toggle, collapse, quit, go(slug), by(step), guess(k), here } */
  constructor(box, on) {
    this.on = on;
    this.listed = false;
    const plain = (label, act, more = {}) =>
      html("button", { type: "button", class: "plain", text: label, onclick: act, ...more });
    this.place = html("span", { class: "place" });
    this.opener = html(
      "button",
      { type: "button", class: "opener", "aria-expanded": "false", onclick: on.toggle },
      "Tour",
      this.place,
    );
    this.count = html("span", { class: "count" });
    this.all = plain("All cards", () => this.list(!this.listed), { "aria-expanded": "false" });
    const head = html(
      "div",
      { class: "head" },
      this.count,
      this.all,
      html("button", {
        type: "button",
        class: "sign",
        text: "\u2013",
        "aria-label": "Collapse the tour",
        title: "Collapse (Esc)",
        onclick: on.collapse,
      }),
      html("button", {
        type: "button",
        class: "sign",
        text: "\u00d7",
        "aria-label": "Leave the tour",
        title: "Leave: it can be taken up again",
        onclick: on.quit,
      }),
    );
    this.title = html("h2", { tabindex: -1 });
    this.text = html("p", { class: "text" });
    this.ask = html("p", { class: "ask" });
    this.choices = html("div", { class: "choices", role: "group", "aria-label": "Your guess" });
    this.feedback = html("div", { class: "feedback", role: "status", "aria-live": "polite" });
    this.problem = html("p", { class: "problem", role: "alert" });
    this.index = html("div", { class: "index", hidden: true });
    this.body = html("div", { class: "body" }, this.title, this.text, this.ask, this.choices, this.feedback);
    this.back = html("button", { type: "button", class: "step", text: "Back", onclick: () => on.by(-1) });
    this.next = html("button", { type: "button", class: "step", onclick: () => on.by(1) });
    this.reset = plain("Reset this card", on.here);
    this.copy = plain("Copy link", () => this.share());
    this.link = html("div", {});
    this.foot = html(
      "div",
      { class: "foot" },
      html("div", { class: "steps" }, this.back, this.next),
      html("div", { class: "tools" }, this.reset, this.copy),
      this.link,
    );
    this.panel = html(
      "section",
      { class: "panel", "aria-label": "Guided tour", hidden: true, onkeydown: (event) => this.key(event) },
      head,
      this.problem,
      this.index,
      this.body,
      this.foot,
    );
    box.append(this.opener, this.panel);
    new ResizeObserver(() => this.reportHeight()).observe(this.panel);
  }

  show({ cards, card, here, over, guess, acted, open, progress, problem }) {
    const at = cards.indexOf(card),
      place = at < 0 ? cards.findIndex((one) => one.slug === progress.at) : at;
    Object.assign(this, { card, cards, progress });
    write(this.place, place < 0 ? "" : ` ${place + 1}/${cards.length}`);
    set(this.opener, "aria-expanded", String(open));
    set(
      this.opener,
      "aria-label",
      place < 0 ? "Begin the guided tour" : `Guided tour, card ${place + 1} of ${cards.length}`,
    );
    set(this.panel, "hidden", !open);
    set(root, "data-tour", open ? "open" : null);
    write(this.count, at < 0 ? "Guided tour" : `Tour \u00b7 ${at + 1} of ${cards.length}`);
    write(this.problem, problem ?? "");
    if (!card) this.list(true);
    this.fill({ card, here, over, guess, acted, last: at === cards.length - 1, first: at <= 0 });
    if (this.listed) this.index.replaceChildren(...this.parts());
    this.reportHeight();
  }

  fill({ card, here, over, guess, acted, last, first }) {
    for (const node of [this.title, this.text, this.ask, this.choices, this.feedback, this.foot])
      set(node, "hidden", !card);
    if (!card) return;
    write(this.title, card.title);
    named(this.text, card.text);
    named(this.ask, card.ask);
    if (this.drawn !== card.slug) this.buttons(card);
    [...this.choices.children].forEach((node, k) => {
      set(node, "aria-pressed", String(k === guess));
      set(node, "data-right", over && k === card.answer);
      set(node, "disabled", over && k !== guess && k !== card.answer);
    });
    set(this.choices, "hidden", !card.choices.length);
    this.report({ card, here, over, guess, acted });
    set(this.back, "disabled", first);
    write(this.next, over ? (last ? "Finish" : "Next") : last ? "Leave" : "Skip");
    set(this.next, "data-ready", over);
  }

  buttons(card) {
    this.drawn = card.slug;
    this.link.replaceChildren();
    write(this.copy, "Copy link");
    this.list(false);
    this.choices.replaceChildren(
      ...card.choices.map((text, k) =>
        html("button", { type: "button", class: "choice", text, onclick: () => this.on.guess(k) }),
      ),
    );
    this.body.scrollTop = 0;
  }

  /** Write the feedback under the card; screen readers read it aloud. */
  report({ card, here, over, guess, acted }) {
    const sentence = !here
      ? "This card is about another page."
      : over
        ? [verdict(card, guess), card.lesson].filter(Boolean).join(" ")
        : acted && card.choices.length && Object.keys(card.done).length
          ? "Done. Now your guess: which was it?"
          : guess !== undefined && Object.keys(card.done).length
            ? "Guessed. Now try it."
            : "";
    const key = `${card.slug} ${here} ${sentence}`;
    if (key === this.reported) return;
    this.reported = key;
    set(this.feedback, "data-over", here && over);
    this.feedback.replaceChildren(
      ...(sentence ? [html("p", {}, here && over ? html("b", { text: "\u2713 " }) : null, sentence)] : []),
      ...(here
        ? []
        : [html("button", { type: "button", class: "step", text: "Take me there", onclick: () => this.on.here() })]),
    );
    if (sentence) this.list(false);
    if (sentence) this.feedback.scrollIntoView?.({ block: "nearest" });
  }

  list(on) {
    if (on === this.listed) return;
    this.listed = on;
    set(this.all, "aria-expanded", String(on));
    set(this.index, "hidden", !on);
    set(this.body, "hidden", on);
    if (!on) return;
    this.index.replaceChildren(...this.parts());
    this.index.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  }

  parts() {
    const parts = Map.groupBy
      ? Map.groupBy(this.cards, (card) => card.part)
      : new Map(this.cards.map((card) => [card.part, this.cards.filter((one) => one.part === card.part)]));
    return [...parts].flatMap(([part, cards]) => [
      html("h3", { text: part }),
      html("ol", { start: this.cards.indexOf(cards[0]) + 1 }, ...cards.map((card) => this.entry(card))),
    ]);
  }

  entry(card) {
    const done = this.progress.done.has(card.slug);
    return html(
      "li",
      {},
      html(
        "button",
        {
          type: "button",
          "aria-current": card === this.card ? "step" : null,
          onclick: () => {
            this.list(false);
            this.on.go(card.slug);
          },
        },
        card.title,
        done ? html("span", { class: "tick", text: " \u2713" }) : null,
        done ? html("span", { class: "heard", text: " done" }) : null,
      ),
    );
  }

  share() {
    copyLink(pageOf(this.card.link).href, (field) => {
      if (!field) write(this.copy, "The link is copied");
      this.link.replaceChildren(...(field ? [field] : []));
      field?.focus();
    });
  }

  focus() {
    (this.title.hidden ? this.panel.querySelector("button") : this.title).focus({ preventScroll: true });
  }

  key(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (this.listed && this.card) {
      this.list(false);
      this.all.focus();
    } else this.on.collapse();
  }

  get narrow() {
    return matchMedia(NARROW).matches;
  }

  /** Tell the page's style sheet how high the card is where it stands below the page. */
  reportHeight() {
    const under = this.narrow && !this.panel.hidden;
    root.style.setProperty("--tour-under", under ? `${this.panel.offsetHeight}px` : "0px");
  }
}
