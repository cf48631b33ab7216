"""The charts of the race: held-out accuracy and loss against updates, and accuracy against the gap.

mean, band at update t = mean, smallest and largest value over the seeds

A run that has ended keeps its last value from there on.
"""

from math import ceil, floor, isfinite, log2

import numpy as np
import pandas as pd

from rnnplay.app.charts import contestant_encodings, layered, line_at, number_axis, rows_of, shares, tooltip


def against_updates(runs, names, measure, setup, last_update):
    """Accuracy or loss of the runs against updates -> (DataFrame, Vega-Lite description).

    runs: list of (name, seed, curve of Points, ended or not); names: of the contestants, in order;
    measure: "accuracy" or "loss"; last_update: the end of the axis.
    """
    rows = []
    for name, seed, curve, ended in runs:
        points = [(p.update, getattr(p, measure)) for p in curve if isfinite(getattr(p, measure))]
        for update, value in points:
            rows.append({"kind": "seed", "cell": name, "seed": seed, "update": update, "value": value})
        if ended and points:
            rows.append({**rows[-1], "kind": "end"})
    rows += _bands(runs, names, measure)
    table = pd.DataFrame(rows, columns=["kind", "cell", "seed", "update", "value", "low", "high", "runs"])
    look, share = contestant_encodings(names), measure == "accuracy"
    x = number_axis("update", "updates", (0, last_update))
    title = (
        "right (held-out)"
        if share
        else f"loss (held-out, {'nats' if setup.memory_task.loss != 'squared' else 'squared error'})"
    )
    y = number_axis(
        "value",
        title,
        (0, 1.02) if share else _log_domain(table["value"]),
        log=not share,
        form="%" if share else "~g",
    )
    colour, dash = look["color"], look["strokeDash"]
    layers = [
        {
            "transform": rows_of("kind", "band"),
            "mark": {"type": "area", "opacity": 0.16},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
        },
        {
            "transform": rows_of("kind", "seed"),
            "mark": {"type": "line", "strokeWidth": 0.7, "opacity": 0.5},
            "encoding": {"x": x, "y": y, "color": colour, "detail": {"field": "seed"}},
        },
        {
            "transform": rows_of("kind", "band"),
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
        },
        {
            "transform": rows_of("kind", "end"),
            "mark": {"type": "point", "filled": True, "size": 40, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour, "shape": look["shape"]},
        },
        {
            "transform": [*rows_of("kind", "band"), *(shares("value", "low", "high") if share else [])],
            "mark": {"type": "point", "size": 220, "opacity": 0},
            "encoding": {
                "x": x,
                "y": y,
                "tooltip": tooltip(
                    cell=("cell", None),
                    update=("update", "whole"),
                    value=("mean", "share" if share else "number"),
                    low=("lowest", "share" if share else "number"),
                    high=("highest", "share" if share else "number"),
                    runs=("runs", "whole"),
                ),
            },
        },
    ]
    if share:
        layers = [*line_at(setup.memory_task.chance, "by chance"), *line_at(0.95, "95 %"), *layers]
    return table, layered(layers)


def _log_domain(values):
    """The domain (low, high) of a logarithmic axis for these values."""
    positive = values[values > 0]
    if not len(positive):
        return 0.01, 3
    # Rounded to powers of two, so that the axis seldom changes during a race.
    return 2.0 ** floor(log2(positive.min() / 1.1)), 2.0 ** ceil(log2(positive.max() * 1.1))


def _bands(runs, names, measure):
    """Yield rows: mean and range over a contestant's seeds, at every update that all its runs reached."""
    for name in names:
        same_name = [(curve, ended) for other, _, curve, ended in runs if other == name and curve]
        updates = sorted({point.update for curve, _ in same_name for point in curve})
        for update in updates:
            values = []
            for curve, ended in same_name:
                reached = [p for p in curve if p.update <= update]
                if reached and (ended or reached[-1].update == update):
                    values.append(getattr(reached[-1], measure))
            values = [value for value in values if isfinite(value)]
            if len(values) == len(same_name):
                yield {
                    "kind": "band",
                    "cell": name,
                    "update": update,
                    "value": float(np.mean(values)),
                    "low": min(values),
                    "high": max(values),
                    "runs": len(values),
                }


def against_gap(rows, names, setup, gaps):
    """Held-out accuracy at the end of the runs, against the gap -> (DataFrame, Vega-Lite description).

    rows: list of (name, gap, seed, accuracy).
    """
    shift = {name: (k - (len(names) - 1) / 2) * 0.008 * max(gaps) for k, name in enumerate(names)}
    table = pd.DataFrame(
        [
            {"kind": "seed", "cell": name, "gap": gap, "at": gap + shift[name], "seed": seed, "value": value}
            for name, gap, seed, value in rows
        ],
        columns=["kind", "cell", "gap", "at", "seed", "value", "low", "high", "runs"],
    )
    groups = (
        table.groupby(["cell", "gap"], sort=False)["value"].agg(["mean", "min", "max", "count"]).reset_index()
    )
    groups = groups.rename(columns={"mean": "value", "min": "low", "max": "high", "count": "runs"})
    table = pd.concat([table, groups.assign(kind="mean", at=groups["gap"])], ignore_index=True)
    look = contestant_encodings(names)
    x = number_axis(
        "at", "gap: steps between the clue and the question", (0, max(gaps) * 1.05), values=list(gaps)
    )
    y = number_axis("value", "right (held-out)", (0, 1.02), form="%")
    mean = tooltip(
        cell=("cell", None),
        gap=("gap", "whole"),
        value=("mean", "share"),
        low=("lowest", "share"),
        high=("highest", "share"),
        runs=("runs", "whole"),
    )
    one = tooltip(cell=("cell", None), gap=("gap", "whole"), seed=("seed", "whole"), value=("right", "share"))
    layers = [
        *line_at(setup.memory_task.chance, "by chance"),
        {
            "transform": [*rows_of("kind", "mean"), *shares("value", "low", "high")],
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {
                "x": x,
                "y": y,
                "color": look["color"],
                "strokeDash": look["strokeDash"],
                "tooltip": mean,
            },
        },
        {
            "transform": [*rows_of("kind", "seed"), *shares("value")],
            "mark": {"type": "point", "filled": True, "size": 45, "opacity": 0.75},
            "encoding": {"x": x, "y": y, "color": look["color"], "shape": look["shape"], "tooltip": one},
        },
        {
            "transform": [*rows_of("kind", "mean"), *shares("value", "low", "high")],
            "mark": {"type": "point", "size": 260, "opacity": 0},
            "encoding": {"x": x, "y": y, "tooltip": mean},
        },
    ]
    return table, layered(layers)
