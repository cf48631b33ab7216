"""The charts of the gates: the opening of each at every step, and one quantity of every unit as a heat map.

Numbers that have overflowed are left out.
"""

from math import isfinite

import numpy as np
import pandas as pd

from rnnplay.app.charts import contestant_encodings, heat_map, layered, number_axis, shares, tooltip


def gate_chart(measurement, meanings):
    """The mean activation of each gate at each step -> (DataFrame, Vega-Lite description).

    measurement: a FlowMeasurement; meanings: gate -> its effect, in a word or two.
    """
    names = [f"{gate}: {meanings.get(gate, 'gate')}" for gate in measurement.gates]
    table = pd.DataFrame(
        [
            {"cell": name, "step": step, "open": float(value), "word": word}
            for name, values in zip(names, measurement.gates.values(), strict=True)
            for step, (value, word) in enumerate(zip(values, measurement.words, strict=True), 1)
            if isfinite(value)
        ],
        columns=["cell", "step", "open", "word"],
    )
    look = contestant_encodings(names)
    x = number_axis("step", "step", (1, len(measurement.words)))
    y = number_axis("open", "open, on average", (0, 1), form="%")
    hint = tooltip(cell=("gate", None), step=("step", "whole"), open=("open", "share"))
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


def unit_map(measurement, quantity):
    """One quantity of every unit at every step of one sequence -> (DataFrame, Vega-Lite description).

    measurement: a FlowMeasurement; quantity: a key of measurement.units. Gates lie between 0 and 1, states
    on both sides of 0.
    """
    values = np.asarray(measurement.units[quantity])
    is_gate = quantity in measurement.gates
    table = pd.DataFrame(
        [
            {"step": step, "unit": unit + 1, "value": float(value), "word": measurement.words[step - 1]}
            for step, row in enumerate(values, 1)
            for unit, value in enumerate(row)
            if isfinite(value)
        ],
        columns=["step", "unit", "value", "word"],
    )
    largest = max(1e-9, float(table["value"].abs().max())) if len(table) else 1.0
    scale = (
        {"domain": [0, 1], "scheme": "viridis"}
        if is_gate
        else {"domain": [-largest, largest], "scheme": "redblue", "reverse": True}
    )
    x = {"field": "step", "type": "ordinal", "axis": {"labelAngle": 0, "labelOverlap": True, "title": "step"}}
    y = {"field": "unit", "type": "ordinal", "axis": {"labelOverlap": True, "title": "unit"}}
    colour = {
        "field": "value",
        "type": "quantitative",
        "scale": scale | {"clamp": True},
        "legend": {"type": "gradient", "title": quantity, "gradientLength": 140},
    }
    hint = tooltip(
        word=("reads", None), step=("step", "whole"), unit=("unit", "whole"), value=(quantity, "number")
    )
    return table, heat_map({"x": x, "y": y, "color": colour, "tooltip": hint})
