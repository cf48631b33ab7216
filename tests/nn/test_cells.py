"""Every cell computes its equations, has the right gradients, and a fast path equal to its readable one."""

import numpy as np
import pytest

from rnnplay.nn.cells import CELLS
from rnnplay.nn.cells.gru import RESETS
from rnnplay.nn.cells.rnn import ACTIVATIONS
from rnnplay.nn.gradcheck import check, compare
from rnnplay.nn.model import Model

SIZES = [
    (4, 1, 4, 3),
    (1, 1, 2, 1),
    (7, 3, 5, 4),
    (40, 1, 30, 16),
    (40, 3, 60, 8),
]  # T, B, V, H; the last with symbols missing

LONG = (12, 64, 5, 64)  # more than the fast path takes at a time

# Every cell, and every option that changes its equations.
VARIANTS = {cell: (cell, {}) for cell in CELLS}
VARIANTS |= {f"rnn-{name}": ("rnn", {"activation": name}) for name in ACTIVATIONS}
VARIANTS |= {f"gru-{name}": ("gru", {"reset": name}) for name in RESETS}

each_cell = pytest.mark.parametrize("cell", VARIANTS)
each_size = pytest.mark.parametrize("size", SIZES, ids="T{0[0]}-B{0[1]}-V{0[2]}-H{0[3]}".format)


def problem(cell, size, dtype=np.float64):
    """A model, parameters with no zero among them, inputs and targets."""
    T, B, V, H = size
    name, options = VARIANTS[cell]
    model, rng = Model(name, V, H, V, dtype, options), np.random.default_rng(size)
    # A state without squashing must not grow from step to step: rounding errors would grow with it.
    scale = 0.5 if options.get("activation", "tanh") == "tanh" else min(0.5, H**-0.5)
    flat = rng.normal(0, scale, model.layout.size).astype(dtype)
    return model, flat, rng.integers(0, V, (T, B)), rng.integers(0, V, (T, B))


def fused(model, flat, x, targets):
    workspace, gradient = model.fast(*targets.shape), np.empty_like(flat)
    workspace.gradient(flat, x, targets, gradient)
    return workspace, gradient


@each_cell
@each_size
def test_equations_are_what_is_computed(cell, size, evaluate):
    model, flat, x, targets = problem(cell, size)
    p = model.params(flat)
    trace = model.unroll(p, x, targets)
    T, B, _, _ = size
    for t in range(T):
        for b in range(B):
            states = {f"{name}_prev": state[b] for name, state in vars(trace.before(t)).items()}
            numbers = {name: p[name] for name in p.names} | states | {"x": trace.x[t, b]}
            said = evaluate(model.equations, numbers)
            for name in model.recurrent.quantities:
                np.testing.assert_allclose(said[name], trace.quantities[name][t, b], rtol=0, atol=1e-13)
            np.testing.assert_allclose(said["y"], trace.y[t, b], rtol=0, atol=1e-13)


@each_cell
@each_size
def test_the_way_back_is_what_is_computed(cell, size, evaluate):
    model, flat, x, targets = problem(cell, size)
    p = model.params(flat)
    trace = model.unroll(p, x, targets)
    gradients = model.backprop(p, trace)
    T, B, _, _ = size
    for t in range(T):
        for b in range(B):
            before = {f"{name}_prev": state[b] for name, state in vars(trace.before(t)).items()}
            now = {name: values[b] for name, values in vars(trace.at(t)).items()}
            later = {f"d{name}_next": values[t, b] for name, values in gradients.from_next.items()}
            later |= {f"d{model.readout_state}": gradients.dh[t, b]}
            numbers = {name: p[name] for name in p.names} | before | now | later
            found = evaluate(model.recurrent.backward, numbers)
            for name, values in gradients.local.items():
                np.testing.assert_allclose(found[f"d{name}"], values[t, b], rtol=0, atol=1e-13)
            for name, values in gradients.from_next.items():
                if t:
                    np.testing.assert_allclose(found[f"d{name}_prev"], values[t - 1, b], rtol=0, atol=1e-13)


