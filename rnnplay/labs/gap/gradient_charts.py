"""Looks into a training as charts: how much of the gradient is left on its way back, and what the gates do.

what is left after k steps back = norm(dL/dstate_{T-k}) / norm(dL/dstate_T)

What has overflowed is left out.
"""

from math import isfinite

import numpy as np
import pandas as pd

from rnnplay.app.charts import layered, line_at, looks, map_of, named, number, only, powers, shares, told

FLOOR = 1e-12  # what is less is drawn there: it no longer makes a difference to any weight
WIDEST = 80  # cells of a heat map across; longer sequences show every n-th step
LEFT = "share of the gradient that is left"
BACK = "steps back from the loss"


def left(reach):
    """reach (T,), first step to last -> (T,): what is left of it 0, 1, 2, ... steps back from the loss."""
    back = np.asarray(reach)[::-1]
    return back / back[0] if back[0] > 0 else np.zeros_like(back)


def fading(lines, names, gap=None):
    """The gradient on its way back -> (DataFrame, description).

    lines: list of (name, kind, values (T,)), kind "measured" or "closed form"; gap: the clue lies beyond it.
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
    look = looks(names)
    top = max(2.0, float(table["left"].max()) * 1.2) if len(table) else 2.0
    low = max(FLOOR, float(table["left"].min()) / 2) if len(table) else FLOOR
    far = max(1, max((len(values) for _, _, values in lines), default=2) - 1)
    x, y = number("back", BACK, (0, far)), powers("left", LEFT, min(low, 1e-2), top)
    hint = told(cell=("cell", None), kind=("kind", None), back=(BACK, "whole"), exact=("left", "number"))
    layers = []
    if gap:
        layers += line_at(gap, "the clue lies beyond", upright=True)
    layers += [
        {
            "transform": only("kind", "closed form"),
            "mark": {"type": "line", "strokeWidth": 5, "opacity": 0.3},
            "encoding": {"x": x, "y": y, "color": look["color"]},
        },
        {
            "transform": only("kind", "measured"),
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {"x": x, "y": y, "color": look["color"], "strokeDash": look["strokeDash"]},
        },
        {
            "mark": {"type": "point", "size": 200, "opacity": 0},
            "encoding": {"x": x, "y": y, "tooltip": hint},
        },
    ]
    return table, layered(layers)


def over_training(looks_taken):
    """One contestant's gradient on its way back, update by update, as a heat map -> (DataFrame, description).

    looks_taken: its Looks, from the untrained network on.
    """
    rows, every = [], 1
    for one in looks_taken:
        values = left(one.reach)
        every = -(-len(values) // WIDEST)
        for back in range(0, len(values), every):
            exact = float(values[back])
            if isfinite(exact):
                rows.append({"update": one.update, "back": back, "exact": exact, "left": max(exact, 1e-8)})
    table = pd.DataFrame(rows, columns=["update", "back", "exact", "left"])
    y = {
        "field": "update",
        "type": "ordinal",
        "sort": "ascending",
        "axis": {"title": "updates", "labelOverlap": True},
    }
    x = {"field": "back", "type": "ordinal", "axis": {"title": BACK, "labelAngle": 0, "labelOverlap": True}}
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
    hint = told(update=("update", "whole"), back=(BACK, "whole"), exact=("left", "number"))
    return table, map_of({"x": x, "y": y, "color": colour, "tooltip": hint})


def gates(one, meanings):
    """Each gate on the way across the gap, the mean over units and sequences -> (DataFrame, description).

    one: a Look; meanings: gate -> what it does, in words, in order.
    """
    names = [f"{gate}: {meanings.get(gate, 'gate')}" for gate in one.gates]
    table = pd.DataFrame(
        [
            {"cell": name, "step": step, "open": float(value), "word": word}
            for name, values in zip(names, one.gates.values(), strict=True)
            for step, (value, word) in enumerate(zip(values, one.words, strict=True), 1)
            if isfinite(value)
        ],
        columns=["cell", "step", "open", "word"],
    )
    look = looks(names)
    x, y = number("step", "step", (1, len(one.words))), number("open", "open, on average", (0, 1), form="%")
    hint = told(cell=("gate", None), step=("step", "whole"), open=("open", "share"))
    layers = [
        {
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {"x": x, "y": y, "color": look["color"], "strokeDash": look["strokeDash"]},
        },
        {
            "transform": shares("open"),
            "mark": {"type": "point", "size": 200, "opacity": 0},
            "encoding": {"x": x, "y": y, "tooltip": hint},
        },
    ]
    return table, layered(layers)


def units(one, quantity):
    """One quantity of every unit at every step of one sequence, as a heat map -> (DataFrame, description).

    quantity: a name in one.units; gates run from 0 to 1, states on both sides of 0.
    """
    values = np.asarray(one.units[quantity])
    gate = quantity in one.gates
    table = pd.DataFrame(
        [
            {"step": step, "unit": unit + 1, "value": float(value), "word": one.words[step - 1]}
            for step, row in enumerate(values, 1)
            for unit, value in enumerate(row)
            if isfinite(value)
        ],
        columns=["step", "unit", "value", "word"],
    )
    most = max(1e-9, float(table["value"].abs().max())) if len(table) else 1.0
    scale = (
        {"domain": [0, 1], "scheme": "viridis"}
        if gate
        else {"domain": [-most, most], "scheme": "redblue", "reverse": True}
    )
    x = {"field": "step", "type": "ordinal", "axis": {"labelAngle": 0, "labelOverlap": True, "title": "step"}}
    y = {"field": "unit", "type": "ordinal", "axis": {"labelOverlap": True, "title": "unit"}}
    colour = {
        "field": "value",
        "type": "quantitative",
        "scale": scale | {"clamp": True},
        "legend": {"type": "gradient", "title": quantity, "gradientLength": 140},
    }
    hint = told(
        word=("reads", None), step=("step", "whole"), unit=("unit", "whole"), value=(quantity, "number")
    )
    return table, map_of({"x": x, "y": y, "color": colour, "tooltip": hint})
