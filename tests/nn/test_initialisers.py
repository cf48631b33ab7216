"""The first values of weights, and the decay of the gradient at the start."""

from types import SimpleNamespace

import numpy as np
import pytest

from rnnplay.nn.cells import CELLS
from rnnplay.nn.functions import sigmoid
from rnnplay.nn.initialisers import INITIALISERS, chrono_bias
from rnnplay.nn.model import Model

V, H = 5, 16

each_cell = pytest.mark.parametrize("cell", CELLS)


def start(cell, seed=3, scale=0.5, **options):
    """The parameters that a network starts with."""
    model = Model(cell, V, H, V, options=options)
    return model.params(model.initial(seed, scale))


def recurrent(p):
    return [p[name] for name in p.names if name.startswith("W_h") and name != "W_hy"]


@each_cell
def test_a_seed_is_a_start(cell):
    assert np.array_equal(start(cell).flat, start(cell).flat)
    assert not np.array_equal(start(cell).flat, start(cell, seed=4).flat)
    for name in start(cell).names:
        once, twice = start(cell)[name], start(cell, scale=1.0)[name]
        assert np.array_equal(twice, 2 * once if name[0] == "W" else once), name


def test_the_plain_cell_starts_from_the_same_draws_as_ever():
    p, rng = start("rnn"), np.random.default_rng(3)
    for name, shape in (("W_xh", (H, V)), ("W_hh", (H, H)), ("W_hy", (V, H))):
        assert np.array_equal(p[name], rng.normal(0, 0.5, shape)), name
    assert not p.b_h.any() and not p.b_y.any()


@each_cell
def test_without_a_scale_the_weights_are_glorots(cell):
    p = start(cell, scale=None)
    for name in p.names:
        if name[0] == "W":
            bound = np.sqrt(6 / sum(p[name].shape))
            assert 0.8 * bound < np.abs(p[name]).max() <= bound, name


@each_cell
@pytest.mark.parametrize("init", INITIALISERS)
def test_an_initialiser_draws_every_recurrent_matrix_and_nothing_else(cell, init):
    p, usual = start(cell, init=init), start(cell)
    for W in recurrent(p):
        bounds = {"glorot": np.sqrt(6 / (2 * H)), "pytorch": H**-0.5}
        if init == "orthogonal":
            np.testing.assert_allclose(W @ W.T, np.eye(H), rtol=0, atol=1e-14)
        elif init == "identity":
            assert np.array_equal(W, np.eye(H))
        elif init in bounds:
            assert 0.9 * bounds[init] < np.abs(W).max() <= bounds[init]
    matrices = recurrent(p)
    for other in matrices[1:]:
        assert np.array_equal(matrices[0], other) == (init == "identity")
    larger = start(cell, init=init, scale=2.0)
    for name in p.names:
        if name.startswith("b_"):
            assert np.array_equal(p[name], usual[name])
        elif name[:3] == "W_x" or name == "W_hy":
            np.testing.assert_allclose(larger[name], 4 * p[name])
        else:
            assert np.array_equal(larger[name], p[name]) == (init != "normal")


@pytest.mark.parametrize("bias", [-2.0, 0.0, 1.0, 3.5])
def test_the_forget_gate_starts_where_it_is_told(bias):
    p = start("lstm", forget_bias=bias)
    assert (p.b_f == bias).all()
    assert not any(p[name].any() for name in ("b_i", "b_g", "b_o", "b_y"))
    assert (start("lstm").b_f == 1).all()


@pytest.mark.parametrize("longest", [1, 2, 3, 30, 200])
def test_chrono_biases_remember_up_to_their_range(longest):
    lstm, gru = start("lstm", chrono=longest), start("gru", chrono=longest)
    for bias in (lstm.b_f, gru.b_z):
        assert bias.min() >= 0 and bias.max() <= np.log(max(longest - 1, 1))
        assert (len(set(bias)) == H) == (longest > 2)
    assert np.array_equal(lstm.b_i, -lstm.b_f)
    assert not any(lstm[name].any() for name in ("b_g", "b_o"))
    assert not any(gru[name].any() for name in ("b_r", "b_n"))


