"""How a network on one of the five shapes learns: what is right on held-out data, against updates."""

from math import isfinite

import pandas as pd

from rnnplay.app.charts import COLOURS, SOFT, layered, number, shares, told
from rnnplay.app.number_format import percent

APART, LOW = 0.04, 0.1  # lines that are nearer, or that lie on the axis, share one word
ABOVE, BELOW = {"baseline": "bottom", "dy": -3}, {"baseline": "top", "dy": 4}


def learned(curve, baseline, chance, updates):
    """curve: of ShapePoints; baseline, chance: shares of 1 -> (DataFrame, description)."""
    rows = [{"update": p.update, "score": p.score, "loss": p.loss} for p in curve if isfinite(p.loss)]
    table = pd.DataFrame(rows, columns=["update", "score", "loss"])
    x = number("update", "updates", (0, updates))
    y = number("score", "right (held-out)", (0, 1.02), form="%")
    line = {"type": "line", "strokeWidth": 2.5, "color": COLOURS[0]}
    tip = told(update=("update", "whole"), score=("right", "share"), loss=("loss, nats", "number"))
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
    """Two lines across the chart with their words at the right end, where no curve that has learned is."""
    words = {"baseline": f"baseline {percent(baseline)}", "chance": f"by chance {percent(chance)}"}
    if baseline - chance >= APART and chance >= LOW:
        told_at = [(baseline, words["baseline"], ABOVE), (chance, words["chance"], BELOW)]
    else:
        told_at = [(max(baseline, chance), f"{words['baseline']}, {words['chance']}", ABOVE)]
    once = {"values": [{}]}  # not once for each row of the chart's table
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
        for at, text, side in told_at
    ]
    return [*lines, *texts]