@each_cell
@each_size
def test_gradients_are_those_of_autograd(cell, size, evaluate):
    import torch

    model, flat, x, targets = problem(cell, size)
    theta = torch.tensor(flat, requires_grad=True)
    # Batches are columns here, so that the equations, written for vectors, hold as they are.
    known = {}
    for row in model.layout.table():
        known[row["name"]] = torch.as_strided(theta, row["shape"], row["strides"], row["offset"])
        if len(row["shape"]) == 1:
            known[row["name"]] = known[row["name"]][:, None]
    functions = {name: getattr(torch, name) for name in ("tanh", "sigmoid", "relu", "exp", "sqrt")}
    T, B, V, H = size
    states = {name: torch.zeros(H, B, dtype=torch.float64) for name in model.recurrent.states}
    steps = []
    for t in range(T):
        prev = {f"{name}_prev": state for name, state in states.items()}
        column = torch.nn.functional.one_hot(torch.tensor(x[t]), V).double().T
        now = evaluate(model.equations, known | prev | {"x": column}, functions)
        for quantity in now.values():
            quantity.retain_grad()
        states = {name: now[name] for name in states}
        steps.append(now)
    scores = torch.stack([now["y"].T for now in steps]).reshape(-1, V)
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(targets.reshape(-1)))
    loss.backward()

    workspace, gradient = fused(model, flat, x, targets)
    p = model.params(flat)
    readable = model.backprop(p, model.unroll(p, x, targets))
    assert workspace.loss == pytest.approx(loss.item(), rel=1e-12)
    for ours in (gradient, readable.flat):
        assert compare(ours, theta.grad.numpy(), floor=1e-5).worst < 1e-9
    for name, ours in {"y": readable.dy, model.readout_state: readable.dh, **readable.local}.items():
        theirs = np.stack([now[name].grad.numpy().T for now in steps])
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-14, err_msg=name)


@each_cell
@pytest.mark.parametrize("size", SIZES[:3])
def test_gradients_are_those_of_finite_differences(cell, size):
    model, flat, x, targets = problem(cell, size)
    workspace, gradient = fused(model, flat, x, targets)
    spare = np.empty_like(flat)
    assert check(lambda theta: workspace.run(theta, spare), flat, gradient).worst < 1e-6


@each_cell
@pytest.mark.parametrize("size", [*SIZES, LONG], ids=str)
@pytest.mark.parametrize("inputs", ["symbols", "vectors"])
def test_the_fast_path_is_the_readable_one(cell, size, inputs):
    model, flat, x, targets = problem(cell, size)
    T, B, V, _ = size
    if inputs == "vectors":
        x = np.random.default_rng(1).normal(size=(T, B, V))
    p = model.params(flat)
    trace = model.unroll(p, x, targets)
    workspace, gradient = fused(model, flat, x, targets)
    left = set(workspace.quantities)
    assert left >= {model.readout_state} and (B > 1 or left == set(model.recurrent.quantities))
    pairs = [(workspace.quantities[name], trace.quantities[name]) for name in left]
    pairs += [(last, trace.quantities[name][-1]) for name, last in workspace.last().items()]
    pairs += [(getattr(workspace, name), getattr(trace, name)) for name in ("y", "p", "losses", "loss")]
    pairs += [(gradient, model.backprop(p, trace).flat)]
    for fast, readable in pairs:
        np.testing.assert_allclose(fast, readable, rtol=0, atol=1e-12)

    workspace.score(flat)  # after the forward pass alone, a batch has its gates too
    assert {name for name in model.recurrent.quantities if B == 1 or name[:2] != "a_"} - {"a"} <= set(
        workspace.quantities
    )
    for name, values in workspace.quantities.items():
        np.testing.assert_allclose(values, trace.quantities[name], rtol=0, atol=1e-12)


@each_cell
@each_size
def test_a_cell_needs_no_fast_path(cell, size, monkeypatch):
    model, flat, x, targets = problem(cell, size)
    workspace, gradient = fused(model, flat, x, targets)
    said, y = model.sample(flat, 1, 6)
    for name in ("fused", "step_kernels"):
        monkeypatch.delattr(type(model.recurrent), name, raising=False)
    slow, slow_gradient = fused(model, flat, x, targets)
    np.testing.assert_allclose(slow_gradient, gradient, rtol=0, atol=1e-12)
    h, slow_h = (path.quantities[model.readout_state] for path in (workspace, slow))
    np.testing.assert_allclose(slow_h, h, rtol=0, atol=1e-12)
    slow_said, slow_y = model.sample(flat, 1, 6)
    assert np.array_equal(slow_said, said)
    np.testing.assert_allclose(slow_y, y, rtol=0, atol=1e-12)


