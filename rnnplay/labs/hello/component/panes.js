// The lines of three panes beside the diagram: the status, an explanation, a sampled text.

import { change, count, exact, number, precise } from "../../../app/js/format.js";
import { line } from "./pane_lines.js";

const PRINTED = 60; // letters of a sampled text that are printed

/** The status of the network at this update. */
export function statusLines({ network, frame, consistent, losses, rate }) {
  const { T, targets, vocab } = network;
  const right = targets.reduce((sum, target, t) => sum + (frame.top[t] === target ? 1 : 0), 0);
  const all = right === T,
    held = consistent !== null && consistent <= frame.update;
  if (network.V === 1)
    return [
      line("badge", "Only one symbol"),
      line(
        "small",
        `After ${vocab[0]} comes ${vocab[0]}: there is nothing to predict, and the loss is 0 from the start.`,
      ),
    ];
  const what = T === 1 ? "prediction is" : "predictions are";
  const badge = all ? `\u2713 ${T === 1 ? "The one" : `All ${T}`} ${what} right` : `${right} of ${T} ${what} right`;
  const detail =
    all && held
      ? `Consistent with the training string; first so at update ${count(consistent)}.`
      : held
        ? `They were all right first at update ${count(consistent)}.`
        : "Each step should give the next letter the highest score.";
  const list = [line(all ? "badge right" : "badge", badge), line("small", detail)];
  if (frame.said) list.push(spelling(network, frame.said));
  const moved = frame.update > 0 && losses.length > frame.update ? frame.loss[0] - losses[frame.update - 1] : null;
  list.push(
    {
      ...line(
        "figure ask",
        "mean loss",
        { text: number(frame.loss[0], 4), kind: "amount" },
        { text: moved === null ? "" : change(moved, 4), kind: "soft" },
      ),
      ask: "mean",
    },
    line("figure", "gradient norm", { text: precise(frame.grad_norm[0]), kind: "amount" }, { text: "", kind: "soft" }),
    line("figure", "learning rate", { text: exact(rate), kind: "amount" }, { text: "", kind: "soft" }),
  );
  list.push(
    line("key", { text: "\u25b2", kind: "right" }, " wanted: an update should raise this score"),
    line("key", { text: "\u25bc", kind: "wrong" }, " not wanted: an update should lower it"),
    line("key", { text: "+0.1", kind: "ink" }, " change at the last update; bold: it went the other way"),
    line("key", { text: "\u25ad", kind: "ink" }, " highest score of its step: the prediction"),
    line("hint", "Choose any number or arrow to see where it came from."),
  );
  return list;
}

/** The text that the network writes when its most likely letter is fed back. */
function spelling({ vocab, x, targets }, sampled) {
  const same = targets.every((target, t) => target === sampled[t]);
  const parts = [
    { text: "Left alone it spells ", kind: "" },
    { text: vocab[x[0]], kind: "fed" },
  ];
  for (let t = 0; t < Math.min(sampled.length, PRINTED); t++)
    parts.push({ text: vocab[sampled[t]], kind: sampled[t] === targets[t] ? "spelt right" : "spelt wrong" });
  parts.push({ text: `${sampled.length > PRINTED ? "\u2026" : ""}${same ? " \u2713" : ""}`, kind: "right" });
  return { kind: "spelling", parts };
}

/** An explanation (see explain.js) as lines. */
export function explanationLines(found) {
  const list = [line("title", found.title), line("result", precise(found.value, 4))];
  for (const step of found.steps) {
    list.push(line("formula", step.formula));
    if (step.terms) {
      for (const term of step.terms) list.push({ ...termLine(term), light: term.id ?? term.arrow });
      list.push(
        line(
          "term sum",
          step.name,
          { text: "", kind: "factors" },
          { text: `= ${precise(step.result)}`, kind: "amount" },
        ),
      );
    } else list.push(line("numbers", `${step.name} = ${step.numbers} = ${precise(step.result, 4)}`));
  }
  if (found.note) list.push(line("small", found.note));
  return list;
}

function termLine({ label, symbol, factors, value, note }) {
  const product = factors ? `${exact(factors[0])} \u00b7 ${exact(factors[1])}` : (note ?? "");
  return line(
    "term",
    symbol ? `${label} \u00b7 ${symbol}` : label,
    { text: product, kind: "factors" },
    { text: (value > 0 ? "+" : "") + precise(value), kind: "amount" },
  );
}

/** A sampled text: for each step the letter in, the most likely letters, and the letter drawn, which is fed back. */
export function sampleLines({ network, sampled }) {
  const { vocab, targets, x, V } = network;
  const same = sampled.said.length >= targets.length && targets.every((target, t) => target === sampled.said[t]);
  // Letter by letter, in the order of time, also where a script runs from right to left.
  const list = [
    line(
      "sampled",
      "It says: ",
      { text: vocab[sampled.first], kind: "fed spelt" },
      ...sampled.said.map((k) => ({ text: vocab[k], kind: "spelt" })),
    ),
    line(
      "small",
      sampled.first !== x[0]
        ? "It started from another letter than the training string."
        : same
          ? "That is the training string, letter for letter."
          : "That is not the training string.",
    ),
  ];
  sampled.said.slice(0, PRINTED).forEach((k, t) => {
    const p = sampled.p.subarray(t * V, (t + 1) * V);
    const best = [...p.keys()]
      .sort((a, b) => p[b] - p[a])
      .slice(0, 3)
      .map((j) => `${vocab[j]} ${Math.round(100 * p[j])}%`)
      .join(" \u00b7 ");
    list.push(
      line(
        "turn",
        { text: vocab[t ? sampled.said[t - 1] : sampled.first], kind: "fed" },
        { text: best, kind: "factors" },
        {
          text: `\u2192 ${vocab[k]}`,
          kind: sampled.first === x[0] && t < targets.length && targets[t] !== k ? "amount wrong" : "amount",
        },
      ),
    );
  });
  return list;
}
