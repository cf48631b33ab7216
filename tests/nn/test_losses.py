"""Chosen steps and squared errors: the loss, its gradient, and the fast path equal to the readable one."""

import numpy as np
import pytest
import torch

from rnnplay.nn.cells import CELLS
from rnnplay.nn.losses import LOSSES
from rnnplay.nn.model import Model

T, B, V, H, ANSWERS = SIZES = 9, 4, 5, 6, 3

each_cell = pytest.mark.parametrize("cell", CELLS)
each_loss = pytest.mark.parametrize("loss", LOSSES)


def problem(cell, loss, dtype=np.float64):
    model, rng = Model(cell, V, H, ANSWERS, dtype, loss=loss), np.random.default_rng(SIZES)
    flat = rng.normal(0, 0.5, model.layout.size).astype(dtype)
    x = rng.integers(0, V, (T, B))
    targets = (
        rng.integers(0, ANSWERS, (T, B)) if loss == "cross-entropy" else rng.normal(size=(T, B, ANSWERS))
    )
    return model, flat, x, targets


def weights_of(kind):
    weights = np.zeros((T, B))
    if kind == "last":
        weights[-1] = 1
    elif kind == "some":
        weights[2, 1] = weights[5:, 2] = 1
    else:
        weights[...] = np.random.default_rng(0).random((T, B))
    return weights


@each_cell
@each_loss
@pytest.mark.parametrize("kind", ["last", "some", "uneven"])
def test_both_paths_score_what_pytorch_scores(cell, loss, kind):
    model, flat, x, targets = problem(cell, loss)
    weights, p = weights_of(kind), model.params(flat)
    trace = model.unroll(p, x, targets, weights=weights)
    gradients = model.backprop(p, trace)
    workspace, gradient = model.fast(T, B), np.empty_like(flat)
    workspace.gradient(flat, x, targets, gradient)  # the next call must keep nothing of it
    workspace.gradient(flat, x, targets, gradient, weights)

    y = torch.tensor(trace.y, requires_grad=True)
    if loss == "squared":
        losses = ((y - torch.tensor(targets)) ** 2).sum(-1)
    else:
        rows = torch.nn.functional.cross_entropy(
            y.reshape(-1, ANSWERS), torch.tensor(targets).reshape(-1), reduction="none"
        )
        losses = rows.reshape(T, B)
    theirs = (losses * torch.tensor(weights)).sum() / weights.sum()
    theirs.backward()
    for ours, read in ((trace, weights >= 0), (workspace, weights > 0)):
        assert ours.loss == pytest.approx(theirs.item(), rel=1e-12)
        np.testing.assert_allclose(ours.losses[read], losses.detach()[read], rtol=0, atol=1e-12)
        np.testing.assert_allclose(ours.y[read], trace.y[read], rtol=0, atol=1e-12)
    np.testing.assert_allclose(gradients.dy, y.grad, rtol=0, atol=1e-14)
    np.testing.assert_allclose(gradient, gradients.flat, rtol=0, atol=1e-12)
    assert workspace.score(flat) == workspace.loss == pytest.approx(trace.loss, rel=1e-12)


@each_loss
def test_equal_weights_are_no_weights(loss):
    model, flat, x, targets = problem("rnn", loss)
    workspace, plain, weighted = model.fast(T, B), np.empty_like(flat), np.empty_like(flat)
    workspace.gradient(flat, x, targets, weighted, np.full((T, B), 3.0))
    workspace.gradient(flat, x, targets, plain)  # without weights again
    np.testing.assert_allclose(weighted, plain, rtol=0, atol=1e-15)


def test_a_gradient_that_fades_stays_fast_and_right():
    """In single precision, the gradient of a saturated network becomes denormal, and its products slow."""
    long, loss = 60, "cross-entropy"
    single, double = (Model("rnn", V, H, ANSWERS, dtype, loss=loss) for dtype in (np.float32, np.float64))
    rng = np.random.default_rng(0)
    flat, x = rng.normal(0, 2, double.layout.size), rng.integers(0, V, (long, B))
    weights = np.zeros((long, B))
    weights[-1] = 1
    found = []
    for model in (single, double):
        workspace, gradient = model.fast(long, B), np.empty(flat.size, model.dtype)
        workspace.gradient(flat.astype(model.dtype), x, x % ANSWERS, gradient, weights)
        found.append((workspace.cell.dh.copy(), gradient))
    (faded, single), (exact, double) = found
    assert 0 < np.abs(exact[0]).max() < 1e-20
    assert not ((faded != 0) & (np.abs(faded) < np.finfo(np.float32).tiny)).any()
    np.testing.assert_allclose(single, double, atol=2e-4 * np.abs(double).max())


@pytest.mark.parametrize(
    ("weights", "complaint"),
    [
        (np.zeros((T, B)), "at least one of them above 0"),
        (np.full((T, B), -1), "from 0 on"),
        (np.full((T, B), np.nan), "finite"),
        (np.ones((B, T)), r"must have shape \(9, 4\), not \(4, 9\)"),
    ],
    ids=["none", "negative", "nan", "shape"],
)
def test_weights_that_weigh_nothing_are_refused(weights, complaint):
    model, flat, x, targets = problem("rnn", "cross-entropy")
    with pytest.raises(ValueError, match=complaint):
        model.unroll(model.params(flat), x, targets, weights=weights)
    with pytest.raises(ValueError, match=complaint):
        model.fast(T, B).gradient(flat, x, targets, np.empty_like(flat), weights)


def test_wrong_targets_and_losses_are_refused():
    model, flat, x, targets = problem("rnn", "squared")
    for wrong in (targets[..., 0], targets[1:], np.full_like(targets, np.inf)):
        with pytest.raises(ValueError, match=r"targets must be finite numbers of shape \(9, 4, 3\)"):
            model.fast(T, B).gradient(flat, x, wrong, np.empty_like(flat))
    with pytest.raises(ValueError, match="loss must be one of cross-entropy, squared, not 'hinge'"):
        Model(loss="hinge")
