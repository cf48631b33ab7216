"""The chart of a training: the share of right answers on held-out data, against updates."""

from math import isfinite

import pandas as pd

from rnnplay.app.charts import COLOURS, SOFT, layered, number_axis, shares, tooltip
from rnnplay.app.number_format import percent

APART, LOW = 0.04, 0.1  # lines that are nearer to each other, or to the axis, share one label
ABOVE, BELOW = {"baseline": "bottom", "dy": -3}, {"baseline": "top", "dy": 4}


def learning_curve(curve, baseline, chance, updates):
    """The curve, the baseline and chance, shares from 0 to 1 -> (DataFrame, description).

    curve: ShapePoints; updates: the end of the axis.
    """
    rows = [{"update": p.update, "score": p.score, "loss": p.loss} for p in curve if isfinite(p.loss)]
    table = pd.DataFrame(rows, columns=["update", "score", "loss"])
    x = number_axis("update", "updates", (0, updates))
    y = number_axis("score", "right (held-out)", (0, 1.02), form="%")
    line = {"type": "line", "strokeWidth": 2.5, "color": COLOURS[0]}
    tip = tooltip(update=("update", "whole"), score=("right", "share"), loss=("loss, nats", "number"))
    layers = [
        *_rules(baseline, chance),
        {"mark": line, "encoding": {"x": x, "y": y}},
        {
            "transform": [
                {
                    "window": [{"op": "rank", "as": "back"}],
                    "sort": [{"field": "update", "order": "descending"}],
                },
                {"filter": "datum.back == 1"},
            ],
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1, "color": COLOURS[0]},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": shares("score"),
            "mark": {"type": "point", "size": 220, "opacity": 0},
            "encoding": {"x": x, "y": y, "tooltip": tip},
        },
    ]
    return table, layered(layers)


def _rules(baseline, chance):
    """Two horizontal lines; their labels are at the right, where the curve of a trained network is above."""
    words = {"baseline": f"baseline {percent(baseline)}", "chance": f"by chance {percent(chance)}"}
    if baseline - chance >= APART and chance >= LOW:
        labels = [(baseline, words["baseline"], ABOVE), (chance, words["chance"], BELOW)]
    else:
        labels = [(max(baseline, chance), f"{words['baseline']}, {words['chance']}", ABOVE)]
    once = {"values": [{}]}  # drawn once, and not for each row of the table
    dashes = ((baseline, [6, 3]), (chance, [2, 3]))
    lines = [
        {
            "data": once,
            "mark": {"type": "rule", "strokeDash": dash, "color": SOFT},
            "encoding": {"y": {"datum": at}},
        }
        for at, dash in dashes
    ]
    mark = {"type": "text", "align": "right", "dx": -4, "color": SOFT}
    end = {"value": {"expr": "width"}}
    texts = [
        {"data": once, "mark": mark | side | {"text": text}, "encoding": {"y": {"datum": at}, "x": end}}
        for at, text, side in labels
    ]
    return [*lines, *texts]
