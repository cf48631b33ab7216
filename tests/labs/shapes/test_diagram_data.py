"""The five shapes as plain data: inputs as text and back, right answers, and the loss of each step."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from rnnplay.labs.shapes.charts import learning_curve
from rnnplay.labs.shapes.diagram_data import diagram_data
from rnnplay.labs.shapes.input_format import (
    INPUT_LAYOUTS,
    LONGEST,
    examples,
    format_input,
    parse_input,
    right_answers,
)
from rnnplay.labs.shapes.run import ShapePoint, ShapeRun, ShapeSetup, answer
from rnnplay.nn.cells import CELLS
from rnnplay.tasks.wiring import SHAPES

each_shape = pytest.mark.parametrize("shape", SHAPES)


def shown(run, text):
    shape = run.setup.shape
    return diagram_data(run.setup, answer(run, parse_input(shape, text)), right_answers(shape, text))


@pytest.fixture(scope="module")
def runs():
    """Of each shape one network that has learned something but not all."""
    return {shape: ShapeRun(ShapeSetup(shape, updates=250)).advance(np.inf) for shape in SHAPES}


@each_shape
def test_an_input_survives_being_written_and_read(shape):
    task = SHAPES[shape]
    for text in examples(shape)[:40]:
        x = task.read(parse_input(shape, text))[:, 0]
        assert format_input(shape, x) == text


@each_shape
@pytest.mark.parametrize("joined", [1, 3])
def test_the_right_answers_are_those_of_the_task(shape, joined):
    if joined > 1 and shape != "encoder-decoder":
        joined = 1
    task = SHAPES[shape]
    x, targets, weights = task.held_out(joined) if shape == "encoder-decoder" else task.held_out()
    for b in range(0, targets.shape[1], 5):
        scored = np.flatnonzero(weights[:, b])
        end = scored[0] + 1 if not task.vectors else task.reads
        right = tuple(task.outputs[k] for k in targets[scored, b])
        assert right_answers(shape, format_input(shape, x[:end, b])) == right


@pytest.mark.parametrize(
    ("shape", "text", "right"),
    [
        ("many-to-one", "There is nothing to like in this movie", ("1 star",)),
        ("many-to-one", "The plot was not very bad, but the ending is boring.", ("2 stars",)),
        ("many-to-one", "movie movie movie", None),
        ("many-to-one", "the movie is good and the plot is good and the acting is good", None),
        ("encoder-decoder", "she sees a red car", ("elle", "voit", "une", "voiture", "rouge", ".")),
        ("encoder-decoder", "car red", None),
        ("in-step", "a1a2b2", ("right", "down")),
        ("in-step", "a1f6", None),
        ("one-to-one", "0000000000000000", None),
    ],
)
def test_right_answers_are_known_where_the_grammar_gives_them(shape, text, right):
    assert right_answers(shape, text) == right


@pytest.mark.parametrize(
    ("shape", "text", "complaint"),
    [
        ("one-to-one", "00", "16 hexadecimal digits, not “00”"),
        ("one-to-many", "0" * 16, "20 hexadecimal digits"),
        ("one-to-one", "g" * 16, "16 hexadecimal digits"),
        ("in-step", "a1a", "like c3c4d4"),
        ("in-step", "a1" * 61, "at most 60 frames"),
        ("in-step", "a1a7", "column 1 to 6, not a7"),
        ("in-step", "a0a1", "not a0"),
        ("many-to-one", "x" * (LONGEST + 1), "at most 2,400 characters"),
        ("many-to-one", None, "must be a text"),
    ],
)
def test_a_bad_input_is_refused_in_one_sentence(shape, text, complaint):
    with pytest.raises(ValueError, match=re.escape(complaint)):
        SHAPES[shape].read(parse_input(shape, text))


@each_shape
@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_and_shape_is_plain_data_that_adds_up(shape, cell):
    run = ShapeRun(ShapeSetup(shape, cell, updates=1, hidden=8)).advance(np.inf)
    text = examples(shape)[0]
    found, data = answer(run, parse_input(shape, text)), shown(run, text)
    json.dumps(data, allow_nan=False)
    T = len(found.x)
    assert len(data["steps"]) == T and all(len(rows) == T for rows in data["states"].values())
    np.testing.assert_allclose(data["states"]["h"], found.states["h"], atol=1e-4)
    for t, step in enumerate(data["steps"]):
        assert step["reads"] == (t < found.read) and step["scored"] == (t >= found.first)
        assert (step["read"]["kind"] == "fed") == (t >= found.read)
        assert step["chosen"] == max(step["top"], key=lambda pair: pair[1])[0]
        assert sum(p for _, p in step["top"]) <= 1.001
        few = data["answers"] <= len(step["top"])
        assert not few or [name for name, _ in step["top"]] == list(SHAPES[shape].outputs)
    ends = SHAPES[shape].end
    assert data["summary"] == (found.read - 1 if ends else None)
    assert INPUT_LAYOUTS[shape].kind == data["pad"]["kind"]


@each_shape
def test_the_loss_on_the_page_is_the_loss_that_is_trained_on(shape, runs):
    run, task = runs[shape], SHAPES[shape]
    x, targets, weights = task.held_out()
    model, checked = run.setup.model, 0
    for b in range(0, targets.shape[1], 9):
        end = np.flatnonzero(weights[:, b])[0] + 1 if not task.vectors else task.reads
        data = shown(run, format_input(shape, x[:end, b]))
        losses = [step["loss"] for step in data["steps"] if "loss" in step]
        trace = model.unroll(
            model.params(run.theta), x[:, b : b + 1], targets[:, b : b + 1], weights=weights[:, b : b + 1]
        )
        theirs = trace.losses[weights[:, b] > 0, 0]
        np.testing.assert_allclose(losses, theirs[: len(losses)], rtol=1e-3, atol=2e-4)
        if data["answer"]["right"]:
            assert data["answer"]["loss"] == pytest.approx(trace.loss, abs=2e-4)
            checked += 1
    assert checked > 0


@pytest.mark.parametrize("shape", ["one-to-many", "encoder-decoder"])
def test_after_a_wrong_word_no_loss_is_given(shape, runs):
    weak = ShapeRun(ShapeSetup(shape, updates=60)).advance(np.inf)
    seen = 0
    for text in examples(shape)[:20]:
        scored = [step for step in shown(weak, text)["steps"] if step["scored"]]
        wrong = [not step["right"] for step in scored]
        if any(wrong):
            first = wrong.index(True)
            assert all("loss" in step for step in scored[:first])
            assert not any("loss" in step for step in scored[first + 1 :])
            seen += 1
    assert seen


def test_numbers_that_overflowed_give_no_diagram():
    run = ShapeRun(ShapeSetup("in-step", updates=1)).advance(np.inf)
    data = shown(replace(run, theta=np.full_like(run.theta, np.nan)), examples("in-step")[0])
    assert data["overflow"] and data["steps"] == []


def test_the_curve_stands_beside_the_baseline_and_chance():
    curve = [ShapePoint(0, 2.0, 0.2, 0.1), ShapePoint(25, float("nan"), 0.3, 0.2)]
    table, description = learning_curve(curve, 0.66, 0.125, 1000)
    assert list(table["score"]) == [0.2]
    text = json.dumps(description, ensure_ascii=False, allow_nan=False)
    assert "baseline 66\u00a0%" in text and "by chance 12\u00a0%" in text
    _, close = learning_curve([], 0.23, 0.22, 400)
    assert "baseline 23\u00a0%, by chance 22\u00a0%" in json.dumps(close, ensure_ascii=False)
