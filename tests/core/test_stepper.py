"""The public face: a network to call by hand."""

import os
import subprocess
import sys

import numpy as np
import pytest

from rnnplay import RNN
from rnnplay.core.model import Model


def test_steps_are_the_unrolled_network():
    rnn = RNN(inputs=4, hidden=3, outputs=4, seed=0)
    x = np.random.default_rng(0).normal(size=(6, 4))
    y = np.array([rnn.step(vector) for vector in x])
    trace = Model("rnn", 4, 3, 4).unroll(rnn.params, x[:, None], np.zeros((6, 1), int))
    np.testing.assert_allclose(y, trace.y[:, 0], rtol=0, atol=1e-14)
    np.testing.assert_allclose(rnn.h, trace.quantities["h"][-1, 0], rtol=0, atol=1e-14)


def test_the_formula_by_hand():
    rnn = RNN(inputs=2, hidden=3, outputs=2, seed=5)
    rnn.h, rnn.b_h = [0.1, 0.2, -0.3], [1, 0, -1]
    x, h = np.array([1.0, -2.0]), np.array([0.1, 0.2, -0.3])
    y = rnn.step(x.tolist())
    h = np.tanh(rnn.W_hh @ h + rnn.W_xh @ x + rnn.b_h)
    np.testing.assert_allclose(rnn.h, h, rtol=0, atol=1e-15)
    np.testing.assert_allclose(y, rnn.W_hy @ h + rnn.b_y, rtol=0, atol=1e-15)


def test_it_remembers_until_reset():
    rnn = RNN(4, 3, 4, seed=1)
    x = np.eye(4)[0]
    first = rnn.step(x)
    kept = rnn.h
    assert not np.array_equal(rnn.step(x), first)
    rnn.h = kept  # go back to the state after the first step
    second = rnn.step(x)
    rnn.reset()
    assert not rnn.h.any()
    assert np.array_equal(rnn.step(x), first) and np.array_equal(rnn.step(x), second)


def test_same_seed_same_network():
    assert np.array_equal(RNN(4, 3, 4, seed=2).W_hh, RNN(4, 3, 4, seed=2).W_hh)
    assert not np.array_equal(RNN(4, 3, 4, seed=2).W_hh, RNN(4, 3, 4, seed=3).W_hh)


@pytest.mark.parametrize("name", ["W_xh", "W_hh", "W_hy", "b_h", "b_y", "h"])
def test_weights_and_state_are_readable_and_settable(name):
    rnn = RNN(inputs=4, hidden=3, outputs=5)
    new = np.random.default_rng(0).normal(size=getattr(rnn, name).shape)
    setattr(rnn, name, new)
    assert np.array_equal(getattr(rnn, name), new) and name in dir(rnn)
    new[...] = 9
    assert not (getattr(rnn, name) == 9).any()
    getattr(rnn, name)[0] = 7
    assert (getattr(rnn, name)[0] == 7).all()
    with pytest.raises(ValueError, match=rf"{name} must have shape \(.*\), not \(2, 9\)"):
        setattr(rnn, name, np.zeros((2, 9)))
    with pytest.raises(ValueError, match=rf"{name} must .* finite numbers, not nan"):
        setattr(rnn, name, np.full(getattr(rnn, name).shape, np.nan))


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([1, 2, 3], r"x must have shape \(4,\), not \(3,\)"),
        (np.eye(4), r"x must have shape \(4,\), not \(4, 4\)"),
        (1.0, r"x must have shape \(4,\), not \(\)"),
        ([1, 2, 3, np.inf], r"x must have shape \(4,\) and finite numbers, not inf"),
        ("hello", r"x must be numbers of shape \(4,\), not 'hello'"),
        ([[1], [2, 3]], r"x must be numbers of shape \(4,\), not \[\[1\], \[2, 3\]\]"),
    ],
)
def test_a_wrong_input_is_refused_and_changes_nothing(x, message):
    rnn = RNN(4, 3, 4)
    rnn.step(np.eye(4)[1])
    before = rnn.h
    with pytest.raises(ValueError, match=message):
        rnn.step(x)
    assert rnn.h is before


@pytest.mark.parametrize("size", [0, -1, 2.5, "3", True, None])
def test_a_wrong_size_is_refused(size):
    with pytest.raises(ValueError, match="hidden must be a whole number from 1 on, not"):
        RNN(4, size, 4)


def test_a_misspelt_name_is_refused():
    rnn = RNN(4, 3, 4)
    with pytest.raises(AttributeError, match="RNN has no 'w_hh' to set, only h, W_xh, W_hh"):
        rnn.w_hh = np.eye(3)
    with pytest.raises(AttributeError, match="RNN has no 'w_hh'"):
        _ = rnn.w_hh


def test_the_package_keeps_the_matrix_library_to_one_thread():
    program = """
import rnnplay, os, numpy as np
a = np.ones((600, 600)) @ np.ones((600, 600))
print(os.environ["OPENBLAS_NUM_THREADS"], len(os.listdir("/proc/self/task")))
"""
    clean = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    clean["PYTHONPATH"] = os.pathsep.join(sys.path)
    result = subprocess.run([sys.executable, "-c", program], env=clean, capture_output=True, text=True)
    assert result.stdout.split() == ["1", "1"], result.stderr
