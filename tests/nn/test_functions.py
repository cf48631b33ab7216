"""The small functions at their edges."""

import numpy as np
import pytest

from rnnplay.nn.functions import cross_entropy, one_hot, sample, sigmoid, softmax
from rnnplay.nn.gradcheck import check
from rnnplay.nn.initialisers import INITIALISERS

EDGES = np.array([[0.0, 1.0, -2.0], [1e4, -1e4, 0.0], [-1e300, 1e300, 0.0]])


@pytest.mark.filterwarnings("error")
def test_extreme_scores_stay_probabilities():
    p = softmax(EDGES)
    np.testing.assert_allclose(p.sum(axis=-1), 1)
    np.testing.assert_allclose(p[0], np.exp(EDGES[0]) / np.exp(EDGES[0]).sum())
    np.testing.assert_allclose(cross_entropy(EDGES, np.array([1, 1, 1])), [-np.log(p[0, 1]), 2e4, 0])
    np.testing.assert_allclose(sigmoid(np.array([-1e4, 0.0, 1.0, 1e4])), [0, 0.5, 1 / (1 + np.exp(-1)), 1])


def test_one_hot_marks_its_symbol():
    assert one_hot(np.array([[2], [0]]), 3).tolist() == [[[0, 0, 1]], [[1, 0, 0]]]


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_samples_follow_the_tempered_probabilities(temperature):
    y, rng = np.array([1.0, 0.0, -1.0]), np.random.default_rng(0)
    counts = np.bincount([sample(y, temperature, rng) for _ in range(20_000)], minlength=3)
    np.testing.assert_allclose(counts / 20_000, softmax(y / temperature), atol=0.015)


@pytest.mark.parametrize("name", INITIALISERS)
def test_initialisers_scale_and_repeat(name):
    start = INITIALISERS[name]
    for shape in ((40, 30), (30, 40)):
        first = start(np.random.default_rng(1), shape, 1.0, 30)
        assert first.shape == shape
        assert np.array_equal(first, start(np.random.default_rng(1), shape, 1.0, 30))
        np.testing.assert_allclose(start(np.random.default_rng(1), shape, 0.5, 30), 0.5 * first)


def test_initialisers_are_what_they_are_called():
    def draw(name, shape):
        return INITIALISERS[name](np.random.default_rng(0), shape, 1.0, 64)

    assert draw("normal", (200, 200)).std() == pytest.approx(1, rel=0.02)
    assert draw("glorot", (300, 100)).std() == pytest.approx((2 / 400) ** 0.5, rel=0.02)
    np.testing.assert_allclose(
        draw("orthogonal", (5, 8)) @ draw("orthogonal", (5, 8)).T, np.eye(5), atol=1e-14
    )
    assert np.array_equal(draw("identity", (3, 3)), np.eye(3))
    assert np.abs(draw("pytorch", (64, 500))).max() == pytest.approx(1 / 8, rel=0.01)


def test_the_gradient_check_finds_the_wrong_element():
    flat = np.random.default_rng(0).normal(size=6)
    gradient = np.cos(flat)
    assert check(lambda w: float(np.sin(w).sum()), flat, gradient).worst < 1e-8
    gradient[4] *= 1.001
    found = check(lambda w: float(np.sin(w).sum()), flat, gradient)
    assert found.index == 4 and found.worst == pytest.approx(1e-3, rel=0.01)
