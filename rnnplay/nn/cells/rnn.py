"""The vanilla RNN (Elman 1990): the new state is a squashed sum of the input and the state before.

a = W_xh @ x + W_hh @ h_prev + b_h
h = tanh(a)
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from rnnplay.nn.fast.rnn import FusedRNN
from rnnplay.nn.fast.step_kernels import rnn_kernel
from rnnplay.nn.functions import check_option
from rnnplay.nn.initialisers import INITIALISERS, first_recurrent, first_weights
from rnnplay.nn.parameters import Block
from rnnplay.nn.torch_layer import TorchLayer


@dataclass(frozen=True)
class Activation:
    """The function from a to h. `slope`: its derivative, computed from h; `back`: dL/da as a formula."""

    title: str
    formula: str
    back: str
    squash: Callable  # (a, out) -> out
    slope: Callable  # (h, out) -> out


def _relu(a, out=None):
    return np.maximum(a, 0, out=out)


def _slope_of_tanh(h, out):
    np.multiply(h, h, out)
    return np.subtract(1, out, out)


ACTIVATIONS = {
    "tanh": Activation("tanh", "tanh(a)", "dh * (1 - h**2)", np.tanh, _slope_of_tanh),
    "relu": Activation("ReLU", "relu(a)", "dh * sign(h)", _relu, np.sign),  # h is never below 0
    "linear": Activation("None (linear)", "a", "dh", np.positive, lambda h, out: np.positive(1, out)),
}


@dataclass(frozen=True)
class RNNCell:
    """init: one of INITIALISERS, for W_hh; activation: one of ACTIVATIONS, the function from a to h."""

    init: str = "normal"
    activation: str = "tanh"

    name = "rnn"
    title = "Vanilla RNN"
    states = ("h",)
    quantities = ("a", "h")
    torch_layer = TorchLayer("RNN", "h", (("activation", "tanh"),))

    def __post_init__(self):
        check_option("init", self.init, INITIALISERS)
        check_option("activation", self.activation, ACTIVATIONS)

    @property
    def equations(self):
        return ("a = W_xh @ x + W_hh @ h_prev + b_h", f"h = {ACTIVATIONS[self.activation].formula}")

    @property
    def backward(self):
        return (f"da = {ACTIVATIONS[self.activation].back}", "dh_prev = W_hh.T @ da")

    def blocks(self, inputs, hidden):
        """The blocks of W_xh, W_hh and b_h. W_xh (H, V) is stored transposed: each symbol then has one
        contiguous row.
        """
        return (
            Block("inputs", (inputs, hidden), {"W_xh": lambda stored: stored.T}),
            Block("W_hh", (hidden, hidden)),
            Block("b_h", (hidden,)),
        )

    def fill(self, p, rng, scale):
        """Write random first values into p. The biases are 0."""
        p.W_xh = first_weights(rng, p.W_xh.shape, scale)
        p.W_hh = first_recurrent(rng, len(p.b_h), self.init, scale)
        p.b_h = np.zeros_like(p.b_h)

    def step(self, p, x, prev):
        """x (B, V), prev.h (B, H) -> now.a, now.h (B, H)."""
        a = x @ p.W_xh.T + prev.h @ p.W_hh.T + p.b_h
        h = ACTIVATIONS[self.activation].squash(a)
        return SimpleNamespace(a=a, h=h)

    def back(self, p, x, prev, now, d_now):
        """d_now.h (B, H) -> (gradients of p, gradients of prev, gradients of the pre-activations)."""
        grads = p.zeros()
        # h = tanh(a): its slope is 1 - h**2, and 1 or 0 without tanh
        da = d_now.h * ACTIVATIONS[self.activation].slope(now.h, np.empty_like(now.h))
        # a = W_xh @ x + W_hh @ h_prev + b_h
        grads.W_xh = da.T @ x
        grads.W_hh = da.T @ prev.h
        grads.b_h = da.sum(axis=0)
        dh_prev = da @ p.W_hh
        return grads, SimpleNamespace(h=dh_prev), SimpleNamespace(a=da)

    def fused(self, p, g, inputs, T, B):
        return FusedRNN(ACTIVATIONS[self.activation], p, g, inputs, T, B)

    def step_kernels(self, p):
        return (rnn_kernel(p, ACTIVATIONS[self.activation].squash),)
