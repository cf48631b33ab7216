// The guided tour: shows a card beside the page, reads from the address whether the card's task is done, and tells the
// server which card's lab to set up next. Every change of card is an action of the learner.

import { CardView } from "./card_view.js";
import { labNow, onAddressChange, parameters, setAppParameters } from "../../app/js/address.js";
import { facts, forgetFacts, onFact } from "../../app/tour_facts/facts.js";
import { stateOf } from "./card_task.js";
import { Progress } from "./progress.js";
import { mounted } from "../../app/js/mounted.js";

const HEADER = 68; // pixels of the page's header, which stays visible
const BEAT = 150; // milliseconds between two checks of whether a lab is set up
const SEEK = 4000; // milliseconds until a lab counts as set up, at the latest
const QUIET = "[data-testid=stApp][data-test-script-state=notRunning]";
const root = document.documentElement;

// Kept as long as the window is open: a change of page makes a new component.
const kept = { open: false, setup: 0, guesses: new Map(), over: new Set(), progress: null };

class Tour {
  constructor(box) {
    this.view = new CardView(box, {
      toggle: () => this.toggle(),
      collapse: () => this.collapse(),
      quit: () => this.quit(),
      go: (slug) => this.go(slug),
      by: (step) => this.by(step),
      guess: (k) => this.guess(k),
      here: () => this.here(),
    });
    this.ends = new AbortController();
    onAddressChange(() => this.look(), this.ends.signal);
    onFact(() => this.look(), this.ends.signal);
  }

  receive(data, setTrigger) {
    const first = !this.data,
      { cards } = data;
    Object.assign(this, { data, send: (message) => setTrigger("go", message) });
    kept.progress ??= new Progress(
      () => window.localStorage,
      cards.map((card) => card.slug),
    );
    if (data.clearing) this.cleared(data.clearing);
    const set = data.at !== null && data.setup !== kept.setup; // a lab was set up since the last message
    if (set) {
      kept.setup = data.setup;
      kept.open = true;
      kept.guesses.delete(data.at);
      kept.over.delete(data.at);
      kept.progress.reach(data.at);
      this.seek(performance.now() + SEEK);
    }
    if (data.problem && first) kept.open = true;
    this.shown = null;
    this.look();
    if (set && this.asked) this.view.focus();
    if (set) this.asked = false;
  }

  /** The server has emptied the page; when it is drawn so, the server may set up set-up number n. */
  cleared(n) {
    forgetFacts();
    clearTimeout(this.waiting);
    const look = () => {
      if (document.querySelector(QUIET)) requestAnimationFrame(() => this.send({ ready: n }));
      else this.waiting = setTimeout(look, 16);
    };
    this.waiting = setTimeout(look, 16);
  }

  get card() {
    return this.data.cards.find((card) => card.slug === this.data.at) ?? null;
  }

  /** Find out where the learner is, and draw the changes. */
  look() {
    if (!this.data) return;
    const { card } = this,
      lab = labNow(),
      here = Boolean(card) && lab === card.lab;
    if (here && !this.data.clearing) setAppParameters({ tour: card.slug });
    const known = { ...Object.fromEntries(parameters()), ...facts() };
    const judged =
      card &&
      !this.data.clearing &&
      (!here || known.tour !== card.slug ? null : stateOf(card, known, kept.guesses.get(card.slug)));
    if (judged?.over && !kept.over.has(card.slug)) {
      kept.over.add(card.slug);
      kept.progress.finish(card.slug);
    }
    const over = Boolean(card) && kept.over.has(card.slug),
      guess = card ? kept.guesses.get(card.slug) : undefined;
    const key = JSON.stringify([
      kept.open,
      card?.slug,
      here,
      over,
      guess,
      judged?.acted,
      kept.progress.at,
      this.data.problem,
      this.data.setup,
    ]);
    if (key === this.shown) return;
    this.shown = key;
    this.view.show({
      cards: this.data.cards,
      card,
      here,
      over,
      guess,
      acted: Boolean(judged?.acted),
      open: kept.open,
      progress: kept.progress,
      problem: this.data.problem,
    });
  }

  /** In a small window, scroll to the element that the card is about, once it is there and the page is at rest. */
  seek(until) {
    clearInterval(this.seeker);
    this.seeker = setInterval(() => {
      const { card } = this,
        over = performance.now() > until;
      const found = card && labNow() === card.lab && document.querySelector(`.st-key-${card.focus}`);
      if (!over && !(found?.offsetHeight && document.querySelector(QUIET))) return;
      clearInterval(this.seeker);
      const main = document.querySelector(".stMain");
      if (found && this.view.narrow && main)
        main.scrollTop += found.getBoundingClientRect().top - main.getBoundingClientRect().top - HEADER;
    }, BEAT);
  }

  guess(k) {
    if (kept.over.has(this.card.slug)) return;
    kept.guesses.set(this.card.slug, k);
    this.look();
  }

  go(slug) {
    this.asked = true;
    setAppParameters({ tour: "" }); // a late answer must not open this card again
    this.send({ slug });
  }

  here() {
    if (this.card) this.go(this.card.slug);
  }

  by(step) {
    const { cards } = this.data,
      next = cards[cards.findIndex((card) => card.slug === this.card?.slug) + step];
    if (next) this.go(next.slug);
    else this.quit();
  }

  toggle() {
    const { at } = kept.progress;
    if (kept.open) this.collapse();
    else if (this.card || this.data.problem) this.open();
    else this.go(at ?? this.data.cards[0].slug);
  }

  open() {
    kept.open = true;
    this.look();
    this.view.focus();
  }

  collapse() {
    kept.open = false;
    this.look();
    this.view.opener.focus();
  }

  quit() {
    kept.open = false;
    setAppParameters({ tour: "" });
    this.send({ leave: true });
    this.data = { ...this.data, at: null, problem: "" };
    this.look();
    this.view.opener.focus();
  }

  leave() {
    this.ends.abort();
    clearInterval(this.seeker);
    clearTimeout(this.waiting);
    root.removeAttribute("data-tour");
  }
}

export default function (page) {
  return mounted(page, { box: ".tour", make: (box) => new Tour(box) });
}
