"""The GRU (Cho et al. 2014): one state, and one gate that keeps it; the LSTM has two gates for that.

r = sigmoid(W_xr @ x + W_hr @ h_prev + b_r)      how much of the state the candidate sees
z = sigmoid(W_xz @ x + W_hz @ h_prev + b_z)      how much of the state is kept
n = tanh(W_xn @ x + W_hn @ (r * h_prev) + b_n)   the candidate
h = (1 - z) * n + z * h_prev

The reset gate stands before the product (Cho et al. 2014, Chung et al. 2014), or after it, as in cuDNN and
PyTorch: n = tanh(W_xn @ x + r * (W_hn @ h_prev + b_hn) + b_n).
"""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from rnnplay.nn.fast.gate_layout import gate_blocks
from rnnplay.nn.fast.gru import FusedGRUResetAfter, FusedGRUResetBefore
from rnnplay.nn.fast.step_kernels import gru_kernel
from rnnplay.nn.functions import check_option, sigmoid
from rnnplay.nn.initialisers import INITIALISERS, chrono_bias, first_recurrent, first_weights
from rnnplay.nn.parameters import Block
from rnnplay.nn.torch_layer import TorchLayer

RESETS = {"before": "Before the product", "after": "After it, as cuDNN"}


@dataclass(frozen=True)
class GRUCell:
    """init: one of INITIALISERS, for the W_h; reset: "before" or "after" the product with W_hn;
    chrono: 0, or the longest time (in steps) that the first bias of the update gate remembers.
    """

    init: str = "normal"
    reset: str = "before"
    chrono: int = 0

    name = "gru"
    title = "GRU"
    states = ("h",)
    quantities = ("a_r", "r", "a_z", "z", "m", "a_n", "n", "h")
    torch_layer = TorchLayer("GRU", "rzn", (("reset", "after"),))

    def __post_init__(self):
        check_option("init", self.init, INITIALISERS)
        check_option("reset", self.reset, RESETS)

    @property
    def before(self):
        return self.reset == "before"

    @property
    def equations(self):
        """One step as equations. m is the part of the state that the candidate reads."""
        if self.before:
            m, a_n = "m = r * h_prev", "a_n = W_xn @ x + W_hn @ m + b_n"
        else:
            m, a_n = "m = W_hn @ h_prev + b_hn", "a_n = W_xn @ x + r * m + b_n"
        return (
            "a_r = W_xr @ x + W_hr @ h_prev + b_r",
            "r = sigmoid(a_r)",
            "a_z = W_xz @ x + W_hz @ h_prev + b_z",
            "z = sigmoid(a_z)",
            m,
            a_n,
            "n = tanh(a_n)",
            "h = (1 - z) * n + z * h_prev",
        )

    @property
    def backward(self):
        if self.before:
            dm, dr, through_m = "dm = W_hn.T @ da_n", "dr = dm * h_prev", "dm * r"
        else:
            dm, dr, through_m = "dm = da_n * r", "dr = da_n * m", "W_hn.T @ dm"
        return (
            "dz = dh * (h_prev - n)",
            "dn = dh * (1 - z)",
            "da_n = dn * (1 - n**2)",
            dm,
            dr,
            "da_r = dr * r * (1 - r)",
            "da_z = dz * z * (1 - z)",
            f"dh_prev = dh * z + {through_m} + W_hr.T @ da_r + W_hz.T @ da_z",
        )

    def blocks(self, inputs, hidden):
        """The blocks of the parameters, in an order in which one multiplication serves all gates of the
        backward pass.
        """
        if self.before:
            return gate_blocks("rzn", inputs, hidden)
        return (*gate_blocks("rzn", inputs, hidden, by_input="nrz"), Block("b_hn", (hidden,)))

    def fill(self, p, rng, scale):
        """Write random first values into p. All biases are 0, except b_z with chrono."""
        H = len(p.b_z)
        for k in "rzn":
            p[f"W_x{k}"][...] = first_weights(rng, p[f"W_x{k}"].shape, scale)
            p[f"W_h{k}"][...] = first_recurrent(rng, H, self.init, scale)
            p[f"b_{k}"][...] = 0
        if not self.before:
            p.b_hn = np.zeros(H)
        if self.chrono:
            p.b_z = chrono_bias(rng, H, self.chrono)

    def step(self, p, x, prev):
        """x (B, V), prev.h (B, H) -> now: the quantities, each (B, H)."""
        a_r = x @ p.W_xr.T + prev.h @ p.W_hr.T + p.b_r
        a_z = x @ p.W_xz.T + prev.h @ p.W_hz.T + p.b_z
        r, z = sigmoid(a_r), sigmoid(a_z)
        if self.before:
            m = r * prev.h
            a_n = x @ p.W_xn.T + m @ p.W_hn.T + p.b_n
        else:
            m = prev.h @ p.W_hn.T + p.b_hn
            a_n = x @ p.W_xn.T + r * m + p.b_n
        n = np.tanh(a_n)
        h = (1 - z) * n + z * prev.h
        return SimpleNamespace(a_r=a_r, r=r, a_z=a_z, z=z, m=m, a_n=a_n, n=n, h=h)

    def back(self, p, x, prev, now, d_now):
        """d_now.h (B, H) -> (gradients of p, of prev, of the pre-activations and of m)."""
        grads, r, z, n = p.zeros(), now.r, now.z, now.n
        # h = (1 - z) * n + z * h_prev
        dz, dn, dh_prev = d_now.h * (prev.h - n), d_now.h * (1 - z), d_now.h * z
        # n = tanh(a_n)
        da_n = dn * (1 - n**2)
        if self.before:
            # a_n = W_xn @ x + W_hn @ m + b_n
            grads.W_hn = da_n.T @ now.m
            dm = da_n @ p.W_hn
            # m = r * h_prev
            dr, dh_prev = dm * prev.h, dh_prev + dm * r
        else:
            # a_n = W_xn @ x + r * m + b_n
            dr, dm = da_n * now.m, da_n * r
            # m = W_hn @ h_prev + b_hn
            grads.W_hn = dm.T @ prev.h
            grads.b_hn = dm.sum(axis=0)
            dh_prev = dh_prev + dm @ p.W_hn
        # r, z = sigmoid(a)
        da_r, da_z = dr * r * (1 - r), dz * z * (1 - z)
        # a = W_x @ x + W_h @ h_prev + b
        for k, da in (("r", da_r), ("z", da_z), ("n", da_n)):
            grads[f"W_x{k}"][...] = da.T @ x
            grads[f"b_{k}"][...] = da.sum(axis=0)
        for k, da in (("r", da_r), ("z", da_z)):
            grads[f"W_h{k}"][...] = da.T @ prev.h
            dh_prev = dh_prev + da @ p[f"W_h{k}"]
        return grads, SimpleNamespace(h=dh_prev), SimpleNamespace(a_r=da_r, a_z=da_z, m=dm, a_n=da_n)

    def fused(self, p, g, inputs, T, B):
        return (FusedGRUResetBefore if self.before else FusedGRUResetAfter)(p, g, inputs, T, B)

    def step_kernels(self, p):
        return (gru_kernel(p),) if self.before else ()
