"""The LSTM (Hochreiter & Schmidhuber 1997) with the forget gate of Gers, Schmidhuber & Cummins (2000).

i = sigmoid(W_xi @ x + W_hi @ h_prev + b_i)      how much of the candidate is let in
f = sigmoid(W_xf @ x + W_hf @ h_prev + b_f)      how much of the cell is kept
g = tanh(W_xg @ x + W_hg @ h_prev + b_g)         the candidate
o = sigmoid(W_xo @ x + W_ho @ h_prev + b_o)      how much of the cell is shown
c = f * c_prev + i * g
h = o * tanh(c)
"""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from rnnplay.core.functions import (
    INITIALISERS,
    check_option,
    chrono_bias,
    first_recurrent,
    first_weights,
    sigmoid,
)
from rnnplay.core.gates import Product, Projection, chunks, gate_blocks, planes, returning_planes, steps


@dataclass(frozen=True)
class LSTMCell:
    """init: how the W_h start; forget_bias: where b_f starts (Jozefowicz et al. 2015);
    chrono: 0, or the range of times that the gates start out to remember, instead of `forget_bias`.
    """

    init: str = "normal"
    forget_bias: float = 1.0
    chrono: int = 0

    name = "lstm"
    title = "LSTM"
    states = ("h", "c")
    quantities = ("a_i", "i", "a_f", "f", "a_g", "g", "a_o", "o", "c", "tanh_c", "h")
    equations = (
        "a_i = W_xi @ x + W_hi @ h_prev + b_i",
        "i = sigmoid(a_i)",
        "a_f = W_xf @ x + W_hf @ h_prev + b_f",
        "f = sigmoid(a_f)",
        "a_g = W_xg @ x + W_hg @ h_prev + b_g",
        "g = tanh(a_g)",
        "a_o = W_xo @ x + W_ho @ h_prev + b_o",
        "o = sigmoid(a_o)",
        "c = f * c_prev + i * g",
        "tanh_c = tanh(c)",
        "h = o * tanh_c",
    )
    backward = (
        "do = dh * tanh_c",
        "dc = dc_next + dh * o * (1 - tanh_c**2)",
        "di = dc * g",
        "df = dc * c_prev",
        "dg = dc * i",
        "da_i = di * i * (1 - i)",
        "da_f = df * f * (1 - f)",
        "da_g = dg * (1 - g**2)",
        "da_o = do * o * (1 - o)",
        "dc_prev = dc * f",
        "dh_prev = W_hi.T @ da_i + W_hf.T @ da_f + W_hg.T @ da_g + W_ho.T @ da_o",
    )

    def __post_init__(self):
        check_option("init", self.init, INITIALISERS)

    def blocks(self, inputs, hidden):
        """In memory the gates lie as g f i o: behind c_prev, [c_prev g] and [f i] are then two pairs."""
        return gate_blocks("ifgo", inputs, hidden, by_input="gfio", by_state="gfio")

    def fill(self, p, rng, scale):
        """Biases zero, but for those that hold the cell: b_f at `forget_bias`, or chrono's b_f and b_i."""
        H = len(p.b_f)
        for k in "ifgo":
            p[f"W_x{k}"][...] = first_weights(rng, p[f"W_x{k}"].shape, scale)
            p[f"W_h{k}"][...] = first_recurrent(rng, H, self.init, scale)
            p[f"b_{k}"][...] = 0
        p.b_f = np.full(H, self.forget_bias)
        if self.chrono:
            p.b_f = chrono_bias(rng, H, self.chrono)
            p.b_i = -p.b_f

    def step(self, p, x, prev):
        """x (B, V), prev.h, prev.c (B, H) -> now: the quantities, each (B, H)."""
        a_i = x @ p.W_xi.T + prev.h @ p.W_hi.T + p.b_i
        a_f = x @ p.W_xf.T + prev.h @ p.W_hf.T + p.b_f
        a_g = x @ p.W_xg.T + prev.h @ p.W_hg.T + p.b_g
        a_o = x @ p.W_xo.T + prev.h @ p.W_ho.T + p.b_o
        i, f, g, o = sigmoid(a_i), sigmoid(a_f), np.tanh(a_g), sigmoid(a_o)
        c = f * prev.c + i * g
        tanh_c = np.tanh(c)
        h = o * tanh_c
        return SimpleNamespace(
            a_i=a_i, i=i, a_f=a_f, f=f, a_g=a_g, g=g, a_o=a_o, o=o, c=c, tanh_c=tanh_c, h=h
        )

    def back(self, p, x, prev, now, d_now):
        """d_now.h, d_now.c (B, H) -> (gradients of p, of prev, of the pre-activations)."""
        i, f, g, o = now.i, now.f, now.g, now.o
        # h = o * tanh(c)
        do = d_now.h * now.tanh_c
        dc = d_now.c + d_now.h * o * (1 - now.tanh_c**2)
        # c = f * c_prev + i * g
        df, dc_prev, di, dg = dc * prev.c, dc * f, dc * g, dc * i
        # i, f, o = sigmoid(a);  g = tanh(a)
        d = SimpleNamespace(
            a_i=di * i * (1 - i), a_f=df * f * (1 - f), a_g=dg * (1 - g**2), a_o=do * o * (1 - o)
        )
        # a = W_x @ x + W_h @ h_prev + b
        grads, dh_prev = p.zeros(), 0
        for k, da in (("i", d.a_i), ("f", d.a_f), ("g", d.a_g), ("o", d.a_o)):
            grads[f"W_x{k}"][...] = da.T @ x
            grads[f"W_h{k}"][...] = da.T @ prev.h
            grads[f"b_{k}"][...] = da.sum(axis=0)
            dh_prev = dh_prev + da @ p[f"W_h{k}"]
        return grads, SimpleNamespace(h=dh_prev, c=dc_prev), d

    def fused(self, p, g, inputs, T, B):
        return FusedLSTM(p, g, inputs, T, B)


