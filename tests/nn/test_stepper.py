"""The public face: a network to call by hand."""

import copy
import os
import subprocess
import sys

import numpy as np
import pytest

from rnnplay import GRU, LSTM, RNN
from rnnplay.nn.model import Model

KINDS = [
    (RNN, "rnn", {}),
    (RNN, "rnn", {"activation": "relu", "init": "identity"}),
    (LSTM, "lstm", {}),
    (LSTM, "lstm", {"chrono": 30}),
    (GRU, "gru", {}),
    (GRU, "gru", {"reset": "after"}),
]


@pytest.mark.parametrize(("kind", "cell", "options"), KINDS)
def test_steps_are_the_unrolled_network(kind, cell, options):
    net = kind(inputs=4, hidden=3, outputs=4, seed=0, **options)
    x = np.random.default_rng(0).normal(size=(6, 4))
    y = np.array([net.step(vector) for vector in x])
    model = Model(cell, 4, 3, 4, options=options)
    assert np.array_equal(net.params.flat, model.initial(0, 3**-0.5))
    trace = model.unroll(net.params, x[:, None], np.zeros((6, 1), int))
    np.testing.assert_allclose(y, trace.y[:, 0], rtol=0, atol=1e-14)
    for state in model.recurrent.states:
        np.testing.assert_allclose(getattr(net, state), trace.quantities[state][-1, 0], rtol=0, atol=1e-14)


@pytest.mark.parametrize(("kind", "cell", "options"), KINDS)
def test_a_deep_copy_has_the_same_past_and_its_own_future(kind, cell, options):
    net = kind(inputs=4, hidden=3, outputs=4, seed=0, **options)
    x = np.eye(4)
    net.step(x[0])
    fork, once_more = copy.deepcopy(net), copy.deepcopy(net)
    assert np.array_equal(fork.step(x[1]), net.step(x[1]))
    fork.b_y = np.ones(4)
    fork.step(x[2])
    assert np.array_equal(once_more.step(x[1]), net.params.W_hy @ net.h + net.b_y)


def test_the_formula_by_hand():
    rnn = RNN(inputs=2, hidden=3, outputs=2, seed=5)
    rnn.h, rnn.b_h = [0.1, 0.2, -0.3], [1, 0, -1]
    x, h = np.array([1.0, -2.0]), np.array([0.1, 0.2, -0.3])
    y = rnn.step(x.tolist())
    h = np.tanh(rnn.W_hh @ h + rnn.W_xh @ x + rnn.b_h)
    np.testing.assert_allclose(rnn.h, h, rtol=0, atol=1e-15)
    np.testing.assert_allclose(y, rnn.W_hy @ h + rnn.b_y, rtol=0, atol=1e-15)


def test_the_lstms_formula_by_hand():
    lstm = LSTM(inputs=2, hidden=3, outputs=2, seed=5)
    lstm.h, lstm.c, lstm.b_g = [0.1, 0.2, -0.3], [1, -2, 0.5], [1, 0, -1]
    x, h, c = np.array([1.0, -2.0]), lstm.h, lstm.c
    y = lstm.step(x)

    def gate(k):
        return lstm.params[f"W_x{k}"] @ x + lstm.params[f"W_h{k}"] @ h + lstm.params[f"b_{k}"]

    i, f, o = (1 / (1 + np.exp(-gate(k))) for k in "ifo")
    c = f * c + i * np.tanh(gate("g"))
    np.testing.assert_allclose(lstm.c, c, rtol=0, atol=1e-15)
    np.testing.assert_allclose(lstm.h, o * np.tanh(c), rtol=0, atol=1e-15)
    np.testing.assert_allclose(y, lstm.W_hy @ lstm.h + lstm.b_y, rtol=0, atol=1e-15)


@pytest.mark.parametrize("reset", [None, "before", "after"])
def test_the_grus_formula_by_hand(reset):
    gru = GRU(2, 3, 2, seed=5, **({"reset": reset} if reset else {}))
    gru.h = [0.1, 0.2, -0.3]
    x, h = np.array([1.0, -2.0]), gru.h
    gru.step(x)
    r = 1 / (1 + np.exp(-(gru.W_xr @ x + gru.W_hr @ h + gru.b_r)))
    z = 1 / (1 + np.exp(-(gru.W_xz @ x + gru.W_hz @ h + gru.b_z)))
    seen = r * (gru.W_hn @ h + gru.b_hn) if reset == "after" else gru.W_hn @ (r * h)
    n = np.tanh(gru.W_xn @ x + seen + gru.b_n)
    np.testing.assert_allclose(gru.h, (1 - z) * n + z * h, rtol=0, atol=1e-15)


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


NAMES = {
    RNN: ["W_xh", "W_hh", "W_hy", "b_h", "b_y", "h"],
    LSTM: [*(f"{kind}{k}" for kind in ("W_x", "W_h", "b_") for k in "ifgo"), "W_hy", "b_y", "h", "c"],
    GRU: [*(f"{kind}{k}" for kind in ("W_x", "W_h", "b_") for k in "rzn"), "W_hy", "b_y", "h"],
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in NAMES for name in NAMES[kind]])
def test_weights_and_states_are_readable_and_settable(kind, name):
    rnn = kind(inputs=4, hidden=3, outputs=5)
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


def test_it_says_what_it_is():
    assert repr(RNN(4, 3, 2)) == "RNN(inputs=4, hidden=3, outputs=2)"
    assert repr(GRU(4, 3, 2, reset="after")) == "GRU(inputs=4, hidden=3, outputs=2, reset='after')"


def test_an_option_of_another_cell_is_refused():
    with pytest.raises(ValueError, match="'lstm' has no option 'reset', only init, forget_bias, chrono"):
        LSTM(4, 3, 4, reset="after")


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
