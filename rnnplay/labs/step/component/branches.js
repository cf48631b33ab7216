// Branches side by side: letters read and expected, states as bars, scores, and the arithmetic of one number.

import { button, html, named, set, write } from "../../../app/js/dom.js";
import { number } from "../../../app/js/format.js";
import { entry, RefusedNumber } from "./number_entry.js";

export class Branches {
  constructor(box) {
    Object.assign(this, { box, chosen: "", refusedNumber: new RefusedNumber() });
  }

  receive(data, tell) {
    this.send = (message) => tell("edit", message);
    const shape = JSON.stringify(
      data.branches.map(({ name, states, scores }) => [
        name,
        states.map(({ name, rows }) => [name, rows.length]),
        scores.map((row) => row.name),
      ]),
    );
    if (shape !== this.shape) this.build(data);
    Object.assign(this, { shape, data });
    const rows = this.rows(data.branches[0]);
    if (!rows.some(({ id }) => id === this.chosen)) this.chosen = rows[0].id;
    data.branches.forEach((branch, k) => this.patch(this.parts[k], branch, data.limit));
    this.refuse(data.refused);
    this.explain();
  }

  /** `refused`: { branch, state, unit, text, sentence } of a number that the server refused, or null. */
  refuse(refused) {
    const row = refused && this.parts[refused.branch]?.lines[`${refused.state}${refused.unit}`];
    this.refusedNumber.show(refused, row?.input, (note) => row.node.after(note));
  }

  rows({ states, scores }) {
    return [...states.flatMap((state) => state.rows), ...scores];
  }

  build({ branches }) {
    this.parts = branches.map((branch, k) => this.part(branch, k));
    this.box.replaceChildren(
      html("div", { class: "branches", "data-count": branches.length }, ...this.parts.map(({ node }) => node)),
    );
  }

  part(branch, k) {
    const past = html("ol", {
      class: "past",
      tabindex: 0,
      "aria-label": `what ${branch.name} read, and what it then expected`,
    });
    const lines = {};
    const pick = (row) =>
      button({
        class: "pick",
        onclick: () => {
          this.chosen = row.id;
          this.explain();
        },
        text: row.name,
        "aria-label": `the arithmetic of ${row.name}`,
      });
    const states = branch.states.map(({ name, title, rows }) =>
      html(
        "section",
        { class: "state" },
        html("h4", { text: title }),
        ...rows.map((row, j) => {
          const bar = html("i", {});
          const input = entry(`${row.name} of ${branch.name}`, (text) =>
            this.send({ branch: k, state: name, unit: j, text }),
          );
          const node = html(
            "div",
            { class: "line", "data-id": row.id },
            pick(row),
            html("span", { class: "track" }, bar),
            input,
          );
          lines[row.id] = { node, bar, input };
          return node;
        }),
      ),
    );
    const scores = branch.scores.map((row) => {
      const bar = html("i", {}),
        score = html("span", { class: "score" }),
        share = html("span", { class: "share" });
      const node = html(
        "div",
        { class: "line", "data-id": row.id },
        pick(row),
        score,
        html("span", { class: "track" }, bar),
        share,
      );
      lines[row.id] = { node, bar, score, share };
      return node;
    });
    const hint = html("span", { class: "hint" });
    const sum = html("div", { class: "sum", role: "status" });
    const node = html(
      "article",
      { class: "branch", "aria-label": branch.name },
      html("h3", { text: branch.name }),
      past,
      ...states,
      html(
        "section",
        { class: "scores" },
        html("h4", {}, html("span", { text: "y, the scores, and p" }), hint),
        ...scores,
      ),
      sum,
    );
    return { node, past, lines, sum, hint };
  }

  patch({ past, lines, hint }, branch, limit) {
    past.replaceChildren(
      ...branch.past.map(({ read, expected, note }, i) => {
        const kind = i < branch.shared ? "shared" : "later";
        if (!read) return html("li", { class: `${kind} note`, text: note });
        return html(
          "li",
          { class: kind, title: note || null },
          html("b", { text: read }),
          html("span", { text: expected }),
        );
      }),
    );
    past.scrollLeft = past.scrollWidth;
    for (const { rows } of branch.states) {
      for (const { id, value } of rows) {
        const { node, bar, input } = lines[id],
          size = 50 * Math.min(1, Math.abs(value) / limit);
        input.show(value);
        set(node, "data-sign", value < 0 ? "below" : "above");
        bar.style.left = `${value < 0 ? 50 - size : 50}%`;
        bar.style.width = `${size}%`;
      }
    }
    for (const { id, value, p, percent, best } of branch.scores) {
      const { node, bar, score, share } = lines[id];
      write(score, value === null ? "" : number(value, 2));
      write(share, percent);
      bar.style.width = `${100 * p}%`;
      set(node, "data-best", best);
    }
    write(hint, branch.fresh ? "" : " of the last step");
  }

  /** The arithmetic of the number that was chosen, in every branch. */
  explain() {
    this.data.branches.forEach((branch, k) => {
      const { sum, lines } = this.parts[k];
      for (const [id, { node }] of Object.entries(lines)) set(node, "data-here", id === this.chosen);
      const row = this.rows(branch).find(({ id }) => id === this.chosen);
      while (sum.children.length < row.lines.length + 1) sum.append(html("p", {}));
      while (sum.children.length > row.lines.length + 1) sum.lastChild.remove();
      [`${row.id.startsWith("y") ? `the score of ${row.name}` : row.name} at the last step`, ...row.lines].forEach(
        (line, i) => named(sum.children[i], line),
      );
    });
  }
}
