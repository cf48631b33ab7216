"""The vanilla RNN (Elman 1990): the new state is a squashed mix of the input and the state before.

a = W_xh @ x + W_hh @ h_prev + b_h
h = tanh(a)
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from rnnplay.nn.fast.gates import chunks, transpose
from rnnplay.nn.fast.step_kernels import rnn_voice
from rnnplay.nn.functions import INITIALISERS, check_option, first_recurrent, first_weights
from rnnplay.nn.parameters import Block


@dataclass(frozen=True)
class Activation:
    """What squashes a into h. `slope` is its derivative, told from h; `back` the same in a formula."""

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
    """init: how W_hh starts; activation: what squashes the state."""

    init: str = "normal"
    activation: str = "tanh"

    name = "rnn"
    title = "Vanilla RNN"
    states = ("h",)
    quantities = ("a", "h")

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
        """W_xh (H, V) is stored transposed: the column of a symbol is then one contiguous row."""
        return (
            Block("inputs", (inputs, hidden), {"W_xh": lambda stored: stored.T}),
            Block("W_hh", (hidden, hidden)),
            Block("b_h", (hidden,)),
        )

    def fill(self, p, rng, scale):
        """Biases zero."""
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

    def voices(self, p):
        return (rnn_voice(p, ACTIVATIONS[self.activation].squash),)


class FusedRNN:
    """`step` and `back` for a whole sequence, in buffers made once.

    At B = 1 the cost is the number of NumPy calls, so everything that does not depend on the step
    before is done for all steps at once, and the loops have three calls a step.
    """

    def __init__(self, activation, p, g, inputs, T, B):
        H, dtype = len(p.b_h), p.flat.dtype
        self.inputs, self.squash, self.slope_of = inputs, activation.squash, activation.slope
        self.W_xh, self.W_hh, self.b_h = p.stored("inputs"), p.W_hh, p.b_h
        self.dW_xh, self.dW_hh, self.db_h = g.stored("inputs"), g.W_hh, g.b_h
        h = np.zeros((T + 1, B, H), dtype)  # h[0] is the state before the first step
        self.dh, self.batch = np.zeros((T, B, H), dtype), B > 1
        # With a batch it is memory that takes time: there the states take the place of the pre-activations.
        a = h[1:] if self.batch else np.zeros((T, B, H), dtype)
        self.passing = ()
        self.start, self.quantities = {"h": h[0]}, {"h": h[1:]} | ({} if self.batch else {"a": a})

        self.a_rows, self.da_rows = a.reshape(-1, H), self.dh.reshape(-1, H)
        self.h_prev_rows = h[:-1].reshape(-1, H)
        shape = (B, H) if self.batch else (H,)  # a vector is cheaper than a matrix of one row
        self.mixed, self.given = np.zeros(shape, dtype), np.zeros((1, B, H), dtype)
        # Over a long gap the gradient fades to numbers that a processor takes ten times as long to multiply.
        # In single precision this much added and taken away again rounds them to zero, and changes no other.
        self.floor = np.asarray(1e-20, dtype) if dtype == np.float32 and B > 1 else None
        # In a batch, products with a transposed matrix are slower than one copy of it.
        self.W_T = np.zeros((H, H), dtype) if self.batch else self.W_hh.T
        cuts = chunks(T, B * H)
        slope = np.zeros((cuts[0].stop - cuts[0].start, *shape), dtype)
        a, h, dh = a.reshape(-1, *shape), h.reshape(-1, *shape), self.dh.reshape(-1, *shape)
        a_steps = list(a)
        given = [self.given[0]] * T if self.batch else a_steps
        self.forward_steps = list(zip(given, h[:-1], a_steps, h[1:], strict=True))
        after = [*dh[1:], None]
        self.backward_steps = [
            (
                (h[1:][at], slope[: at.stop - at.start]),
                [(after[t], dh[t], slope[t - at.start]) for t in reversed(range(at.start, at.stop))],
            )
            for at in cuts
        ]

    def refresh(self):
        """Take note that the parameters have changed."""
        if self.batch:
            transpose(self.W_hh, self.W_T)

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        W, mixed, dot, add, squash = self.W_T, self.mixed, np.ndarray.dot, np.add, self.squash
        for _, (given, h_prev, a, h) in zip(self._project(), self.forward_steps, strict=True):
            dot(h_prev, W, mixed)
            add(given, mixed, a)
            squash(a, h)

    def _project(self):
        """W_xh @ x + b_h: of one sequence at once, of a batch step by step, in the processor's cache."""
        if self.batch:
            return self.inputs.project_steps(self.W_xh, self.b_h, 1, self.given)
        self.inputs.project(self.W_xh, self.b_h, self.a_rows, self.a_rows)
        return self.forward_steps

    def backward(self):
        """`dh` (T, B, H), what the read-out asks of h -> the gradients of the parameters. It becomes da."""
        W, mixed, floor, dot = self.W_hh, self.mixed, self.floor, np.ndarray.dot
        add, multiply = np.add, np.multiply
        for values, rows in self.backward_steps:
            self.slope_of(*values)
            for da_next, dh, slope in rows:
                if da_next is not None:
                    dot(da_next, W, mixed)
                    if floor is not None:
                        add(mixed, floor, mixed)
                        np.subtract(mixed, floor, mixed)
                    add(dh, mixed, dh)
                multiply(dh, slope, dh)
        self.da_rows.T.dot(self.h_prev_rows, self.dW_hh)
        self.inputs.backward(self.da_rows, self.dW_xh, self.db_h)
