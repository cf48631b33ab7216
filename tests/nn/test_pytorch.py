"""PyTorch's own recurrent layers, with our weights in them, compute what the cells here compute."""

import numpy as np
import pytest
import torch

from rnnplay.bench.pytorch import stacked
from rnnplay.nn.gradcheck import compare
from rnnplay.nn.model import Model

# A cell, its options, the class and arguments of PyTorch, and the order in which it stacks the gates.
TORCH_LAYERS = {
    "rnn": ("rnn", {}, torch.nn.RNN, {}, "h"),
    "rnn-relu": ("rnn", {"activation": "relu"}, torch.nn.RNN, {"nonlinearity": "relu"}, "h"),
    "lstm": ("lstm", {}, torch.nn.LSTM, {}, "ifgo"),
    "gru-after": ("gru", {"reset": "after"}, torch.nn.GRU, {}, "rzn"),
}
SIZES = [(1, 1, 2, 1), (4, 1, 4, 3), (25, 1, 12, 9), (13, 5, 7, 6)]  # T, B, V, H


@pytest.mark.parametrize("name", TORCH_LAYERS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_states_scores_and_gradients_are_those_of_pytorch(name, size):
    (cell, options, kind, arguments, _), (T, B, V, H) = TORCH_LAYERS[name], size
    model, rng = Model(cell, V, H, V, options=options), np.random.default_rng(size)
    flat = rng.normal(0, H**-0.5, model.layout.size)
    x, targets = rng.normal(size=(T, B, V)), rng.integers(0, V, (T, B))
    p = model.params(flat)

    layer, read_out = kind(V, H, dtype=torch.float64, **arguments), torch.nn.Linear(H, V, dtype=torch.float64)
    parameters = [*layer.parameters(), *read_out.parameters()]
    with torch.no_grad():
        for parameter, values in zip(parameters, stacked(model, flat), strict=True):
            parameter.copy_(torch.tensor(values))
    h, last = layer(torch.tensor(x))
    scores = read_out(h)
    loss = torch.nn.functional.cross_entropy(scores.reshape(-1, V), torch.tensor(targets.reshape(-1)))
    loss.backward()

    trace, workspace, gradient = model.unroll(p, x, targets), model.fast(T, B), np.empty_like(flat)
    workspace.gradient(flat, x, targets, gradient)
    for ours in (trace, workspace):
        np.testing.assert_allclose(ours.y, scores.detach(), rtol=0, atol=1e-9)
        np.testing.assert_allclose(ours.quantities["h"], h.detach(), rtol=0, atol=1e-9)
        assert ours.loss == pytest.approx(loss.item(), rel=1e-12)
    if cell == "lstm":
        np.testing.assert_allclose(trace.quantities["c"][-1], last[1][0].detach(), rtol=0, atol=1e-9)

    ours_has = stacked(model, np.ones_like(flat))  # PyTorch has two biases where our model has one
    for ours in (gradient, model.backprop(p, trace).flat):
        for parameter, found, has in zip(parameters, stacked(model, ours), ours_has, strict=True):
            if has.any():
                theirs = parameter.grad.numpy()
                assert compare(found[has == 1], theirs[has == 1], floor=1e-5).worst < 1e-9
