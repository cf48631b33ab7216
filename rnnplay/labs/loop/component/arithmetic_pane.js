// The pane beside the chain: the formula, and below it the arithmetic of a unit, a matrix, or the first state.

import { button, html, named } from "../../../app/js/dom.js";
import { many, number } from "../../../app/js/format.js";
import { squash } from "./tanh_curve.js";
import { product, share, sum } from "./arithmetic.js";

const low = (letter, index) => [html("i", { text: letter }), html("sub", { text: index })];

export class ArithmeticPane {
  /** tell: { light(name), ask(name), unit(i) } */
  constructor(tell) {
    this.tell = tell;
    this.names = new Map();
    const key = (name) => {
      const node = button({
        class: "name",
        "aria-label": `${name}: the same in every copy. See its numbers`,
        onclick: () => tell.ask(name),
        onpointerenter: () => tell.light(name),
        onpointerleave: () => tell.light(null),
        onfocus: () => tell.light(name),
        onblur: () => tell.light(null),
      });
      named(node, name);
      this.names.set(name, node);
      return node;
    };
    const formula = html(
      "p",
      { class: "formula" },
      ...low("h", "t"),
      " = tanh(",
      key("W_xh"),
      " ",
      ...low("x", "t"),
      " + ",
      key("W_hh"),
      " ",
      ...low("h", "t\u22121"),
      " + ",
      key("b_h"),
      ")",
    );
    const answer = html(
      "p",
      { class: "formula" },
      ...low("p", "t"),
      " = softmax(",
      key("W_hy"),
      " ",
      ...low("h", "t"),
      " + ",
      key("b_y"),
      ")",
    );
    this.body = html("div", { class: "body" });
    this.node = html(
      "aside",
      { class: "pane", "data-control": "sums", "aria-label": "The arithmetic" },
      formula,
      answer,
      this.body,
    );
  }

  show(data, at, unit, asked) {
    for (const [name, node] of this.names) node.setAttribute("aria-pressed", name === asked);
    this.body.replaceChildren(
      ...(asked === null
        ? this.unit(data, at, unit)
        : asked === "start"
          ? this.start(data)
          : this.matrix(data, at, unit, asked)),
    );
  }

  /** Cover the result of this step until it is guessed. */
  cover(reveal) {
    this.body.replaceChildren(
      html("p", { text: "What is its state now, and what does it answer? Guess, then have it shown." }),
      button({ class: "action", text: "Show it", title: "Show what is covered (r)", onclick: reveal }),
    );
  }

  unit(data, t, i) {
    const found = sum(data, t, i),
      H = data.h[t].length;
    const rows = found.terms.map(({ name, what, factors, value }) =>
      html(
        "tr",
        { class: name },
        html("th", { scope: "row", text: what }),
        html("td", { class: "soft", text: factors.length ? product(factors) : "" }),
        html("td", { text: number(value) }),
      ),
    );
    const last = html(
      "tr",
      { class: "sum" },
      html("th", { scope: "row", text: "together, a" }),
      html("td", {}),
      html("td", { text: number(found.a) }),
    );
    const by = (step, label, text) =>
      button({ class: "action", "aria-label": label, text, onclick: () => this.tell.unit((i + step + H) % H) });
    return [
      html(
        "div",
        { class: "title" },
        html("b", { text: `Step ${t + 1}, unit ${i + 1} of ${H}` }),
        html("span", { class: "group" }, by(-1, "The unit above", "\u2191"), by(1, "The unit below", "\u2193")),
      ),
      html("table", { class: "sums" }, html("tbody", {}, ...rows, last)),
      squash(found.a),
      html("p", {
        class: "soft",
        text: "tanh squashes any sum to between \u22121 and 1: a state that goes round and round stays within bounds.",
      }),
      button({ class: "action", text: "Why does it start from zeros?", onclick: () => this.tell.ask("start") }),
    ];
  }

