"""A language model writes: recorded or fast, the same characters; drawn as often as they are likely."""

import numpy as np
import pytest

from rnnplay.labs.text import sampling
from rnnplay.labs.text.sampling import RECORDED, sample_ids, sample_recorded
from rnnplay.nn.cells import CELLS
from rnnplay.nn.functions import softmax
from rnnplay.nn.model import Model

V, PRIME = 11, [3, 0, 7]
WAYS = {
    "plainly": {},
    "hot": {"temperature": 2.5},
    "cold": {"temperature": 0.3},
    "from the top three": {"top_k": 3, "temperature": 1.5},
    "greedily": {"greedy": True},
    "by another seed": {"seed": 12},
}


def network(cell="lstm", layers=1, dtype=np.float32):
    model = Model(cell, V, 9, V, dtype, layers=layers)
    return model, model.initial(1, 0.7)


def constant(y):
    """A network whose scores are always y (V,)."""
    model = Model("rnn", len(y), 4, len(y), np.float32)
    p = model.params()
    p.b_y = y
    return model, p.flat


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("cell", "layers"), [*((cell, 1) for cell in CELLS), ("gru", 2)])
def test_fast_or_recorded_the_characters_are_the_same(cell, layers, way, monkeypatch):
    model, theta = network(cell, layers)
    recorded = sample_recorded(model, theta, PRIME, 60, **WAYS[way]).ids
    assert np.array_equal(sample_ids(model, theta, PRIME, 60, **WAYS[way]), recorded)
    assert np.array_equal(sample_ids(model, theta, PRIME, 25, **WAYS[way]), recorded[:25])
    monkeypatch.setattr(sampling, "BLOCK", 7)  # long texts are written in pieces
    assert np.array_equal(sample_ids(model, theta, PRIME, 60, **WAYS[way]), recorded)
    other = WAYS[way] | {"seed": 13}
    assert np.array_equal(sample_ids(model, theta, PRIME, 60, **other), recorded) == (way == "greedily")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("cell", CELLS)
def test_a_record_holds_the_numbers_of_each_draw(cell, way):
    model, theta = network(cell, dtype=np.float64)
    record, way = (
        sample_recorded(model, theta, PRIME, 40, **WAYS[way]),
        {"temperature": 1.0, "top_k": 0} | WAYS[way],
    )
    read = [*PRIME, *record.ids[:-1]]
    y = model.unroll(model.params(theta), np.array(read)[:, None], np.array(read)[:, None]).y[2:, 0]
    np.testing.assert_allclose(record.scores, y, rtol=0, atol=1e-9)
    np.testing.assert_allclose(record.p, softmax(record.scores.astype(float)), rtol=0, atol=1e-12)
    np.testing.assert_allclose(record.scaled, record.scores / way["temperature"], rtol=1e-6)
    wanted = softmax(record.scaled)
    few = 1 if way.get("greedy") else way["top_k"] or V
    wanted *= record.scaled >= np.sort(record.scaled)[:, [-few]]
    np.testing.assert_allclose(record.drawn_from, wanted / wanted.sum(axis=1, keepdims=True), atol=1e-12)
    np.testing.assert_allclose(record.cumulative, record.drawn_from.cumsum(axis=1), atol=1e-12)
    first_above = (record.cumulative > record.u[:, None]).argmax(axis=1)
    assert np.array_equal(record.ids, first_above) and len(set(record.u)) == 40
    assert (np.take_along_axis(record.drawn_from, record.ids[:, None], 1) > 0).all()


@pytest.mark.parametrize(("temperature", "top_k"), [(1.0, 0), (0.5, 0), (2.0, 0), (1.0, 4)])
def test_characters_are_drawn_as_often_as_they_are_likely(temperature, top_k):
    y, count = np.array([2.0, -1.0, 0.5, 1.5, -3.0, 1.0, 0.0]), 40_000
    p = softmax(y / temperature) * (y >= np.sort(y)[-top_k or 0])
    p = p / p.sum()
    ids = sample_ids(*constant(y), [0], count, temperature=temperature, top_k=top_k)
    shares = np.bincount(ids, minlength=len(y)) / count
    assert (np.abs(shares - p) <= 5 * np.sqrt(p * (1 - p) / count)).all()


def test_of_equally_likely_characters_top_k_keeps_the_first():
    model, theta = constant(np.array([0.0, 1, 1, 1, 1]))
    assert set(sample_ids(model, theta, [0], 200, top_k=2)) == {1, 2}
    assert set(sample_ids(model, theta, [0], 20, greedy=True)) == {1}


@pytest.mark.parametrize("way", WAYS)
def test_scores_may_lie_as_far_apart_as_floats_allow(way):
    model, theta = constant(np.array([-3e38, 5, 3e38, -2e38, 0]))
    assert set(sample_ids(model, theta, [0], 30, **WAYS[way])) == {2}
    low, theta = constant(np.array([-1e6, -1e6 - 1]))
    assert 0 in sample_ids(low, theta, [0], 30, **WAYS[way])


@pytest.mark.parametrize("way", ["plainly", "greedily"])
def test_nothing_is_drawn_from_numbers_that_overflowed(way):
    model, theta = network()
    with pytest.raises(ValueError, match="have overflowed: nothing can be drawn"):
        sample_ids(model, np.copysign(np.float32(3e38), theta), PRIME, 5, **WAYS[way])


def test_a_text_of_no_characters_can_be_asked_for():
    model, theta = network()
    assert len(sample_ids(model, theta, PRIME, 0)) == len(sample_recorded(model, theta, PRIME, 0).ids) == 0
    assert sample_recorded(model, theta, PRIME, 0).p.shape == (0, V)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda m: sample_ids(*m, [], 5), "There must be at least one character to begin with"),
        (lambda m: sample_ids(*m, [1, V], 5), "The symbols to begin with must lie in 0..10"),
        (
            lambda m: sample_ids(*m, PRIME, -1),
            "Characters must be a whole number from 0 to 1,000,000, not -1",
        ),
        (
            lambda m: sample_ids(*m, PRIME, 5, temperature=0),
            "Temperature must be a number from 0.05 to 5, not 0",
        ),
        (lambda m: sample_ids(*m, PRIME, 5, top_k=-1), "Top k must be a whole number from 0 to 500, not -1"),
        (
            lambda m: sample_recorded(*m, PRIME, RECORDED + 1),
            "At most 500 characters can be recorded, not 501",
        ),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call(network())
