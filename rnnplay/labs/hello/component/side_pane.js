// The pane beside the diagram: one at a time, with a button that goes back to the status.

import { reportFact } from "../../../app/tour_facts/facts.js";
import { button, html, set, write } from "../../../app/js/dom.js";
import { explain } from "./explain.js";
import { explainGradient, explainWeight } from "./explain_update.js";
import { precise } from "../../../app/js/format.js";
import { line, lines } from "./pane_lines.js";
import { explanationLines, sampleLines, statusLines } from "./panes.js";
import { palette, prepare, signed } from "../../../app/js/paint.js";
import { gradientByStep } from "./gradient_by_step.js";
import { PHASES } from "./update_walk.js";
import { WeightHeatMap } from "./weight_heat_map.js";

const WAITING = [line("small", "Asking the network \u2026")];

export class SidePane {
  /** `on`: see pane_actions.js. */
  constructor(network, on) {
    Object.assign(this, { network, on });
    this.tabs = html("div", { class: "group segmented", role: "group", "aria-label": "beside the diagram" });
    this.openers = [
      ["now", "Now", "How the network stands at this update"],
      ["walk", "Walk one update", "The next update, one stage at a time"],
      ["sample", "Let it speak", "Feed it a letter and let it go on by itself"],
    ].map(([kind, text, title]) => {
      const node = button({ class: "choice", text, title, onclick: () => on.open({ kind }) });
      this.tabs.append(node);
      return { kind, node };
    });
    this.heading = html("h3", { "aria-live": "polite" });
    this.close = button({
      class: "close",
      title: "Close (Esc)",
      "aria-label": "Close",
      text: "\u00d7",
      hidden: true,
      onclick: () => on.close(),
    });
    this.tools = html("div", { class: "tools" });
    this.text = html("div", { class: "lines" });
    this.more = html("div", { class: "more" });
    this.scroll = html("div", { class: "pane-scroll", tabindex: -1 }, this.tools, this.text, this.more);
    this.node = html(
      "section",
      { class: "side", "data-control": "beside", "aria-label": "About the numbers" },
      html("header", {}, this.tabs, this.close),
      this.heading,
      this.scroll,
    );
    this.kind = null;
  }

  /** Draw the pane that is open. `state`: { pane, frame, details, walk, consistent, losses, rate, sampled }. */
  draw(state) {
    const { pane } = state,
      key = JSON.stringify([pane.kind, pane.names]);
    if (this.kind !== key) {
      this.kind = key;
      for (const node of [this.tools, this.more]) node.replaceChildren();
      this.sumKey = null;
      this.scroll.scrollTop = 0;
      this.answer?.remove();
      this[`open_${pane.kind}`]?.(state);
    }
    set(this.close, "hidden", ["now", "covered"].includes(pane.kind));
    for (const { kind, node } of this.openers) set(node, "aria-pressed", String(kind === pane.kind));
    return this[pane.kind](state);
  }

  /** On a small screen the pane is below the diagram: scroll to it. */
  reveal() {
    if (this.node.getBoundingClientRect().top > window.innerHeight - 120)
      this.node.scrollIntoView({ block: "nearest" });
  }

  say(list) {
    lines(this.text, list, this.on);
  }

  now(state) {
    write(this.heading, "");
    this.say(statusLines({ network: this.network, ...state }));
    return {};
  }

  open_covered({ reveal }) {
    this.more.append(
      html(
        "div",
        { class: "covered" },
        button({ class: "action", text: "Show it", title: "Show what is covered (r)", onclick: reveal }),
      ),
    );
  }

  covered() {
    write(this.heading, "Guess first");
    this.say([line("small", "What does the network say now, and which scores went up? Guess, then have it shown.")]);
    return {};
  }

  ask({ pane, frame, details, playing }) {
    write(this.heading, "Where from?");
    this.way(pane.id);
    const source = frame.theta ? frame : details?.frame;
    const found = source && explain(this.network, source, pane.id);
    if (found) this.say(explanationLines(found));
    else if (!playing) this.say(WAITING);
    return { lit: found?.lit, asked: pane.id };
  }

