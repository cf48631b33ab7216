"""A chart's table holds the numbers it was given, and Vega-Lite accepts its description."""

import json
from dataclasses import replace
from functools import cache
from math import inf, nan

import altair
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.labs.gap.gate_charts import gate_chart, unit_map
from rnnplay.labs.gap.gradient_charts import (
    FLOOR,
    gradient_against_distance,
    gradient_over_training,
    share_left,
)
from rnnplay.labs.gap.gradient_flow import measure_flow
from rnnplay.labs.gap.race_charts import against_gap, against_updates
from rnnplay.labs.gap.race_choices import Race
from rnnplay.labs.gap.runs import Point

SETUP, NAMES = Race().setup, ["RNN", "LSTM, forget bias 1"]
SOLVED = (Point(0, 0.1, 2.0, 0.0), Point(25, 1.0, 0.01, 0.1))
SLOW = (Point(0, 0.2, 2.2, 0.0), Point(25, 0.4, 1.5, 0.1), Point(50, 0.5, 1.0, 0.2))
BURST = (Point(0, 0.1, 2.0, 0.0), Point(25, 0.125, nan, 0.1))
RUNS = [
    ("RNN", 0, SOLVED, True),
    ("RNN", 1, SLOW, False),
    (NAMES[1], 0, BURST, True),
    (NAMES[1], 1, (), False),
]
ENDS = [("RNN", 15, 0, 1.0), ("RNN", 15, 1, 0.25), ("RNN", 60, 0, 0.125), (NAMES[1], 60, 0, 1.0)]


@cache
def measured(cell="lstm", broken=None):
    """The FlowMeasurement of an untrained network; broken: a value for its numbers before the last step."""
    race = Race(gap=9, gaps=(9,), cells=(cell,))
    job = race.job(cell, 9, 0)
    one = measure_flow(job, job.model.initial(0, None))
    if broken is None:
        return one
    reach, gated, seen = one.reach.copy(), dict(one.gates), {k: v.copy() for k, v in one.units.items()}
    for values in (reach, *seen.values()):
        values[:-1] = broken
    return replace(one, reach=reach, gates={k: np.full_like(v, broken) for k, v in gated.items()}, units=seen)


CHARTS = {
    "accuracy": lambda: against_updates(RUNS, NAMES, "accuracy", SETUP, 600),
    "loss": lambda: against_updates(RUNS, NAMES, "loss", SETUP, 600),
    "nothing learned": lambda: against_updates([], NAMES, "loss", SETUP, 600),
    "no contestants": lambda: against_updates([], [], "accuracy", SETUP, 600),
    "against the gap": lambda: against_gap(ENDS, NAMES, SETUP, (15, 60)),
    "no run yet": lambda: against_gap([], NAMES, SETUP, (15, 60)),
    "fading": lambda: gradient_against_distance(
        [("RNN", "measured", share_left(measured("rnn").reach))], NAMES, gap=9
    ),
    "exploding": lambda: gradient_against_distance(
        [("RNN", "closed form", np.array([1, 1e300, inf, nan]))], ["RNN"]
    ),
    "nothing fades": lambda: gradient_against_distance([], NAMES),
    "over training": lambda: gradient_over_training([measured(), replace(measured("gru"), update=25)]),
    "over no training": lambda: gradient_over_training([]),
    "gates": lambda: gate_chart(measured(), {"f": "keeps the cell"}),
    "a gate's units": lambda: unit_map(measured(), "f"),
    "a state's units": lambda: unit_map(measured("rnn"), "h"),
} | {
    f"{name} of {broken}": lambda chart=chart, broken=broken: chart(measured("lstm", broken))
    for broken in (nan, inf)
    for name, chart in {
        "gradients": lambda one: gradient_over_training([one]),
        "gates": lambda one: gate_chart(one, {}),
        "cells": lambda one: unit_map(one, "c"),
    }.items()
}


def fields(part):
    """The columns of its table that a description names."""
    if isinstance(part, list):
        return set().union(*map(fields, part))
    if not isinstance(part, dict) or "data" in part:
        return set()
    named = {part["field"]} if isinstance(part.get("field"), str) else set()
    return named.union(*map(fields, part.values()))


