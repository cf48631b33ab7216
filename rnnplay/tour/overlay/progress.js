// How far the learner is, kept by the browser, so that the tour can be left and taken up again.

const KEY = "rnnplay-tour";

export class Progress {
  /** storage: as localStorage is; slugs: of all cards. What is kept is not trusted. */
  constructor(storage, slugs) {
    Object.assign(this, { storage, slugs, at: null, done: new Set() });
    try {
      const { at, done } = JSON.parse(storage().getItem(KEY) ?? "{}");
      if (slugs.includes(at)) this.at = at;
      this.done = new Set((Array.isArray(done) ? done : []).filter((slug) => slugs.includes(slug)));
    } catch {
      // none is kept, or not by us: the tour begins
    }
  }

  reach(slug) {
    this.at = slug;
    this.keep();
  }

  finish(slug) {
    if (this.done.has(slug)) return;
    this.done.add(slug);
    this.keep();
  }

  keep() {
    try {
      this.storage().setItem(KEY, JSON.stringify({ at: this.at, done: [...this.done] }));
    } catch {
      // no room, or forbidden: it lasts as long as the page
    }
  }
}
