// The last step of the walk through an update: did every score move as its gradient pushed it?

import { line } from "./pane_lines.js";
import { change } from "../../../app/js/format.js";

const STILL = 1e-6; // of the size of a score: smaller changes are lost in float32 and count as none

/**
 * Did every score move as its gradient pushed it? -> one row a score.
 *
 * verdict: "kept": it moved as the gradient predicted; "lucky": it moved as pushed although the gradient predicted
 * otherwise; "shared": the gradient predicted the wrong direction, because scores share weights; "step": the gradient
 * predicted the right direction, but the step was too long; "still": it did not move.
 */
export function verdicts(network, details) {
  const { T, V, targets } = network,
    rows = [];
  for (let t = 0; t < T; t++) {
    for (let k = 0; k < V; k++) {
      const j = t * V + k,
        wanted = targets[t] === k,
        predicted = details.predicted[j],
        actual = details.actual[j];
      const still = STILL * Math.max(1, Math.abs(details.frame.y[j]));
      const as = (change) => (wanted ? change > 0 : change < 0);
      const verdict =
        Math.abs(actual) <= still
          ? "still"
          : as(actual)
            ? as(predicted)
              ? "kept"
              : "lucky"
            : as(predicted)
              ? "step"
              : "shared";
      rows.push({ t, k, wanted, predicted, actual, verdict, kept: verdict === "kept" || verdict === "lucky" });
    }
  }
  return rows;
}

function why(verdict, n, { optimizer, T }) {
  const adaptive =
    optimizer.equations.length > 1 ? ` Also, ${optimizer.title} does not step straight down the gradient.` : "";
  return {
    still: `${n} did not move.`,
    lucky: `${n} moved as pushed only because the step was long: the straight line said otherwise.`,
    step:
      `${n} went the other way because the step was too long: the straight line said otherwise. A smaller ` +
      "rate would keep the promise.",
    shared:
      `${n} went the other way, as the straight line says. A score shares its weights with the other ` +
      `scores of its step${T > 1 ? " and with the other steps" : ""}; together they pulled harder.${adaptive}`,
  }[verdict];
}

export function check(network, details) {
  const { vocab } = network,
    rows = verdicts(network, details),
    kept = rows.filter((row) => row.kept).length;
  const list = [
    line("result", `${kept} of ${rows.length} scores moved as they were pushed`),
    line(
      "small",
      "Wanted scores should rise, all others fall. Predicted: along the straight line of the gradient. Actual: " +
        "the network run again.",
    ),
  ];
  for (const verdict of ["shared", "step", "lucky", "still"]) {
    const n = rows.filter((row) => row.verdict === verdict).length;
    if (n) list.push(line("small", why(verdict, n, network)));
  }
  list.push(line("check head", "", "score", "predicted", "actual", ""));
  const order = [...rows]
    .sort((a, b) => (a.verdict === "kept") - (b.verdict === "kept") || a.t - b.t || a.k - b.k)
    .slice(0, 48);
  const signs = { kept: "\u2713", lucky: "(\u2713)", still: "=", step: "\u2717", shared: "\u2717" };
  for (const { t, k, wanted, predicted, actual, verdict } of order) {
    list.push({
      ...line(
        `check ${wanted ? "right" : "wrong"}`,
        wanted ? "\u25b2" : "\u25bc",
        `${vocab[k]}, step ${t + 1}`,
        change(predicted, 4),
        change(actual, 4),
        signs[verdict],
      ),
      light: `y:${t}:${k}`,
    });
  }
  if (rows.length > order.length)
    list.push(line("small", `\u2026 and ${rows.length - order.length} more that moved as pushed.`));
  const off = rows
    .filter((row) => row.verdict !== "kept")
    .slice(0, 60)
    .map((row) => `y:${row.t}:${row.k}`);
  return {
    phase: "check",
    t: null,
    title: "Check: was the promise kept?",
    lines: list,
    lens: { scores: { values: details.actual, ready: () => true, label: "change of y" } },
    lit: new Set(off),
  };
}
