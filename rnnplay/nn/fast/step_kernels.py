"""Single steps of one sequence in the fewest NumPy calls, for sampling. Only the states are kept.

given = x @ W + b       the part of a step that comes from x; for a symbol it is a row of a table
step(*parts(given))     changes the states to those after the step

The formulas are those of nn/cells; a test keeps them equal. As in the fast paths, the gates' weights are
halved: sigmoid(a) = ½ + ½ tanh(a/2).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnplay.nn.fast.gate_layout import halves, transpose


@dataclass(frozen=True)
class StepKernel:
    """The step of one layer. step(*parts(given)): changes `states` in place.

    parts: given (G*H,) -> the views that step takes, which can be made once. refresh(): copies the
    parameters, after they have changed.
    """

    W: np.ndarray  # (inputs, G*H)
    b: np.ndarray  # (G*H,)
    states: dict  # name -> (H,)
    refresh: Callable[[], None]
    step: Callable[..., None]
    parts: Callable = lambda given: (given,)

    @property
    def output(self):
        """The state that the layer above reads, (H,)."""
        return next(iter(self.states.values()))


def rnn_kernel(p, squash):
    """The kernel of the vanilla RNN. squash: (a, out) -> out, the activation."""
    H, dtype = len(p.b_h), p.flat.dtype
    W_T, h, a = _lines((H, H), dtype), _lines(H, dtype), _lines(H, dtype)
    dot, add = np.ndarray.dot, np.add

    def refresh():
        transpose(p.W_hh, W_T)

    def step(given):
        dot(h, W_T, a)
        add(given, a, a)
        squash(a, h)

    return StepKernel(p.stored("inputs"), p.b_h, {"h": h}, refresh, step)


def lstm_kernel(p):
    """The kernel of the LSTM. In memory the order of state and gates is c g f i o."""
    W, b, (W_T,), refresh = _halved(p, "gfio", "fio", 4)
    H, half = len(W_T), np.asarray(0.5, b.dtype)
    now, kept, h, tanh_c = (_lines(size, b.dtype) for size in (5 * H, 2 * H, H, H))
    c, f_i, o = now[:H], now[2 * H : 4 * H], now[4 * H :]
    gates, f_i_o, c_g = now[H:], now[2 * H :], now[: 2 * H]
    of_c, of_g = kept[:H], kept[H:]
    dot, add, multiply, tanh = np.ndarray.dot, np.add, np.multiply, np.tanh

    def step(given):
        dot(h, W_T, gates)
        add(given, gates, gates)
        tanh(gates, gates)
        multiply(f_i_o, half, f_i_o)
        add(f_i_o, half, f_i_o)
        multiply(c_g, f_i, kept)
        add(of_c, of_g, c)
        tanh(c, tanh_c)
        multiply(o, tanh_c, h)

    return StepKernel(W, b, {"h": h, "c": c}, refresh, step)


def gru_kernel(p):
    """The kernel of the GRU with the reset gate before the product."""
    W, b, (W_rz, W_n), refresh = _halved(p, "rzn", "rz", 2, 1)
    H, half = len(W_n), np.asarray(0.5, b.dtype)
    r_z, m, n, h = (_lines(size, b.dtype) for size in (2 * H, H, H, H))
    r, z = r_z[:H], r_z[H:]
    dot, add, subtract, multiply, tanh = np.ndarray.dot, np.add, np.subtract, np.multiply, np.tanh

    def step(given_r_z, given_n):
        dot(h, W_rz, r_z)
        add(given_r_z, r_z, r_z)
        tanh(r_z, r_z)
        multiply(r_z, half, r_z)
        add(r_z, half, r_z)
        multiply(r, h, m)
        dot(m, W_n, n)
        add(given_n, n, n)
        tanh(n, n)
        # h = n + z * (h_prev - n)
        subtract(h, n, h)
        multiply(z, h, h)
        add(n, h, h)

    return StepKernel(W, b, {"h": h}, refresh, step, lambda given: (given[: 2 * H], given[2 * H :]))


def _halved(p, order, gates, *counts):
    """-> W (inputs, G*H), b (G*H,), a matrix W_T (H, count*H) for each count, and a function that fills them.

    The function copies the parameters and halves those of `gates`. order: all names in the order of memory.
    """
    W_x, W_h, b_x = p.stored("inputs"), p.stored("states"), p.stored("biases")
    H, dtype, W, b = W_h.shape[1], p.flat.dtype, np.zeros_like(W_x), np.zeros_like(b_x)
    scale = np.repeat(halves(order, gates), H).astype(dtype)
    matrices = [_lines((H, count * H), dtype) for count in counts]
    ends = np.cumsum(counts) * H

    def refresh():
        np.multiply(W_x, scale, W)
        np.multiply(b_x, scale, b)
        for end, W_T in zip(ends, matrices, strict=True):
            rows = slice(end - W_T.shape[1], end)
            transpose(W_h[rows], W_T)
            np.multiply(W_T, scale[rows], W_T)

    return W, b, matrices, refresh


def _lines(shape, dtype):
    """Zeros whose first number is at the beginning of a cache line of the processor.

    No vector register of numbers then crosses two lines, which makes a product up to a quarter faster.
    """
    size, line = int(np.prod(shape)) * np.dtype(dtype).itemsize, 64
    memory = np.zeros(size + line, np.uint8)
    first = -memory.ctypes.data % line
    return memory[first : first + size].view(dtype).reshape(shape)
