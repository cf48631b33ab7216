"""The contestants of the benchmarks: functions without arguments.

Each call makes the next update of one network, or draws the next characters.
"""

import itertools
from dataclasses import dataclass
from functools import partial

import numpy as np

from rnnplay.labs.text.sampling import sample_ids
from rnnplay.nn.cells import CELLS
from rnnplay.nn.model import Model
from rnnplay.nn.optimizers import OPTIMIZERS

NO_PYTORCH = "PyTorch is not installed, so nothing is compared with it: pip install torch brings it."
DRAWN, TEMPERATURE = 1000, 0.8  # characters in a row, and their temperature


@dataclass(frozen=True)
class Size:
    """The dimensions of a problem. turns: its share of the measuring time; long updates need more."""

    V: int
    H: int
    T: int
    B: int
    turns: int = 1


SIZES = {
    "hello": Size(4, 3, 4, 1),
    "small": Size(30, 32, 25, 1),
    "minchar": Size(65, 100, 25, 1),
    "textlab": Size(65, 128, 64, 32),
    "longgap": Size(10, 64, 200, 32),
    "big": Size(65, 256, 100, 64, turns=3),
}


def find_pytorch():
    """The module rnnplay.bench.pytorch, or None if PyTorch is not installed."""
    try:
        from rnnplay.bench import pytorch
    except ImportError:
        return None
    pytorch.one_thread()
    return pytorch


def torch_layer(cell):
    """The layer of PyTorch that computes the same as a cell, or None."""
    return getattr(CELLS[cell], "torch_layer", None)


def problem(cell, name, dtype):
    """-> (model, its parameters (n,), symbols (T, B), targets (T, B)), all drawn from one seed."""
    size, rng = SIZES[name], np.random.default_rng(0)
    model = Model(cell, size.V, size.H, size.V, dtype, getattr(torch_layer(cell), "options", ()))
    flat = rng.normal(0, size.H**-0.5, model.layout.size).astype(dtype)
    return model, flat, *rng.integers(0, size.V, (2, size.T, size.B))


def update_contestants(model, flat, x, targets, pytorch=None):
    """Name -> a function that makes one update. pytorch: as of find_pytorch."""
    found = {
        "fast": training(flat, fast(model, flat, x, targets)),
        "readable": training(flat, readable(model, x, targets)),
        "products": products(model, x.shape),
    }
    if pytorch and torch_layer(model.cell):
        found["torch"] = pytorch.training(model, flat, x, targets)
        found["torch_fused"] = pytorch.training(model, flat, x, targets, fused=True)
    return found


def training(flat, gradient):
    """A function that makes the next update: gradient(theta) -> g, then Adam."""
    adam, steps = OPTIMIZERS["adam"], itertools.count(1)
    now = {"theta": flat, "state": adam.start(len(flat), flat.dtype)}

    def update():
        theta, state = now["theta"], now["state"]
        now["theta"], now["state"] = adam.update(theta, gradient(theta), 1e-3, state, next(steps))

    return update


def fast(model, flat, x, targets):
    workspace = model.fast(*x.shape)

    def gradient(theta):
        workspace.gradient(theta, x, targets)
        return workspace.grad

    return gradient


def readable(model, x, targets):
    def gradient(theta):
        p = model.params(theta)
        return model.backprop(p, model.unroll(p, x, targets), each_step=False).flat

    return gradient


def products(model, shape):
    """A function that makes only the matrix products of one update, in their shapes and their order.

    An update cannot be faster. The inputs are symbols, which need no product.
    """
    (T, B), H, V, rng = shape, model.hidden, model.outputs, np.random.default_rng(0)
    G = sum(name.startswith("W_h") for name in model.params().names) - 1  # without W_hy

    def matrix(*shape):
        return rng.normal(size=shape).astype(model.dtype)

    W, W_T, a, h, dh = matrix(G, H, H), matrix(G, H, H), matrix(G, B, H), matrix(B, H), matrix(G, B, H)
    h_all, dh_all, a_all, dW = matrix(T * B, H), matrix(T * B, H), matrix(G, T * B, H), matrix(G, H, H)
    W_hy, dW_hy, y = matrix(V, H), matrix(V, H), matrix(V, T * B)
    step = np.matmul
    if B == 1:  # vectors, with the gates side by side
        W, a, h, dh, a_all = W.reshape(G * H, H), matrix(G * H), matrix(H), matrix(H), matrix(1, T, G * H)
        W_T, dW, step = W.T, matrix(1, G * H, H), np.dot

    def update():
        for _ in range(T):
            step(h, W_T, a)
        np.dot(W_hy, h_all.T, y)
        np.dot(y, h_all, dW_hy)
        np.dot(y.T, W_hy, dh_all)
        for _ in range(T - 1):
            step(a, W, dh)
        np.matmul(a_all.transpose(0, 2, 1), h_all, dW)

    return update


def sampling_contestants(cell, V, H, pytorch=None):
    """Name -> a function that draws DRAWN characters, one by one, with random weights in float32."""
    model = Model(cell, V, H, V, np.float32)
    flat = model.initial(0, None)
    found = {"fast": lambda: sample_ids(model, flat, [0], DRAWN, temperature=TEMPERATURE)}
    if pytorch and torch_layer(cell):
        # PyTorch's GRU has the reset gate in another place, which takes as much computing.
        for name, sampler in ("torch", pytorch.sampler), ("torch_lean", pytorch.lean_sampler):
            found[name] = partial(sampler(model, flat, TEMPERATURE), DRAWN)
    return found
