// Keeps the learner's progress in the browser: a learner can leave the tour and continue it later.

const KEY = "rnnplay-tour";

export class Progress {
  /**
   * The stored text is checked.
   * @param {() => Storage} storage localStorage or the like
   * @param {string[]} slugs of all cards
   */
  constructor(storage, slugs) {
    this.storage = storage;
    /** @type {string | null} */
    this.at = null;
    /** @type {Set<string>} */
    this.done = new Set();
    try {
      const { at, done } = JSON.parse(storage().getItem(KEY) ?? "{}");
      if (slugs.includes(at)) this.at = at;
      this.done = new Set((Array.isArray(done) ? done : []).filter((slug) => slugs.includes(slug)));
    } catch {
      // nothing valid is stored: the tour starts at the beginning
    }
  }

  /** @param {string} slug */
  reach(slug) {
    this.at = slug;
    this.keep();
  }

  /** @param {string} slug */
  finish(slug) {
    if (this.done.has(slug)) return;
    this.done.add(slug);
    this.keep();
  }

  keep() {
    try {
      this.storage().setItem(KEY, JSON.stringify({ at: this.at, done: [...this.done] }));
    } catch {
      // storage is full or forbidden: the progress lasts as long as the page
    }
  }
}
