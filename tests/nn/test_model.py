"""The readable backward pass gives more than the gradient of the parameters: every part of it is right."""

import numpy as np
import pytest

from rnnplay.nn.cells import CELLS
from rnnplay.nn.gradcheck import check
from rnnplay.nn.model import Model

T, B, V, H = 5, 3, 4, 6
VARIANTS = [*((cell, {}) for cell in CELLS), ("gru", {"reset": "after"}), ("rnn", {"activation": "linear"})]
each_variant = pytest.mark.parametrize(("cell", "options"), VARIANTS)


def problem(cell, options):
    """A model, its parameters, vectors to read, symbols to answer, and how much each answer counts."""
    model, rng = Model(cell, V, H, V, options=options), np.random.default_rng(0)
    p = model.params(rng.normal(0, 0.5, model.layout.size))
    return model, p, rng.normal(size=(T, B, V)), rng.integers(0, V, (T, B)), rng.random((T, B))


@each_variant
def test_the_gradient_of_the_inputs_is_that_of_finite_differences(cell, options):
    model, p, x, targets, weights = problem(cell, options)
    dx = model.backprop(p, model.unroll(p, x, targets, weights=weights)).dx

    def loss(flat):
        return model.unroll(p, flat.reshape(x.shape), targets, weights=weights).loss

    assert dx.shape == x.shape and check(loss, x.ravel(), dx.ravel()).worst < 1e-7


@each_variant
def test_the_contributions_may_be_left_out(cell, options):
    model, p, x, targets, weights = problem(cell, options)
    trace = model.unroll(p, x, targets, weights=weights)
    whole, short = model.backprop(p, trace), model.backprop(p, trace, each_step=False)
    assert short.contributions is None and np.array_equal(short.dx, whole.dx)
    np.testing.assert_allclose(short.flat, whole.flat, rtol=0, atol=1e-15)
    assert np.array_equal(whole.flat, whole.contributions.sum(axis=0))