  /** A button from a number of the cell to the view of the cell. */
  way(id) {
    const [name, t, i] = id.split(":");
    if (this.wayTo === id && this.tools.firstChild) return;
    this.wayTo = id;
    this.tools.replaceChildren();
    if (!this.network.states.includes(name)) return;
    this.tools.append(
      button({
        class: "action",
        text: "Look inside the cell",
        "aria-label": `Open the cell at step ${Number(t) + 1}, unit ${Number(i) + 1}`,
        onclick: () => this.on.inside(Number(t), Number(i)),
      }),
    );
  }

  open_weights({ pane }) {
    this.grid = new WeightHeatMap(this.network, pane.names, {
      weight: (name, i, j) => this.on.weight(name, i, j),
      pick: () => this.on.weight(null),
    });
    this.under = html("div", { class: "lines under" });
    this.more.append(this.grid.node, this.under);
  }

  weights({ pane, frame, details }) {
    write(this.heading, "Weights");
    this.say([]);
    const theta = frame.theta ?? details?.frame.theta,
      { chosen } = pane;
    if (theta) this.grid.draw(theta);
    const found =
      chosen && details?.update === frame.update
        ? explainWeight(this.network, details, chosen.name, chosen.i, chosen.j)
        : null;
    lines(this.under, found ? explanationLines(found) : chosen ? WAITING : [], this.on);
    if (found && this.explained !== found.title) this.under.scrollIntoView({ block: "nearest" });
    this.explained = found?.title;
    return { lit: found?.lit };
  }

  open_sample({ sampled }) {
    const first = html(
      "select",
      { "aria-label": "first letter" },
      ...this.network.vocab.map((text, k) => html("option", { value: k, text })),
    );
    const heat = html(
      "select",
      { "aria-label": "how the next letter is chosen" },
      ...[
        ["0", "the most likely letter"],
        ["0.5", "drawn, temperature 0.5"],
        ["1", "drawn, temperature 1"],
        ["2", "drawn, temperature 2"],
      ].map(([value, text]) => html("option", { value, text })),
    );
    first.value = String(sampled?.first ?? this.network.x[0]);
    let seed = 0;
    const ask = () => this.on.sample({ first: Number(first.value), temperature: Number(heat.value), seed });
    first.addEventListener("change", ask);
    heat.addEventListener("change", ask);
    const drawAgain = () => {
      seed += 1;
      ask();
    };
    const again = button({ class: "action", text: "Draw again", onclick: drawAgain });
    this.tools.append(html("label", {}, "start with ", first), html("label", {}, "then feed back ", heat), again);
  }

  sample({ sampled }) {
    write(this.heading, "Let it speak");
    this.say(sampled ? sampleLines({ network: this.network, sampled }) : WAITING);
    return {};
  }

  open_walk() {
    this.crumbs = PHASES.map((phase) => button({ class: "choice", text: phase, onclick: () => this.on.phase(phase) }));
    this.where = html("span", { class: "soft where" });
    const step = (by, text, label) =>
      button({ class: "action", text, title: label, onclick: () => this.on.walkBy(by) });
    this.before = step(-1, "\u25c0 Before", "The stage before (left arrow)");
    this.answer = html("div", { class: "lines answer" });
    this.scroll.append(this.answer);
    this.tools.append(
      html("div", { class: "group segmented phases", role: "group", "aria-label": "phase" }, ...this.crumbs),
      html(
        "div",
        { class: "group" },
        this.before,
        step(1, "Next \u25b6", "The next stage (right arrow)"),
        step(Infinity, "Finish", "Finish this update"),
        this.where,
      ),
    );
  }