class FusedLSTM:
    """`step` and `back` for a whole sequence, in buffers made once; eleven and six calls a step.

    Planes of a step: the pre-activations g f i o, and what came of them, c_prev g f i o.
    """

    def __init__(self, p, g, inputs, T, B):
        H, dtype = p.stored("states").shape[1], p.flat.dtype
        self.a, now = planes(4, T, B, H, dtype), planes(5, T + 1, B, H, dtype)
        self.h, self.tanh_c, self.dh = np.zeros((T + 1, B, H), dtype), *np.zeros((2, T, B, H), dtype)
        self.now = now[:, :-1]  # plane c_prev of step t + 1 is c of step t: one step more than there are
        self.start = {"h": self.h[0], "c": now[0, 0]}
        self.quantities = {f"a_{k}": plane for k, plane in zip("gfio", self.a, strict=True)}
        self.quantities |= dict(zip("gfio", self.now[1:], strict=True))
        self.quantities |= {"c": now[0, 1:], "tanh_c": self.tanh_c, "h": self.h[1:]}
        # What each pre-activation is of dc (g f i) or of dh (o), and what c is of dh; and what comes back.
        cuts = chunks(T, B * H)
        slope = returning_planes(5, cuts[0].stop - cuts[0].start, B, H, dtype)
        self.da = returning_planes(5, T, B, H, dtype)
        self.projection = Projection(p, g, inputs, self.a, self.da[:4])
        self.product = Product(p.stored("states"), g.stored("states"), self.h[:-1], self.da[:4])

        self.half, self.one = np.asarray(0.5, dtype), np.ones((), dtype)
        self.mixed = np.zeros((4, H) if B == 1 else (4, B, H), dtype)
        self.kept, self.dc = np.zeros((2, *self.mixed.shape[1:]), dtype), np.zeros_like(self.mixed[0])
        now, a, h, tanh_c = (steps(z) for z in (now, self.a, self.h, self.tanh_c))

        def forward_row(t):
            gates = a[t], a[t][0], now[t][1], a[t][1:], now[t][2:]
            return h[t], *gates, now[t][:2], now[t][2:4], now[t + 1][0], tanh_c[t], now[t][4], h[t + 1]

        self.forward_steps = [forward_row(t) for t in range(T)]
        flat = (lambda z: z.reshape(-1)) if B == 1 else (lambda z: z)
        self.flat_mixed = flat(self.mixed)
        da, slopes, dh = (steps(z) for z in (self.da, slope, self.dh))
        after = [flat(z[:4]) for z in da[1:]] + [None]

        def backward_row(t, slope):
            return after[t], dh[t], slope[3:], da[t][3:], da[t][4], slope[:3], da[t][:3], now[t][2]

        self.backward_steps = [
            (
                (slope[:, : at.stop - at.start], self.now[:, at], self.tanh_c[at]),
                [backward_row(t, slopes[t - at.start]) for t in reversed(range(at.start, at.stop))],
            )
            for at in cuts
        ]

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        self.product.refresh()
        product, W, flat, mixed = self.product.forward, self.product.W_T, self.flat_mixed, self.mixed
        kept, (of_c, of_g), half = self.kept, self.kept, self.half
        add, multiply, tanh = np.add, np.multiply, np.tanh
        for given, row in zip(self.projection.forward(), self.forward_steps, strict=True):
            h_prev, a, a_g, g, a_fio, f_i_o, c_prev_g, f_i, c, tanh_c, o, h = row
            product(h_prev, W, flat)
            add(given, mixed, a)
            tanh(a_g, g)
            # sigmoid(a) = 1/2 + 1/2 tanh(a/2)
            multiply(a_fio, half, f_i_o)
            tanh(f_i_o, f_i_o)
            multiply(f_i_o, half, f_i_o)
            add(f_i_o, half, f_i_o)
            multiply(c_prev_g, f_i, kept)
            add(of_c, of_g, c)
            tanh(c, tanh_c)
            multiply(o, tanh_c, h)

    def backward(self):
        """`dh` (T, B, H), what the read-out asks of h -> the gradients of the parameters."""
        back, W, dc, mixed = self.product.backward, self.product.W, self.dc, self.mixed[0]
        add, multiply = np.add, np.multiply
        dc.fill(0)
        for values, rows in self.backward_steps:
            self._slopes(*values)
            for da_next, dh, of_dh, o_and_c, c, of_dc, g_f_i, f in rows:
                if da_next is not None:
                    back(da_next, W, mixed)
                    add(dh, mixed, dh)
                multiply(of_dh, dh, o_and_c)
                add(dc, c, dc)
                multiply(of_dc, dc, g_f_i)
                multiply(dc, f, dc)
        self.product.gradient()
        self.projection.backward()

    def _slopes(self, slope, now, tanh_c):
        """Everything in the backward pass that does not wait for the step after."""
        multiply, subtract, one = np.multiply, np.subtract, self.one
        of_g, of_o, of_c, (_, g, _, i, o) = slope[0], slope[3], slope[4], now
        # f, i, o: sigmoid' = s - s**2, times c_prev, g and tanh(c)
        sigmoids, f_i_o = slope[1:4], now[2:]
        multiply(f_i_o, f_i_o, sigmoids)
        subtract(f_i_o, sigmoids, sigmoids)
        multiply(sigmoids[:2], now[:2], sigmoids[:2])
        multiply(of_o, tanh_c, of_o)
        # g: tanh' = 1 - g**2, times i
        multiply(g, g, of_g)
        subtract(one, of_g, of_g)
        multiply(of_g, i, of_g)
        # c: tanh' = 1 - tanh(c)**2, times o
        multiply(tanh_c, tanh_c, of_c)
        subtract(one, of_c, of_c)
        multiply(of_c, o, of_c)
