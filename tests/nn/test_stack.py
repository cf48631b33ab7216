"""Layers of any cell are a cell: equations with numbers, right gradients, a fast path; and dropout."""

import numpy as np
import pytest
import torch

from rnnplay.bench.pytorch import stacked
from rnnplay.nn.cells import CELLS
from rnnplay.nn.cells.stack import dropout_masks
from rnnplay.nn.gradcheck import check, compare
from rnnplay.nn.model import Model

VARIANTS = [*((cell, {}) for cell in CELLS), ("gru", {"reset": "after"}), ("rnn", {"activation": "relu"})]
SIZES = [(1, 1, 2, 3), (6, 1, 4, 3), (7, 4, 5, 6)]  # T, B, V, H
TORCH_LAYERS = [  # the cells that PyTorch has, and the order of their gates there
    ("rnn", {}, torch.nn.RNN, "h"),
    ("lstm", {}, torch.nn.LSTM, "ifgo"),
    ("gru", {"reset": "after"}, torch.nn.GRU, "rzn"),
]

each_variant = pytest.mark.parametrize(("cell", "options"), VARIANTS, ids=str)
each_size = pytest.mark.parametrize("size", SIZES, ids=str)
each_depth = pytest.mark.parametrize("layers", [2, 3])


def problem(cell, options, layers, size=SIZES[-1], dropout=0.0):
    """A model, parameters with no zero among them, symbols to read and to answer, and a state to begin in."""
    T, B, V, H = size
    model = Model(cell, V, H, V, options=options, layers=layers, dropout=dropout)
    rng = np.random.default_rng(size)
    flat, (x, targets) = rng.normal(0, 0.4, model.layout.size), rng.integers(0, V, (2, T, B))
    return model, flat, x, targets, {name: rng.normal(size=(B, H)) for name in model.recurrent.states}


def begun(model, shape, start):
    """A workspace that begins in the state `start`."""
    workspace = model.fast(*shape)
    for name, state in start.items():
        workspace.start[name][...] = state
    return workspace


def assert_fast_is_readable(model, flat, x, targets, start, rng=lambda: None):
    """Both ways compute the same, from the first quantity to the gradient."""
    p, workspace, fast = model.params(flat), begun(model, targets.shape, start), np.empty_like(flat)
    trace = model.unroll(p, x, targets, start, dropout_rng=rng())
    workspace.gradient(flat, x, targets, fast, dropout_rng=rng())
    pairs = [(workspace.quantities[name], trace.quantities[name]) for name in workspace.quantities]
    pairs += [(getattr(workspace, name), getattr(trace, name)) for name in ("y", "p", "losses", "loss")]
    pairs += [(fast, model.backprop(p, trace).flat)]
    for found, wanted in pairs:
        np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-12)

    left, computed = set(workspace.quantities), set(model.recurrent.quantities)
    assert {model.readout_state} <= left <= computed and (len(targets[0]) > 1 or left == computed)
    workspace.score(flat)  # of a batch the gates are there before the way back, and dropout is not
    trace = model.unroll(p, x, targets, start)
    assert left <= set(workspace.quantities)
    for name, values in workspace.quantities.items():
        np.testing.assert_allclose(values, trace.quantities[name], rtol=0, atol=1e-12)


def test_every_layer_has_the_names_of_the_cell_with_its_number_behind():
    lstm, rnn = Model("lstm", 5, 3, 5, layers=2), Model("rnn", layers=2)
    names = {f"{kind}{gate}{k}" for kind in ("W_x", "W_h", "b_") for gate in "ifgo" for k in (1, 2)}
    assert set(lstm.params().names) == names | {"W_hy", "b_y"}
    assert lstm.params().W_xi1.shape == (3, 5) and lstm.params().W_xi2.shape == (3, 3)
    assert lstm.recurrent.states == ("h1", "c1", "h2", "c2") and "tanh_c2" in lstm.recurrent.quantities
    assert rnn.equations == (
        "a1 = W_xh1 @ x + W_hh1 @ h1_prev + b_h1",
        "h1 = tanh(a1)",
        "a2 = W_xh2 @ h1 + W_hh2 @ h2_prev + b_h2",
        "h2 = tanh(a2)",
        "y = W_hy @ h2 + b_y",
    )
    assert rnn.recurrent.backward == (
        "da2 = dh2 * (1 - h2**2)",
        "dh2_prev = W_hh2.T @ da2",
        "dh1 = dh1_next + W_xh2.T @ da2",
        "da1 = dh1 * (1 - h1**2)",
        "dh1_prev = W_hh1.T @ da1",
    )