@pytest.mark.parametrize("name", CHARTS)
def test_vega_lite_accepts_every_chart_and_its_table_has_the_columns_that_it_names(name):
    table, description = CHARTS[name]()
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    whole = json.loads(json.dumps({**description, "data": {"values": rows}}, allow_nan=False))
    altair.Chart.from_dict(whole)  # raises where a description does not fit the schema
    made = {
        step["as"]
        for layer in description.get("layer", ())
        for step in layer.get("transform", ())
        if "as" in step
    }
    assert fields(description) - made <= set(table.columns)
    drawn = [column for column in ("value", "left", "open") if column in table]
    assert table[drawn].notna().all(axis=None)


def test_a_band_is_mean_lowest_and_highest_and_a_run_that_ended_keeps_its_last_value():
    table, _ = against_updates(RUNS[:2], NAMES, "accuracy", SETUP, 600)
    bands = table[table["kind"] == "band"][["update", "value", "low", "high", "runs"]].to_numpy()
    assert bands == pytest.approx(
        np.array([[0, 0.15, 0.1, 0.2, 2], [25, 0.7, 0.4, 1, 2], [50, 0.75, 0.5, 1, 2]])
    )
    ends = table[table["kind"] == "end"]
    assert ends[["seed", "update", "value"]].to_numpy().tolist() == [[0, 25, 1.0]]
    seeds = table[table["kind"] == "seed"]
    assert seeds["value"].tolist() == [point.accuracy for _, _, curve, _ in RUNS[:2] for point in curve]


def test_a_band_ends_where_the_slowest_running_run_is():
    table, _ = against_updates(
        [("RNN", 0, SLOW, False), ("RNN", 1, SLOW[:2], False)], NAMES, "loss", SETUP, 600
    )
    assert table[table["kind"] == "band"]["update"].tolist() == [0, 25]


def test_the_curve_shows_each_run_and_their_mean():
    table, _ = against_gap(ENDS, NAMES, SETUP, (15, 60))
    dots, means = table[table["kind"] == "seed"], table[table["kind"] == "mean"]
    assert list(zip(dots["cell"], dots["gap"], dots["seed"], dots["value"], strict=True)) == ENDS
    columns = ["gap", "value", "low", "high", "runs"]
    assert means[columns].to_numpy().tolist() == [
        [15, 0.625, 0.25, 1, 2], [60, 0.125, 0.125, 0.125, 1], [60, 1, 1, 1, 1]
    ]  # fmt: skip


@given(st.lists(st.floats(0, 1e300), min_size=1), st.floats(1e-3, 1e3))
def test_the_share_left_is_relative_to_the_gradient_at_the_loss(earlier, last):
    found = share_left(np.array([*earlier, last]))
    assert found[0] == 1 and found * last == pytest.approx(np.array([last, *earlier[::-1]]))


def test_tiny_shares_are_drawn_at_the_floor_and_the_hint_has_the_exact_number():
    table, _ = gradient_against_distance([("RNN", "measured", np.array([1, 0.5, FLOOR / 9, 0]))], ["RNN"])
    assert table["left"].tolist() == [1, 0.5, FLOOR, FLOOR]
    assert table["exact"].tolist() == [1, 0.5, FLOOR / 9, 0]


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_gates_and_units_are_those_of_the_measurement(cell):
    one = measured(cell)
    table, _ = gate_chart(one, {})
    assert table["open"].tolist() == [value for values in one.gates.values() for value in values]
    for quantity, values in one.units.items():
        table, _ = unit_map(one, quantity)
        assert table.pivot(index="step", columns="unit", values="value").to_numpy() == pytest.approx(values)
    rows, _ = gradient_over_training([one])
    assert rows["exact"].tolist() == share_left(one.reach).tolist()


@pytest.mark.parametrize("name", ["accuracy", "against the gap", "gates"])
def test_shares_have_a_space_before_the_percent_sign_on_axes_and_in_hints(name):
    table, description = CHARTS[name]()
    sides = [
        layer["encoding"]["y"] for layer in description["layer"] if "axis" in layer["encoding"].get("y", {})
    ]
    assert sides and all("\u00a0%" in side["axis"]["labelExpr"] for side in sides)
    for layer in description["layer"]:
        made = {step["as"]: step["calculate"] for step in layer.get("transform", ()) if "as" in step}
        hints = [hint["field"] for hint in layer["encoding"].get("tooltip", ())]
        assert set(made) <= set(hints) and all("\u00a0%" in text for text in made.values())
        assert set(hints) <= set(table.columns) | set(made)