def test_chrono_times_are_spread_evenly_over_their_range():
    times = np.exp(chrono_bias(np.random.default_rng(0), 4000, 200))
    np.testing.assert_allclose(np.quantile(times, [0, 0.1, 0.5, 0.9, 1]), [1, 20.8, 100, 179.2, 199], atol=5)


@pytest.mark.parametrize(
    ("cell", "options", "message"),
    [
        ("gru", {"reset": "during"}, "reset must be one of before, after, not 'during'"),
        ("rnn", {"activation": "sin"}, "activation must be one of tanh, relu, linear, not 'sin'"),
        ("lstm", {"init": "zero"}, "init must be one of normal, glorot, .*, not 'zero'"),
        ("rnn", {"reset": "after"}, "'rnn' has no option 'reset', only init, activation"),
    ],
)
def test_a_wrong_option_is_refused(cell, options, message):
    with pytest.raises(ValueError, match=message):
        Model(cell, options=options)


def test_a_model_with_options_is_a_value():
    some = Model("gru", options={"reset": "after", "chrono": 9})
    same = Model("gru", options=(("chrono", 9), ("reset", "after")))
    assert some == same and hash(some) == hash(same) and some != Model("gru")
    assert some.recurrent.chrono == 9 and Model("gru").recurrent is CELLS["gru"]


# ---- the decay of the gradient


def going_back(model, p, T=60, **d_last):
    """The gradient of the state 0, 1, ... T steps back; it is `d_last` after the last step."""
    x = np.zeros((T, 1, V))
    trace, d, seen = model.unroll(p, x, np.zeros((T, 1), int)), SimpleNamespace(**d_last), [d_last]
    for t in reversed(range(T)):
        _, d, _ = model.recurrent.back(p, trace.x[t], trace.before(t), trace.at(t), d)
        seen.append(vars(d))
    return seen


@pytest.mark.parametrize("bias", [0.0, 1.0, 3.0])
def test_the_cell_of_an_lstm_keeps_what_its_forget_gate_lets_it(bias):
    model, c = Model("lstm", V, H, V), np.linspace(-1, 2, H)[None]
    p = model.params()
    p.b_f = np.full(H, bias)
    for k, d in enumerate(going_back(model, p, h=np.zeros((1, H)), c=c)):
        np.testing.assert_allclose(d["c"], sigmoid(bias) ** k * c, rtol=1e-10)


@pytest.mark.parametrize("reset", ["before", "after"])
@pytest.mark.parametrize("bias", [0.0, 1.0, 3.0])
def test_the_state_of_a_gru_keeps_what_its_update_gate_lets_it(reset, bias):
    model, h = Model("gru", V, H, V, options={"reset": reset}), np.linspace(-1, 2, H)[None]
    p = model.params()
    p.b_z = np.full(H, bias)
    for k, d in enumerate(going_back(model, p, h=h)):
        np.testing.assert_allclose(d["h"], sigmoid(bias) ** k * h, rtol=1e-10)


@pytest.mark.parametrize("activation", ["linear", "tanh"])  # the start, inputs and biases are 0: so is tanh
@pytest.mark.parametrize("radius", [0.5, 0.9, 1.0, 1.1])
def test_a_scaled_rotation_shrinks_the_gradient_by_its_radius(activation, radius):
    model = Model("rnn", V, H, V, options={"activation": activation, "init": "orthogonal"})
    p, h = model.params(model.initial(0, 0.5)), np.random.default_rng(0).normal(size=(1, H))
    p.W_hh = radius * p.W_hh
    for k, d in enumerate(going_back(model, p, h=h)):
        assert np.linalg.norm(d["h"]) == pytest.approx(radius**k * np.linalg.norm(h), rel=1e-10)