@each_variant
def test_one_layer_is_the_cell_itself(cell, options):
    one, alone = Model(cell, 5, 4, 5, options=options, layers=1), Model(cell, 5, 4, 5, options=options)
    assert one == alone and type(one.recurrent) is type(CELLS[cell]) and one.readout_state == "h"
    stack = Model(cell, 5, 4, 5, options=options, layers=2)
    lowest, *_ = stack.recurrent.parts(stack.params(stack.initial(5, 0.3)))
    for name in lowest.names:  # and below others it starts as it would alone
        assert np.array_equal(lowest[name], one.params(one.initial(5, 0.3))[name])


@each_variant
@each_size
@each_depth
def test_equations_and_the_way_back_are_what_is_computed(cell, options, layers, size, evaluate):
    model, flat, x, targets, start = problem(cell, options, layers, size)
    p = model.params(flat)
    trace = model.unroll(p, x, targets, start)
    gradients = model.backprop(p, trace)
    for t, b in np.ndindex(x.shape):
        numbers = {name: p[name] for name in p.names} | {"x": trace.x[t, b]}
        numbers |= {f"{name}_prev": state[b] for name, state in vars(trace.before(t)).items()}
        said = evaluate(model.equations, numbers)
        for name, values in {**trace.quantities, "y": trace.y}.items():
            np.testing.assert_allclose(said[name], values[t, b], rtol=0, atol=1e-13)
        numbers |= said | {f"d{name}_next": values[t, b] for name, values in gradients.from_next.items()}
        found = evaluate(model.recurrent.backward, numbers | {f"d{model.readout_state}": gradients.dh[t, b]})
        wanted = {f"d{name}": values[t, b] for name, values in gradients.local.items()}
        if t:
            wanted |= {f"d{name}_prev": values[t - 1, b] for name, values in gradients.from_next.items()}
        for name, values in wanted.items():
            np.testing.assert_allclose(found[name], values, rtol=0, atol=1e-13, err_msg=name)


@each_variant
@each_size
@each_depth
@pytest.mark.parametrize("inputs", ["symbols", "vectors"])
def test_the_fast_path_is_the_readable_one(cell, options, layers, size, inputs):
    model, flat, x, targets, start = problem(cell, options, layers, size)
    if inputs == "vectors":
        x = np.random.default_rng(1).normal(size=(*x.shape, model.inputs))
    assert_fast_is_readable(model, flat, x, targets, start)


@each_variant
@each_size
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_the_same_draws_drop_the_same_on_both_paths(cell, options, layers, size):
    assert_fast_is_readable(*problem(cell, options, layers, size, 0.4), lambda: np.random.default_rng(7))


@each_size
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_a_cell_in_a_stack_needs_no_fast_path(size, dropout, monkeypatch):
    monkeypatch.delattr(type(CELLS["lstm"]), "fused")
    assert_fast_is_readable(*problem("lstm", {}, 2, size, dropout), lambda: np.random.default_rng(7))


@each_variant
@each_depth
@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_gradients_are_those_of_finite_differences(cell, options, layers, dropout):
    model, flat, x, targets, start = problem(cell, options, layers, dropout=dropout)
    workspace, gradient, spare = begun(model, x.shape, start), np.empty_like(flat), np.empty_like(flat)
    workspace.load(x, targets)

    def loss(theta, out=spare):
        return workspace.run(theta, out, np.random.default_rng(3))

    loss(flat, gradient)
    assert check(loss, flat, gradient).worst < 1e-6


