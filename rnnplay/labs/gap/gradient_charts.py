"""The charts of the gradient flow: the share of the gradient that is left at each distance from the loss.

share left after k steps back = norm(dL/dstate_{T-k}) / norm(dL/dstate_T)

Numbers that have overflowed are left out.
"""

from math import isfinite

import numpy as np
import pandas as pd

from rnnplay.app.charts import (
    contestant_encodings,
    heat_map,
    layered,
    line_at,
    named,
    number_axis,
    power_axis,
    rows_of,
    tooltip,
)

FLOOR = 1e-12  # smaller shares are drawn here: they no longer change any weight
MOST_COLUMNS = 80  # of a heat map; longer sequences show every n-th step
SHARE_LEFT = "share of the gradient that is left"
STEPS_BACK = "steps back from the loss"


def share_left(reach):
    """reach (T,), first step to last -> (T,): the share of it that is left 0, 1, 2, ... steps back."""
    back = np.asarray(reach)[::-1]
    return back / back[0] if back[0] > 0 else np.zeros_like(back)


def gradient_against_distance(lines, names, gap=None):
    """The share of the gradient that is left, against steps back -> (DataFrame, Vega-Lite description).

    lines: list of (name, kind, values (T,)), kind "measured" or "closed form"; gap: a vertical line marks it,
    because the clue lies at least so many steps back.
    """
    table = pd.DataFrame(
        [
            {
                "cell": name,
                "kind": kind,
                "back": back,
                "exact": float(value),
                "left": max(float(value), FLOOR),
            }
            for name, kind, values in lines
            for back, value in enumerate(values)
            if isfinite(value)
        ],
        columns=["cell", "kind", "back", "exact", "left"],
    )
    look = contestant_encodings(names)
    top = max(2.0, float(table["left"].max()) * 1.2) if len(table) else 2.0
    low = max(FLOOR, float(table["left"].min()) / 2) if len(table) else FLOOR
    far = max(1, max((len(values) for _, _, values in lines), default=2) - 1)
    x, y = number_axis("back", STEPS_BACK, (0, far)), power_axis("left", SHARE_LEFT, min(low, 1e-2), top)
    hint = tooltip(
        cell=("cell", None), kind=("kind", None), back=(STEPS_BACK, "whole"), exact=("left", "number")
    )
    layers = []
    if gap:
        layers += line_at(gap, "the clue lies beyond", upright=True)
    layers += [
        {
            "transform": rows_of("kind", "closed form"),
            "mark": {"type": "line", "strokeWidth": 5, "opacity": 0.3},
            "encoding": {"x": x, "y": y, "color": look["color"]},
        },
        {
            "transform": rows_of("kind", "measured"),
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {"x": x, "y": y, "color": look["color"], "strokeDash": look["strokeDash"]},
        },
        {
            "mark": {"type": "point", "size": 200, "opacity": 0},
            "encoding": {"x": x, "y": y, "tooltip": hint},
        },
    ]
    return table, layered(layers)


def gradient_over_training(measurements):
    """The share of the gradient that is left, by update and steps back -> (DataFrame, Vega-Lite description).

    measurements: the FlowMeasurements of one contestant, from the untrained network on.
    """
    rows, every = [], 1
    for measurement in measurements:
        values = share_left(measurement.reach)
        every = -(-len(values) // MOST_COLUMNS)
        for back in range(0, len(values), every):
            exact = float(values[back])
            if isfinite(exact):
                rows.append(
                    {"update": measurement.update, "back": back, "exact": exact, "left": max(exact, 1e-8)}
                )
    table = pd.DataFrame(rows, columns=["update", "back", "exact", "left"])
    y = {
        "field": "update",
        "type": "ordinal",
        "sort": "ascending",
        "axis": {"title": "updates", "labelOverlap": True},
    }
    x = {
        "field": "back",
        "type": "ordinal",
        "axis": {"title": STEPS_BACK, "labelAngle": 0, "labelOverlap": True},
    }
    colour = {
        "field": "left",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [1e-8, 1], "clamp": True, "scheme": "viridis"},
        "legend": {
            "type": "gradient",
            "title": "left",
            **named([0, -2, -4, -6, -8]),
            "orient": "right",
            "gradientLength": 140,
        },
    }
    hint = tooltip(update=("update", "whole"), back=(STEPS_BACK, "whole"), exact=("left", "number"))
    return table, heat_map({"x": x, "y": y, "color": colour, "tooltip": hint})
