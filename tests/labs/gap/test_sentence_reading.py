"""A sentence read word by word, and the plain cell whose gradient follows a power law."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from rnnplay.labs.gap.sentence_reading import read_sentence
from rnnplay.labs.gap.setup import Job, Setup
from rnnplay.labs.gap.spectral_radius import radius_experiment
from rnnplay.nn.cells import CELLS
from rnnplay.nn.gradcheck import compare, numeric_gradient
from rnnplay.tasks import TASKS
from rnnplay.tasks.memory.sentence import Sentence

SENTENCE = TASKS["sentence"]


@pytest.mark.parametrize("cell", CELLS)
def test_a_reading_has_an_answer_and_a_gradient_for_each_word(cell):
    job = Job(Setup("sentence", units=6), cell, 9, 0)
    theta = np.random.default_rng(1).normal(0, 0.4, job.model.layout.size)
    x, answer = SENTENCE.write(np.random.default_rng(0), 9, 2), 2
    reading = read_sentence(job, theta, x, answer)
    T = SENTENCE.lengths(9)
    assert reading.words == tuple(SENTENCE.inputs[word] for word in x) and len(reading.words) == T
    assert reading.p.shape == (T, len(SENTENCE.outputs))
    np.testing.assert_allclose(reading.p.sum(axis=1), 1, rtol=1e-12)
    assert reading.loss == pytest.approx(-np.log(reading.p[-1, answer]), rel=1e-12)
    shorter = read_sentence(job, theta, x[:6], answer)
    np.testing.assert_allclose(shorter.p, reading.p[:6], rtol=1e-10)  # the words that follow change nothing

    model = replace(job.model, dtype=np.float64)
    weights, vectors = np.eye(T)[:, -1:], np.eye(model.inputs)[x][:, None]

    def loss(flat):
        p = model.params(theta)
        return model.unroll(p, flat.reshape(vectors.shape), np.full((T, 1), answer), weights=weights).loss

    slopes = numeric_gradient(loss, vectors.ravel()).reshape(T, -1)
    assert compare(reading.reach, np.linalg.norm(slopes, axis=1)).worst < 1e-6
    assert reading.reach_state.shape == (T,) and reading.state == ("c" if cell == "lstm" else "h")


@pytest.mark.parametrize(
    "task", [SENTENCE, Sentence.from_text("My [cats|dogs] live by the lake and they [meow|bark]")]
)
def test_the_other_words_stay_when_the_clue_changes_and_when_the_gap_grows(task):
    def written(gap, pair):
        x = task.write(np.random.default_rng(4), gap, pair)
        assert len(x) == task.lengths(gap)
        return x.tolist()

    clue = len(task.lead)
    for gap in (task.gaps[0], 8, 30, 200):
        first, second = written(gap, 0), written(gap, 1)
        assert [t for t in range(len(first)) if first[t] != second[t]] == [clue]
        assert task.inputs[second[clue]] == task.clues[1]
        assert [task.inputs[k] for k in first[len(first) - len(task.tail) :]] == list(task.tail)
    longest = max(map(len, task.phrases))
    for gap in range(task.gaps[0], 60):
        narrow, wide = written(gap, 0), written(gap + 1, 0)
        same = max(len(narrow) - len(task.tail) - longest, clue)
        assert narrow[:same] == wide[:same]
    with pytest.raises(ValueError, match="the gap must be a whole number"):
        task.write(np.random.default_rng(0), 0, 0)


@pytest.mark.parametrize("rho", [0.5, 0.9, 1.0, 1.1, 1.5])
@pytest.mark.parametrize("T", [2, 6, 25, 60])
def test_the_gradient_of_a_linear_cell_is_a_power_of_its_radius(rho, T):
    seen = radius_experiment(rho, "linear", T)
    assert len(seen.reach) == T
    np.testing.assert_allclose(seen.reach[::-1] / seen.reach[-1], rho ** np.arange(T), rtol=1e-10)
    np.testing.assert_allclose(seen.predicted, rho ** np.arange(T)[::-1], rtol=1e-12)
    assert seen.clipped_norm == pytest.approx(min(seen.grad_norm, 1), rel=1e-5)


def test_the_gradient_of_a_tanh_cell_is_less_than_that_of_a_linear_one():
    linear, tanh = radius_experiment(1.1, "linear", 40), radius_experiment(1.1, "tanh", 40)
    assert (tanh.reach / tanh.reach[-1] < linear.reach / linear.reach[-1])[:-1].all()


def test_clipping_limits_an_exploding_gradient_and_overflow_is_inf():
    small = radius_experiment(0.9, "linear", 40)
    assert small.loss_after_clipped < small.loss
    large = radius_experiment(1.2, "tanh", 60, clip=1.0)
    assert large.grad_norm > large.clipped_norm
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        over = radius_experiment(3.0, "linear", 900)
    assert not np.isfinite(over.loss_after) and over.predicted[0] == np.inf
    unclipped = radius_experiment(1.3, "linear", 40, clip=0)
    assert (
        unclipped.clipped_norm == unclipped.grad_norm and unclipped.loss_after == unclipped.loss_after_clipped
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((1.0, "linear", 1), "T must be from 2 to 1,252, not 1"),
        ((1.0, "linear", 5000), "T must be from 2 to 1,252, not 5000"),
        ((-1.0, "linear", 9), "rho must be a finite number from 0 on, not -1.0"),
        ((float("nan"), "linear", 9), "rho must be .* not nan"),
        ((1.0, "sin", 9), "activation must be one of tanh, relu, linear, not 'sin'"),
    ],
)
def test_an_impossible_radius_is_refused(arguments, complaint):
    with pytest.raises(ValueError, match=complaint):
        radius_experiment(*arguments)
