"""The same networks in PyTorch, with the same numbers in them, for rnnplay.bench to compare with."""

import numpy as np
import torch

from rnnplay.core.functions import one_hot

# The classes of PyTorch that compute what a cell here does, and the order in which they stack its gates.
CLASSES = {"rnn": ("RNN", "h"), "lstm": ("LSTM", "ifgo"), "gru": ("GRU", "rzn")}
VERSION = torch.__version__


def one_thread():
    """From now on PyTorch computes in one thread."""
    torch.set_num_threads(1)


def network(model, flat, x, targets):
    """-> (a function that computes the mean loss, its parameters), with the numbers of `flat` (n,)."""
    (kind, gates), dtype = CLASSES[model.cell], torch.from_numpy(flat[:0]).dtype
    recurrent = getattr(torch.nn, kind)(model.inputs, model.hidden, dtype=dtype)
    read_out = torch.nn.Linear(model.hidden, model.outputs, dtype=dtype)
    parameters = [*recurrent.parameters(), *read_out.parameters()]
    with torch.no_grad():
        for parameter, values in zip(parameters, stacked(model.params(flat), gates), strict=True):
            parameter.copy_(torch.from_numpy(values))
    vectors = torch.from_numpy(one_hot(x, model.inputs, model.dtype))
    wanted = torch.from_numpy(targets).reshape(-1)

    def loss():
        scores = read_out(recurrent(vectors)[0])
        return torch.nn.functional.cross_entropy(scores.reshape(-1, model.outputs), wanted)

    return loss, parameters


def training(model, flat, x, targets, fused=False):
    """A function that makes the next update, with PyTorch's own Adam: as it comes, or all in one."""
    loss, parameters = network(model, flat, x, targets)
    adam = torch.optim.Adam(parameters, lr=1e-3, fused=fused or None)

    def update():
        adam.zero_grad()
        loss().backward()
        adam.step()

    return update


def gradient(model, flat, x, targets):
    """The gradient that autograd finds (n,), in the order of our parameters."""
    loss, parameters = network(model, flat, x, targets)
    loss().backward()
    # A vector that holds its own positions, sent the way the parameters went, tells where each came from;
    # PyTorch has a second bias for every gate, and we have not.
    gates, positions = CLASSES[model.cell][1], np.arange(len(flat), dtype=np.float64)
    places, ours = (stacked(model.params(values), gates) for values in (positions, np.ones_like(positions)))
    found = np.zeros_like(flat)
    for parameter, place, has in zip(parameters, places, ours, strict=True):
        found[place[has > 0].astype(int)] = parameter.grad.numpy()[has > 0]
    return found


def stacked(p, gates):
    """Parameters by name -> the six of PyTorch, gates stacked: input, state, two biases, read-out."""
    inputs, states = (np.concatenate([p[f"W_{kind}{gate}"] for gate in gates]) for kind in "xh")
    bias = np.concatenate([p[f"b_{gate}"] for gate in gates])
    second = np.zeros_like(bias)
    if "b_hn" in p.names:
        second[-len(p.b_hn) :] = p.b_hn
    return [inputs, states, bias, second, p.W_hy, p.b_y]
