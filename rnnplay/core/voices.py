"""One step after the other of one sequence, in as few calls as can be, with nothing kept but the states.

given = x @ W + b       what a step is told of x: for a symbol a row of a table, made once
step(given)             moves the states on

The formulas are those of core/cells; a test keeps them equal. As in the fast paths the gates' weights are
halved: sigmoid(a) = ½ + ½ tanh(a/2).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnplay.core.gates import halves


@dataclass(frozen=True)
class Voice:
    """One layer. refresh(): take note that the parameters have changed; step changes `states` in place."""

    W: np.ndarray  # (inputs, G*H)
    b: np.ndarray  # (G*H,)
    states: dict  # name -> (H,)
    refresh: Callable[[], None]
    step: Callable[[np.ndarray], None]

    @property
    def shown(self):
        """The state that is read from above, (H,)."""
        return next(iter(self.states.values()))


def rnn_voice(p, squash):
    """squash: (a, out) -> out."""
    W_T, (h, a) = np.zeros_like(p.W_hh), np.zeros((2, len(p.b_h)), p.flat.dtype)
    dot, add = np.dot, np.add

    def refresh():
        np.copyto(W_T, p.W_hh.T)  # a product with a transposed matrix can be slower than one copy of it

    def step(given):
        dot(h, W_T, a)
        add(given, a, a)
        squash(a, h)

    return Voice(p.stored("inputs"), p.b_h, {"h": h}, refresh, step)


def lstm_voice(p):
    """In memory the cell and what came of the gates lie as c g f i o."""
    W, b, W_T, refresh = _halved(p, "gfio", "fio")
    H, half = len(W_T), np.asarray(0.5, b.dtype)
    now, kept, h, tanh_c = (np.zeros(size, b.dtype) for size in (5 * H, 2 * H, H, H))
    c, f_i, o = now[:H], now[2 * H : 4 * H], now[4 * H :]
    gates, f_i_o, c_g = now[H:], now[2 * H :], now[: 2 * H]
    of_c, of_g = kept[:H], kept[H:]
    dot, add, multiply, tanh = np.dot, np.add, np.multiply, np.tanh

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

    return Voice(W, b, {"h": h, "c": c}, refresh, step)


def gru_voice(p):
    """With the reset gate before the product."""
    W, b, W_T, refresh = _halved(p, "rzn", "rz")
    H, half = len(W_T), np.asarray(0.5, b.dtype)
    W_rz, W_n = np.zeros((H, 2 * H), b.dtype), np.zeros((H, H), b.dtype)
    r_z, m, n, h = (np.zeros(size, b.dtype) for size in (2 * H, H, H, H))
    r, z, both = r_z[:H], r_z[H:], 2 * H
    dot, add, subtract, multiply, tanh = np.dot, np.add, np.subtract, np.multiply, np.tanh

    def refresh_both():
        refresh()
        np.copyto(W_rz, W_T[:, :both])
        np.copyto(W_n, W_T[:, both:])

    def step(given):
        dot(h, W_rz, r_z)
        add(given[:both], r_z, r_z)
        tanh(r_z, r_z)
        multiply(r_z, half, r_z)
        add(r_z, half, r_z)
        multiply(r, h, m)
        dot(m, W_n, n)
        add(given[both:], n, n)
        tanh(n, n)
        # h = n + z * (h_prev - n)
        subtract(h, n, h)
        multiply(z, h, h)
        add(n, h, h)

    return Voice(W, b, {"h": h}, refresh_both, step)


def _halved(p, order, gates):
    """W (inputs, G*H), b (G*H,), W_T (H, G*H), and what fills them with the parameters, those of the gates
    halved. order: of all, as they lie in memory.
    """
    theirs = p.stored("inputs"), p.stored("biases"), p.stored("states").T
    ours = [np.zeros(values.shape, values.dtype) for values in theirs]
    scale = np.repeat(halves(order, gates), theirs[2].shape[0]).astype(p.flat.dtype)

    def refresh():
        for values, scaled in zip(theirs, ours, strict=True):
            np.multiply(values, scale, scaled)

    return *ours, refresh
