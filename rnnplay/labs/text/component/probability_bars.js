// Small tables of symbols with their probabilities as bars, beside a text.

import { html } from "../../../app/js/dom.js";

/** 0.042 -> "4.2 %"; 0.00003 -> "0.003 %" */
export function percent(p) {
  if (p > 0.0995 || p === 0) return `${(100 * p).toFixed(0)} %`;
  const decimals = p < 1e-6 ? 6 : Math.max(1, 1 - Math.floor(Math.log10(100 * p)));
  return `${Number((100 * p).toPrecision(2)).toFixed(decimals)} %`;
}

/** head: [text]; rows: [{ cells: [text], share: 0..1, kind }], with the bar of the share in the last cell. */
export function probabilityTable(head, rows) {
  const line = ({ cells, share, kind }) => {
    const bar = html("i", {});
    bar.style.width = `${(100 * share).toFixed(1)}%`;
    return html(
      "tr",
      { class: kind ?? "" },
      ...cells.map((text, k) =>
        k === 0
          ? html("th", { scope: "row", text })
          : k === cells.length - 1
            ? html("td", { class: "bar" }, bar, html("span", { text }))
            : html("td", { text }),
      ),
    );
  };
  return html(
    "table",
    {},
    html("thead", {}, html("tr", {}, ...head.map((text) => html("th", { scope: "col", text })))),
    html("tbody", {}, ...rows.map(line)),
  );
}