@each_cell
@each_size
def test_a_used_workspace_remembers_nothing(cell, size):
    model, flat, x, targets = problem(cell, size)
    workspace, first, again = model.fast(*targets.shape), np.empty_like(flat), np.empty_like(flat)
    workspace.gradient(flat, x, targets, first)
    workspace.gradient(-3 * flat, targets, x, again)
    workspace.gradient(flat, x, targets, again)
    assert np.array_equal(first, again)


@each_cell
@each_size
def test_single_precision_is_close(cell, size):
    model, flat, x, targets = problem(cell, size, np.float32)
    _, gradient = fused(model, flat, x, targets)
    exact_model, _, _, _ = problem(cell, size)
    _, exact = fused(exact_model, flat.astype(np.float64), x, targets)
    assert gradient.dtype == np.float32
    np.testing.assert_allclose(gradient, exact, atol=2e-4 * np.abs(exact).max())


@each_cell
def test_the_gradient_is_a_sum_of_one_contribution_a_step(cell):
    model, flat, x, targets = problem(cell, SIZES[2])
    p = model.params(flat)
    gradients = model.backprop(p, model.unroll(p, x, targets))
    assert gradients.contributions.shape == (len(x), flat.size)
    np.testing.assert_allclose(gradients.contributions.sum(axis=0), gradients.flat, rtol=0, atol=1e-15)
    assert not gradients.dh_from_next[-1].any()  # nothing comes after the last step
    # A step before the last target's error can still be felt has one; the read-out's part is its own.
    h = model.unroll(p, x, targets).quantities[model.readout_state]
    read_out = np.einsum("tbv,tbh->tvh", gradients.dy, h)
    for t, step in enumerate(gradients.contributions):
        np.testing.assert_allclose(p.on(step).W_hy, read_out[t], rtol=0, atol=1e-15)


@each_cell
def test_a_sequence_in_two_halves_is_the_whole(cell):
    model, flat, x, targets = problem(cell, SIZES[2])
    p, states = model.params(flat), model.recurrent.states
    whole = model.unroll(p, x, targets)
    first = model.unroll(p, x[:3], targets[:3])
    second = model.unroll(p, x[3:], targets[3:], {s: first.quantities[s][-1] for s in states})
    assert np.array_equal(np.concatenate([first.y, second.y]), whole.y)

    workspace = model.fast(len(x) - 3, x.shape[1])
    for name in states:
        workspace.start[name][...] = first.quantities[name][-1]
    workspace.gradient(flat, x[3:], targets[3:], np.empty_like(flat))
    np.testing.assert_allclose(workspace.y, second.y, rtol=0, atol=1e-13)


@each_cell
def test_it_says_what_it_finds_likeliest(cell):
    model, flat, _, _ = problem(cell, SIZES[0])
    said, y = model.sample(flat, 2, 9)
    heard = np.array([2, *said[:-1]])[:, None]
    np.testing.assert_allclose(y, model.unroll(model.params(flat), heard, heard).y[:, 0], rtol=0, atol=1e-13)
    assert np.array_equal(said, y.argmax(1))
    assert model.sample(flat, 2, 4, choose=lambda y: 1)[0].tolist() == [1, 1, 1, 1]
    for first in (-1, 4):
        with pytest.raises(ValueError, match=rf"the first symbol must lie in 0\.\.3, not {first}"):
            model.sample(flat, first, 9)


@each_cell
@pytest.mark.filterwarnings("error")
def test_numbers_that_overflow_come_back_without_a_fuss(cell):
    model, flat, x, targets = problem(cell, SIZES[0])
    workspace, gradient = fused(model, 1e4 * flat, x, targets)
    assert np.isfinite(gradient).all() and np.isfinite(workspace.loss) and np.isfinite(workspace.p).all()
    workspace, gradient = fused(model, np.full_like(flat, np.inf), x, targets)
    assert not np.isfinite(workspace.y).all()


@each_cell
@pytest.mark.parametrize("wrong", ["high", "negative", "shape", "fraction"])
def test_wrong_symbols_are_refused(cell, wrong):
    model, flat, x, targets = problem(cell, SIZES[0])
    bad = {"high": x + 4, "negative": x - 4, "shape": x[1:], "fraction": x + 0.5}[wrong]
    for arguments in ((bad, targets), (x, bad)):
        with pytest.raises(ValueError, match=r"must (lie in 0\.\.3|be whole numbers of shape \(4, 1\))"):
            model.fast(4, 1).gradient(flat, *arguments, np.empty_like(flat))
