"""Every optimizer and clipping: PyTorch's numbers, its own equations, and nothing changed in place."""

import numpy as np
import pytest

from rnnplay.nn.optimizers import CLIPPINGS, OPTIMIZERS, clip, norm

each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda o: o.name)

# PyTorch gives the numbers for these. Any other optimizer is compared with its equations alone.
TORCH = {"sgd": "SGD", "adagrad": "Adagrad", "rmsprop": "RMSprop", "adam": "Adam"}


def walk(optimizer, updates, n=12, seed=0):
    """Yields (t, g, lr, theta before, state before, theta, state) along a noisy, bent, scaled valley."""
    rng = np.random.default_rng(seed)
    scales = np.logspace(-4, 2, n)
    theta, state = rng.normal(size=n), optimizer.start(n)
    for t in range(1, updates + 1):
        g, lr = scales * (theta + rng.normal(0, 0.3, n)), 0.001 if t < 50 else 0.003
        before = theta, state
        theta, state = optimizer.update(theta, g, lr, state, t)
        yield t, g, lr, *before, theta, state


@pytest.mark.parametrize("name", TORCH)
def test_many_updates_are_those_of_pytorch(name):
    import torch

    weights = oracle = None
    for _, g, lr, before, _, after, _ in walk(OPTIMIZERS[name], 200):
        if oracle is None:
            weights = torch.tensor(before, requires_grad=True)
            oracle = getattr(torch.optim, TORCH[name])([weights], lr=lr)
        oracle.param_groups[0]["lr"] = lr
        weights.grad = torch.tensor(g)
        oracle.step()
        np.testing.assert_allclose(after, weights.detach().numpy(), rtol=1e-12, atol=1e-14)


@each_optimizer
def test_equations_are_what_is_computed(optimizer, evaluate):
    for t, g, lr, before, state_before, after, state in walk(optimizer, 5):
        numbers = {"w_prev": before, "g": g, "lr": lr, "t": t} | optimizer.constants
        numbers |= {f"{name}_prev": state_before[name] for name in optimizer.states}
        said = evaluate(optimizer.equations, numbers)
        np.testing.assert_allclose(said["w"], after, rtol=1e-14)
        for name in optimizer.states:
            np.testing.assert_allclose(said[name], state[name], rtol=1e-14)


@each_optimizer
def test_an_update_changes_nothing_it_was_given(optimizer):
    theta, g, state = np.arange(4.0), np.ones(4), optimizer.start(4)
    given = [theta, g, *state.values()]
    copies = [array.copy() for array in given]
    new, new_state = optimizer.update(theta, g, 0.1, state, 1)
    assert all(np.array_equal(array, copy) for array, copy in zip(given, copies, strict=True))
    assert not any(np.shares_memory(a, b) for a in given for b in (new, *new_state.values()))
    assert set(new_state) == set(state) == set(optimizer.states)


@each_optimizer
def test_single_precision_stays_single(optimizer):
    theta, state = np.ones(3, np.float32), optimizer.start(3, np.float32)
    theta, state = optimizer.update(theta, theta, 0.1, state, 1)
    assert {array.dtype for array in (theta, *state.values())} == {np.dtype(np.float32)}


@pytest.mark.parametrize("by", CLIPPINGS)
@pytest.mark.parametrize("size", [0.01, 1.0, 50.0])
def test_clipping_is_that_of_pytorch(by, size):
    import torch

    g = size * np.random.default_rng(1).normal(size=30)
    weights = torch.zeros(30, dtype=torch.float64, requires_grad=True)
    weights.grad = torch.tensor(g)
    getattr(torch.nn.utils, {"norm": "clip_grad_norm_", "value": "clip_grad_value_"}[by])([weights], 2.0)
    np.testing.assert_allclose(clip(g, 2.0, by), weights.grad.numpy(), rtol=1e-14)
    assert clip(g, 0, by) is g


def test_the_length_of_a_gradient_survives_what_its_squares_do_not():
    assert norm(np.array([3e200, 4e200])) == pytest.approx(5e200)
    assert norm(np.array([3e-200, -4e-200])) == pytest.approx(5e-200)
    assert norm(np.zeros(2)) == 0
    assert norm(np.array([1.0, np.inf])) == np.inf
    assert np.isnan(norm(np.array([1.0, np.nan])))