@each_variant
def test_the_gradient_of_the_inputs_is_that_of_finite_differences(cell, options):
    model, flat, x, targets, start = problem(cell, options, 2, dropout=0.3)
    p, x = model.params(flat), np.random.default_rng(0).normal(size=(*x.shape, model.inputs))

    def unroll(x):
        return model.unroll(p, x, targets, start, dropout_rng=np.random.default_rng(3))

    dx = model.backprop(p, unroll(x)).dx
    assert check(lambda moved: unroll(moved.reshape(x.shape)).loss, x.ravel(), dx.ravel(), 1e-4).worst < 1e-6


@each_depth
@each_size
@pytest.mark.parametrize(("cell", "options", "kind", "gates"), TORCH_LAYERS)
def test_states_scores_and_gradients_are_those_of_pytorch(cell, options, kind, gates, layers, size):
    model, flat, x, targets, start = problem(cell, options, layers, size)
    (T, B, V, H), states = size, CELLS[cell].states
    layer, read_out = kind(V, H, layers, dtype=torch.float64), torch.nn.Linear(H, V, dtype=torch.float64)
    parameters = [*layer.parameters(), *read_out.parameters()]
    with torch.no_grad():
        for parameter, values in zip(parameters, stacked(model, flat), strict=True):
            parameter.copy_(torch.tensor(values))
    first = [torch.tensor(np.stack([start[f"{s}{k + 1}"] for k in range(layers)])) for s in states]
    vectors = torch.nn.functional.one_hot(torch.tensor(x), V).double()
    h, last = layer(vectors, tuple(first) if len(first) > 1 else first[0])
    scores = read_out(h)
    torch.nn.functional.cross_entropy(scores.reshape(-1, V), torch.tensor(targets.reshape(-1))).backward()

    workspace, gradient = begun(model, (T, B), start), np.empty_like(flat)
    workspace.gradient(flat, x, targets, gradient)
    trace = model.unroll(model.params(flat), x, targets, start)
    for ours in (trace, workspace):
        np.testing.assert_allclose(ours.y, scores.detach(), rtol=0, atol=1e-9)
    for name, theirs in zip(states, last if len(states) > 1 else (last,), strict=True):
        for k in range(layers):
            ours = workspace.last()[f"{name}{k + 1}"]
            np.testing.assert_allclose(ours, theirs[k].detach(), rtol=0, atol=1e-9)
    ours_has = stacked(model, np.ones_like(flat))  # PyTorch has a second bias where we have one
    for ours in (gradient, model.backprop(model.params(flat), trace).flat):
        for parameter, found, has in zip(parameters, stacked(model, ours), ours_has, strict=True):
            if has.any():
                theirs = parameter.grad.numpy()
                assert compare(found[has == 1], theirs[has == 1], floor=1e-5).worst < 1e-9


@each_variant
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("batch", [1, 3])
def test_chunks_that_carry_the_state_are_the_whole(cell, options, layers, batch):
    model, flat, x, targets, start = problem(cell, options, layers, (8, batch, 5, 4))
    whole, cut = model.unroll(model.params(flat), x, targets, start), 5
    readable = model.unroll(model.params(flat), x[:cut], targets[:cut], start)
    states, gradient, y = start, np.empty_like(flat), []
    for chunk in (slice(None, cut), slice(cut, None)):
        workspace = begun(model, x[chunk].shape, states)
        workspace.gradient(flat, x[chunk], targets[chunk], gradient)
        y.append(workspace.y.copy())
        states = workspace.last()
        workspace.gradient(-flat, x[chunk], targets[chunk], np.empty_like(flat))  # they are copies
    np.testing.assert_allclose(np.concatenate(y), whole.y, rtol=0, atol=1e-13)
    for name in model.recurrent.states:
        np.testing.assert_allclose(states[name], whole.quantities[name][-1], rtol=0, atol=1e-13)
    # The gradient of the second chunk stops at the state with which the chunk begins.
    carried = {name: readable.quantities[name][-1] for name in start}
    second = model.unroll(model.params(flat), x[cut:], targets[cut:], carried)
    np.testing.assert_allclose(gradient, model.backprop(model.params(flat), second).flat, rtol=0, atol=1e-12)


