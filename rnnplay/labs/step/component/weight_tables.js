// The weight matrices as tables; a visitor can type over every number.

import { html, named, set } from "../../../app/js/dom.js";
import { entry, RefusedNumber } from "./number_entry.js";

export class WeightTables {
  constructor(box) {
    this.box = box;
    this.refusedNumber = new RefusedNumber();
  }

  receive({ limit, tables, refused }, tell) {
    this.send = (message) => tell("edit", message);
    const values = tables.flatMap(({ cells }) => cells.flat().map(({ value }) => value));
    const decimals = [1, 2].find((n) => values.every((value) => Number(value.toFixed(n)) === value)) ?? 3;
    const shape = JSON.stringify(tables.map(({ name, rows, columns }) => [name, rows, columns]));
    if (shape !== this.shape) this.build(tables);
    this.shape = shape;
    tables.forEach(({ cells }, t) =>
      cells.flat().forEach(({ value, edited }, i) => {
        const node = this.inputs[t][i];
        node.show(value, decimals);
        set(node, "data-sign", value < 0 ? "below" : "above");
        set(node, "data-edited", edited);
        node.style.setProperty("--amount", Math.min(1, Math.abs(value) / limit).toFixed(3));
      }),
    );
    this.refuse(tables, refused);
  }

  /** `refused`: { name, at, text, sentence } of a number that the server refused, or null. */
  refuse(tables, refused) {
    const t = tables.findIndex(({ name }) => name === refused?.name);
    const i = tables[t]?.cells.flat().findIndex(({ at }) => String(at) === String(refused.at));
    this.refusedNumber.show(refused, this.inputs[t]?.[i], (note) => this.feet[t].append(note));
  }

  build(tables) {
    this.feet = tables.map(({ columns }) => html("td", { colspan: columns.length + 1 }));
    this.inputs = tables.map(() => []);
    this.box.replaceChildren(
      html(
        "div",
        { class: "weights" },
        ...tables.map(({ name, rows, columns, cells }, t) => {
          const caption = html("caption", {});
          named(caption, name);
          const head =
            columns.length > 1 || columns[0]
              ? [
                  html(
                    "thead",
                    {},
                    html("tr", {}, html("td", {}), ...columns.map((text) => html("th", { scope: "col", text }))),
                  ),
                ]
              : [];
          return html(
            "table",
            {},
            caption,
            ...head,
            html(
              "tbody",
              {},
              ...rows.map((row, i) =>
                html(
                  "tr",
                  {},
                  html("th", { scope: "row", text: row }),
                  ...cells[i].map(({ at }) => {
                    const node = entry(`${name} at ${at.map((k) => k + 1).join(", ")}`, (text) =>
                      this.send({ name, at, text }),
                    );
                    this.inputs[t].push(node);
                    return html("td", {}, node);
                  }),
                ),
              ),
            ),
            html("tfoot", {}, html("tr", {}, this.feet[t])),
          );
        }),
      ),
    );
  }
}
