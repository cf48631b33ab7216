"""The vanilla RNN (Elman 1990): the new state is a squashed mix of the input and the state before.

a = W_xh @ x + W_hh @ h_prev + b_h
h = tanh(a)
"""

from types import SimpleNamespace

import numpy as np

from rnnplay.core.functions import normal
from rnnplay.core.params import Block


class RNNCell:
    name = "rnn"
    title = "Vanilla RNN"
    states = ("h",)
    quantities = ("a", "h")
    equations = ("a = W_xh @ x + W_hh @ h_prev + b_h", "h = tanh(a)")

    def blocks(self, inputs, hidden):
        """W_xh (H, V) is stored transposed: the column of a symbol is then one contiguous row."""
        return (
            Block("inputs", (inputs, hidden), {"W_xh": lambda stored: stored.T}),
            Block("W_hh", (hidden, hidden)),
            Block("b_h", (hidden,)),
        )

    def init(self, p, rng, scale):
        """Normal weights with standard deviation `scale`, biases zero."""
        p.W_xh = normal(rng, p.W_xh.shape, scale)
        p.W_hh = normal(rng, p.W_hh.shape, scale)
        p.b_h = np.zeros_like(p.b_h)

    def step(self, p, x, prev):
        """x (B, V), prev.h (B, H) -> now.a, now.h (B, H)."""
        a = x @ p.W_xh.T + prev.h @ p.W_hh.T + p.b_h
        h = np.tanh(a)
        return SimpleNamespace(a=a, h=h)

    def back(self, p, x, prev, now, d_now):
        """d_now.h (B, H) -> (gradients of p, gradients of prev, gradients of the pre-activations)."""
        grads = p.zeros()
        # h = tanh(a)
        da = d_now.h * (1 - now.h**2)
        # a = W_xh @ x + W_hh @ h_prev + b_h
        grads.W_xh = da.T @ x
        grads.W_hh = da.T @ prev.h
        grads.b_h = da.sum(axis=0)
        dh_prev = da @ p.W_hh
        return grads, SimpleNamespace(h=dh_prev), SimpleNamespace(a=da)

    def fused(self, p, g, inputs, T, B):
        return FusedRNN(p, g, inputs, T, B)


class FusedRNN:
    """`step` and `back` for a whole sequence, in buffers made once.

    At B = 1 the cost is the number of NumPy calls, so everything that does not depend on the step
    before is done for all steps at once, and the loops have three calls a step.
    """

    def __init__(self, p, g, inputs, T, B):
        H, dtype = len(p.b_h), p.flat.dtype
        self.inputs = inputs
        self.W_xh, self.W_hh, self.b_h = p.stored("inputs"), p.W_hh, p.b_h
        self.dW_xh, self.dW_hh, self.db_h = g.stored("inputs"), g.W_hh, g.b_h
        a, self.dh, da, slope = np.zeros((4, T, B, H), dtype)
        h = np.zeros((T + 1, B, H), dtype)  # h[0] is the state before the first step
        self.start = {"h": h[0]}
        self.quantities = {"a": a, "h": h[1:]}

        self.h, self.slope, self.one = h[1:], slope, np.ones((), dtype)
        self.a_rows, self.da_rows = a.reshape(-1, H), da.reshape(-1, H)
        self.h_prev_rows = h[:-1].reshape(-1, H)
        shape = (H,) if B == 1 else (B, H)  # a vector is cheaper than a matrix of one row
        self.mixed = np.zeros(shape, dtype)
        a, h, da, dh, slope = (list(z.reshape(-1, *shape)) for z in (a, h, da, self.dh, slope))
        self.forward_steps = list(zip(a, h[:-1], h[1:], strict=True))
        self.last_step = dh[-1], slope[-1], da[-1]
        self.backward_steps = list(zip(da[1:], dh[:-1], slope[:-1], da[:-1], strict=True))[::-1]

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        W, mixed, dot, add, tanh = self.W_hh.T, self.mixed, np.dot, np.add, np.tanh
        self.inputs.project(self.W_xh, self.b_h, self.a_rows)
        for a, h_prev, h in self.forward_steps:
            dot(h_prev, W, mixed)
            add(a, mixed, a)
            tanh(a, h)

    def backward(self):
        """`dh` (T, B, H), what the read-out asks of h -> the gradients of the parameters."""
        W, mixed, dot, add, multiply = self.W_hh, self.mixed, np.dot, np.add, np.multiply
        multiply(self.h, self.h, self.slope)
        np.subtract(self.one, self.slope, self.slope)  # tanh' = 1 - h**2
        multiply(*self.last_step)
        for da_next, dh, slope, da in self.backward_steps:
            dot(da_next, W, mixed)
            add(dh, mixed, dh)
            multiply(dh, slope, da)
        dot(self.da_rows.T, self.h_prev_rows, self.dW_hh)
        self.inputs.backward(self.da_rows, self.dW_xh, self.db_h)