@each_variant
@each_depth
def test_it_says_what_it_finds_likeliest_from_any_state(cell, options, layers):
    model, flat, _, _, start = problem(cell, options, layers, dropout=0.5)
    one = {name: state[:1] for name, state in start.items()}
    for begin, given in ((None, None), (one, {name: state[0] for name, state in one.items()})):
        said, y = model.sampler().sample(flat, 2, 9, start=given)
        heard = np.array([2, *said[:-1]])[:, None]
        trace = model.unroll(model.params(flat), heard, heard, begin)
        np.testing.assert_allclose(y, trace.y[:, 0], rtol=0, atol=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_a_mask_leaves_out_its_share_and_keeps_the_mean(share, dtype):
    mask = dropout_masks(np.random.default_rng(0), share, (2, 50, 20, 100), dtype)
    left_out, error = (mask == 0).mean(), np.sqrt(share * (1 - share) / mask.size)
    assert mask.dtype == dtype and abs(left_out - share) < 4 * error
    assert np.unique(mask).tolist() == [0, pytest.approx(1 / (1 - share))]
    assert mask.mean() == pytest.approx(1, abs=4 * error / (1 - share))
    rows = mask.reshape(-1, 100)[:, 0]  # one unit is left out in one row and kept in the next
    assert abs((rows == 0).mean() - share) < 4 * np.sqrt(share * (1 - share) / len(rows))


@pytest.mark.parametrize("layers", [1, 2])
def test_dropout_strikes_only_where_a_generator_is_given(layers):
    model, flat, x, targets, start = problem("lstm", {}, layers, dropout=0.5)
    still, rng = problem("lstm", {}, layers)[0], np.random.default_rng(0)
    outcomes = []
    for made, given in (
        (still, None),
        (still, rng),
        (model, None),
        (model, rng),
        (model, rng),
        (model, None),
    ):
        workspace, gradient = begun(made, x.shape, start), np.empty_like(flat)
        outcomes.append([workspace.gradient(flat, x, targets, gradient, dropout_rng=given), *gradient])
        assert workspace.score(flat) == outcomes[0][0]  # scoring is never struck
    first, same, off, struck, again, off_again = outcomes
    assert first == same == off == off_again
    assert struck[0] != first[0] and again[0] not in (struck[0], first[0])  # every gradient draws anew


def test_dropout_leaves_the_way_in_time_alone():
    model, flat, x, targets, start = problem("lstm", {}, 2, dropout=0.5)
    p, rng = model.params(flat), np.random.default_rng(0)
    struck = model.unroll(p, x, targets, start, dropout_rng=rng)
    calm = model.unroll(p, x, targets, start)
    for name in CELLS["lstm"].quantities:
        assert np.array_equal(struck.quantities[f"{name}1"], calm.quantities[f"{name}1"])
        assert not np.array_equal(struck.quantities[f"{name}2"], calm.quantities[f"{name}2"])
    assert struck.masks.shape == (2, *x.shape, model.hidden) and calm.masks is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"layers": 0}, "layers must be a whole number from 1 on, not 0"),
        ({"layers": 1.5}, r"layers must be a whole number from 1 on, not 1\.5"),
        ({"dropout": 1.0}, r"dropout must lie from 0 to below 1, not 1\.0"),
        ({"dropout": -0.1}, r"dropout must lie from 0 to below 1, not -0\.1"),
        ({"layers": 2, "options": {"reset": "after"}}, "'rnn' has no option 'reset'"),
    ],
)
def test_wrong_layers_and_dropout_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        Model("rnn", **wrong)