  matrix(data, t, i, name) {
    const values = data.params[name],
      vector = !Array.isArray(values[0]),
      list = vector ? values.map((value) => [value]) : values;
    const into = name.endsWith("y") ? data.answers : list.map((_, k) => `${k + 1}`),
      over = name === "W_xh" ? data.alphabet : vector ? [""] : list[0].map((_, k) => `${k + 1}`);
    const most = Math.max(1e-9, ...list.flat().map(Math.abs)),
      count = list.length * list[0].length;
    const cell = (value, r, c) => {
      const node = html("td", {
        text: number(value),
        "data-sign": value < 0 ? "below" : "above",
        "data-on": (name === "W_xh" && c === data.x[t]) || (name !== "W_xh" && !name.endsWith("y") && r === i),
      });
      node.style.setProperty("--amount", (Math.abs(value) / most).toFixed(3));
      return node;
    };
    const table = html(
      "table",
      { class: "matrix" },
      html("thead", {}, html("tr", {}, html("th", {}), ...over.map((text) => html("th", { scope: "col", text })))),
      html(
        "tbody",
        {},
        ...list.map((row, r) =>
          html("tr", {}, html("th", { scope: "row", text: into[r] }), ...row.map((value, c) => cell(value, r, c))),
        ),
      ),
    );
    const title = html("b", {});
    named(title, name);
    return [
      html("div", { class: "title" }, title, this.back()),
      html("div", { class: "sideways" }, table),
      html("p", {
        text:
          `${many(count, "number")}, the same in ` +
          `${data.letters.length === 1 ? "every copy there is" : `all ${data.letters.length} copies`}. ` +
          "A text twice as long needs not one more.",
      }),
      html("p", { class: "soft", text: WHAT[name] }),
    ];
  }

  start(data) {
    const first = data.h[0].map((value) => number(value)).join(", ");
    const only = html("p", {});
    named(
      only,
      "Only at the start. Nothing has been read yet, and zeros say so: W_hh h\u2080 adds nothing to the first " +
        `sum. One letter later the state is ${first}, and from there on the past takes part.`,
    );
    return [
      html("div", { class: "title" }, html("b", {}, ...low("h", "0"), " = 0: the start"), this.back()),
      html("p", { text: "Always just zeros? Then what is the point?" }),
      only,
      html("p", {
        class: "soft",
        text:
          "Zeros also make every text begin alike. One may begin elsewhere: with the state that a text " +
          "before has left, or with numbers that are learned like weights.",
      }),
    ];
  }

  back() {
    return button({ class: "action", text: "Back to the sum", onclick: () => this.tell.ask(null) });
  }
}

const WHAT = {
  W_xh:
    "One row a unit, one column a letter. x is 1 for the letter that is read and 0 for all others: it picks " +
    "that letter\u2019s column.",
  W_hh: "Row: the unit it goes into. Column: the unit it comes from, one step before. This is the loop.",
  b_h: "The bias of each unit: what it gets whatever is read.",
  W_hy: "From the state to the scores of the two answers, one column a unit.",
  b_y: "The bias of each answer.",
};

/** The table that compares both networks on the same last letters after another past, where the window must fail. */
export function comparison(data, t, cut, verdict) {
  const { letters, wanted, p, seen, twin, window: k, alphabet, answers } = data;
  const row = (text, right, ours, theirs, note) => {
    const { past, seen: inside } = cut(text, k),
      say = (p_odd) => {
        const answer = verdict(data, p_odd, right);
        return html("td", {
          class: answer.right ? "right" : "wrong",
          text: `${answer.word} ${share(answer.p)} ${answer.right ? "\u2713" : "\u2717"}`,
        });
      };
    return html(
      "tr",
      {},
      html(
        "th",
        { scope: "row" },
        html("span", { class: "past", text: past }),
        html("mark", { text: inside }),
        html("small", { text: note }),
      ),
      html("td", { text: answers[right] }),
      say(theirs),
      say(ours),
    );
  };
  const read = letters.slice(0, t + 1);
  return html(
    "table",
    { class: "twins" },
    html(
      "thead",
      {},
      html(
        "tr",
        {},
        ...["read so far", "true", `window of ${k}`, "recurrent"].map((text) => html("th", { scope: "col", text })),
      ),
    ),
    html(
      "tbody",
      {},
      row(read, wanted[t], p[t], seen[t], ""),
      row([alphabet[0], ...read], 1 - wanted[t], twin.p[t], twin.seen[t], ` one more ${alphabet[0]} in front`),
    ),
  );
}