  walk({ pane, walk, details }) {
    write(this.heading, `Update ${details ? details.update + 1 : ""}, step by step`);
    if (!details || !walk) {
      this.say(WAITING);
      return {};
    }
    const { current } = walk;
    reportFact("phase", current.phase);
    this.crumbs.forEach((node, i) => set(node, "aria-pressed", String(PHASES[i] === current.phase)));
    set(this.before, "disabled", walk.index === 0);
    write(this.where, walk.progress);
    this.say([line("title", current.title), ...current.lines]);
    this.sums(current, details);
    const answer = this.reply(pane.id, details);
    lines(this.answer, answer ? [line("title", "Where from?"), ...explanationLines(answer)] : [], this.on);
    if (pane.id && pane.id !== this.replied) this.answer.scrollIntoView({ block: "nearest" });
    this.replied = pane.id;
    return { lit: answer?.lit ?? current.lit, lens: current.lens, reversed: current.reversed };
  }

  /** Explain a number that this step of the walk shows. */
  reply(id, details) {
    if (!id) return null;
    return /^d[yh]:/.test(id) ? explainGradient(this.network, details, id) : explain(this.network, details.frame, id);
  }

  /** Draw gradient and update: the contributions as small pictures, the sum or the weights with numbers. */
  sums(walkStep, details) {
    const key = walkStep.param ? `${walkStep.phase} ${walkStep.param} ${details.update}` : "";
    if (this.sumKey === key && this.more.children.length) return;
    this.sumKey = key;
    this.more.replaceChildren();
    if (!walkStep.param) return;
    const found = gradientByStep(this.network, details, walkStep.param);
    if (walkStep.phase === "gradient") this.more.append(this.pictures(found));
    const node = html("div", { class: "weights" });
    this.more.append(node);
    this.table(node, walkStep, found, details);
  }

  pictures({ rows, columns, list, more, total }) {
    const most = list.reduce((a, { values }) => Math.max(a, ...values.map(Math.abs)), 1e-12);
    const size = Math.max(2, Math.min(13, Math.floor(44 / Math.max(rows, columns))));
    const picture = ({ label, values }, scale) => {
      const canvas = html("canvas", { role: "img", "aria-label": label });
      heat(canvas, values, rows, columns, size, scale, this.node);
      return html("figure", {}, canvas, html("figcaption", { text: label }));
    };
    const nodes = list
      .flatMap((part, t) => [t ? html("span", { text: "+" }) : null, picture(part, most)])
      .filter(Boolean);
    if (more > 0) nodes.push(html("span", { text: `+ ${more} more` }));
    return html(
      "div",
      { class: "pictures" },
      ...nodes,
      html("span", { text: "=" }),
      picture({ label: "sum", values: total }, Math.max(...total.map(Math.abs), 1e-12)),
    );
  }

  table(node, walkStep, found, details) {
    const text = (k) =>
      walkStep.phase === "gradient"
        ? precise(found.total[k])
        : `${precise(found.before[k])} \u2192 ${precise(found.after[k])}`;
    const weights = new WeightHeatMap(this.network, [walkStep.param], {
      weight: (name, i, j) => {
        const under = explanationLines(explainWeight(this.network, details, name, i, j));
        lines(detail, under, this.on);
        detail.scrollIntoView({ block: "nearest" });
      },
    });
    const values = new Float32Array(details.size),
      { offset, strides } = weights.param;
    const shown = walkStep.phase === "gradient" ? found.total : found.before;
    shown.forEach((value, k) => {
      values[offset + Math.floor(k / weights.columns) * strides[0] + (k % weights.columns) * (strides[1] ?? 0)] = value;
    });
    weights.draw(values);
    weights.cells?.forEach(({ value }, k) => write(value, text(k)));
    const detail = html("div", { class: "lines under" });
    node.append(weights.node, detail);
  }
}

function heat(canvas, values, rows, columns, size, scale, themed) {
  const colours = palette(themed),
    c = prepare(canvas, columns * size, rows * size);
  values.forEach((value, k) =>
    signed(c, (k % columns) * size, Math.floor(k / columns) * size, size, value, scale, colours),
  );
}
