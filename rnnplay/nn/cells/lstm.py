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

from rnnplay.nn.fast.gate_layout import gate_blocks
from rnnplay.nn.fast.lstm import FusedLSTM
from rnnplay.nn.fast.step_kernels import lstm_kernel
from rnnplay.nn.functions import check_option, sigmoid
from rnnplay.nn.initialisers import INITIALISERS, chrono_bias, first_recurrent, first_weights
from rnnplay.nn.torch_layer import TorchLayer


@dataclass(frozen=True)
class LSTMCell:
    """init: one of INITIALISERS, for the W_h; forget_bias: the first value of b_f (Jozefowicz et al. 2015);
    chrono: 0, or the longest time (in steps) that the first biases remember; it replaces `forget_bias`.
    """

    init: str = "normal"
    forget_bias: float = 1.0
    chrono: int = 0

    name = "lstm"
    title = "LSTM"
    states = ("h", "c")
    quantities = ("a_i", "i", "a_f", "f", "a_g", "g", "a_o", "o", "c", "tanh_c", "h")
    torch_layer = TorchLayer("LSTM", "ifgo")
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
        """The blocks of the parameters. In memory the order of the gates is g f i o.

        The fast path puts c_prev before g: then one multiplication of [c_prev g] by [f i] gives both
        products.
        """
        return gate_blocks("ifgo", inputs, hidden, by_input="gfio", by_state="gfio")

    def fill(self, p, rng, scale):
        """Write random first values into p. All biases are 0, except b_f (`forget_bias`), or b_f and b_i with
        chrono.
        """
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

    def step_kernels(self, p):
        return (lstm_kernel(p),)
