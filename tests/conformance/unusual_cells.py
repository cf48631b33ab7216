"""Cells of unusual make, for tests alone: each is complete with its equations, `step` and `back`."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from rnnplay.nn.functions import sigmoid
from rnnplay.nn.initialisers import first_weights
from rnnplay.nn.parameters import Block


def _blocks(matrices, biases, inputs, hidden):
    """matrices: name -> whether it reads x."""
    shapes = {name: (hidden, inputs if reads_x else hidden) for name, reads_x in matrices.items()}
    return tuple(Block(name, shape) for name, shape in (shapes | dict.fromkeys(biases, (hidden,))).items())


def _fill(p, rng, scale):
    for name in p.names:
        if name not in ("W_hy", "b_y"):
            p[name][...] = first_weights(rng, p[name].shape, scale) if p[name].ndim == 2 else 0


@dataclass(frozen=True)
class OneGateCell:
    """One gate that replaces: h = (1 - f) * h_prev + f * n."""

    name = "onegate"
    title = "One gate"
    states = ("h",)
    quantities = ("a_f", "f", "a_n", "n", "h")
    equations = (
        "a_f = W_xf @ x + W_hf @ h_prev + b_f",
        "f = sigmoid(a_f)",
        "a_n = W_xn @ x + W_hn @ h_prev + b_n",
        "n = tanh(a_n)",
        "h = (1 - f) * h_prev + f * n",
    )
    backward = (
        "da_n = dh * f * (1 - n**2)",
        "da_f = dh * (n - h_prev) * f * (1 - f)",
        "dh_prev = dh * (1 - f) + W_hf.T @ da_f + W_hn.T @ da_n",
    )

    def blocks(self, inputs, hidden):
        matrices = {"W_xf": True, "W_hf": False, "W_xn": True, "W_hn": False}
        return _blocks(matrices, ("b_f", "b_n"), inputs, hidden)

    def fill(self, p, rng, scale):
        _fill(p, rng, scale)

    def step(self, p, x, prev):
        a_f = x @ p.W_xf.T + prev.h @ p.W_hf.T + p.b_f
        a_n = x @ p.W_xn.T + prev.h @ p.W_hn.T + p.b_n
        f, n = sigmoid(a_f), np.tanh(a_n)
        return SimpleNamespace(a_f=a_f, f=f, a_n=a_n, n=n, h=(1 - f) * prev.h + f * n)

    def back(self, p, x, prev, now, d_now):
        grads, f, n = p.zeros(), now.f, now.n
        # h = (1 - f) * h_prev + f * n
        da_n = d_now.h * f * (1 - n**2)
        da_f = d_now.h * (n - prev.h) * f * (1 - f)
        # a = W_x @ x + W_h @ h_prev + b
        for k, da in (("f", da_f), ("n", da_n)):
            grads[f"W_x{k}"][...], grads[f"W_h{k}"][...] = da.T @ x, da.T @ prev.h
            grads[f"b_{k}"][...] = da.sum(axis=0)
        dh_prev = d_now.h * (1 - f) + da_f @ p.W_hf + da_n @ p.W_hn
        return grads, SimpleNamespace(h=dh_prev), SimpleNamespace(a_f=da_f, a_n=da_n)


@dataclass(frozen=True)
class TwoStatesCell:
    """States s, which is read out, and m, the memory. No initialiser can be chosen."""

    name = "twostates"
    title = "Two states"
    states = ("s", "m")
    quantities = ("a_k", "k", "a_u", "u", "m", "s")
    equations = (
        "a_k = V_k @ x + U_k @ s_prev + b_k",
        "k = sigmoid(a_k)",
        "a_u = V_u @ x + U_u @ s_prev + b_u",
        "u = tanh(a_u)",
        "m = u + k * (m_prev - u)",
        "s = tanh(m)",
    )
    backward = (
        "dm = dm_next + ds * (1 - s**2)",
        "da_u = dm * (1 - k) * (1 - u**2)",
        "da_k = dm * (m_prev - u) * k * (1 - k)",
        "dm_prev = dm * k",
        "ds_prev = U_k.T @ da_k + U_u.T @ da_u",
    )

    def blocks(self, inputs, hidden):
        matrices = {"V_k": True, "U_k": False, "V_u": True, "U_u": False}
        return _blocks(matrices, ("b_k", "b_u"), inputs, hidden)

    def fill(self, p, rng, scale):
        _fill(p, rng, scale)

    def step(self, p, x, prev):
        a_k = x @ p.V_k.T + prev.s @ p.U_k.T + p.b_k
        a_u = x @ p.V_u.T + prev.s @ p.U_u.T + p.b_u
        k, u = sigmoid(a_k), np.tanh(a_u)
        m = u + k * (prev.m - u)
        return SimpleNamespace(a_k=a_k, k=k, a_u=a_u, u=u, m=m, s=np.tanh(m))

    def back(self, p, x, prev, now, d_now):
        grads, k, u = p.zeros(), now.k, now.u
        # s = tanh(m)
        dm = d_now.m + d_now.s * (1 - now.s**2)
        # m = u + k * (m_prev - u)
        da_u = dm * (1 - k) * (1 - u**2)
        da_k = dm * (prev.m - u) * k * (1 - k)
        # a = V @ x + U @ s_prev + b
        for name, da in (("k", da_k), ("u", da_u)):
            grads[f"V_{name}"][...], grads[f"U_{name}"][...] = da.T @ x, da.T @ prev.s
            grads[f"b_{name}"][...] = da.sum(axis=0)
        d_prev = SimpleNamespace(s=da_k @ p.U_k + da_u @ p.U_u, m=dm * k)
        return grads, d_prev, SimpleNamespace(a_k=da_k, a_u=da_u)


LEAK = {"label": "Leak", "help": "Share of the state.", "kind": "number", "low": 0, "high": 1}


@dataclass(frozen=True)
class LeakyCell:
    """No gate, and an option of its own: the share `leak` of the state is replaced at every step."""

    leak: float = field(default=0.25, metadata=LEAK)

    name = "leaky"
    title = "Leaky RNN"
    states = ("h",)
    quantities = ("a", "n", "h")

    @property
    def equations(self):
        return (
            "a = W_xh @ x + W_hh @ h_prev + b_h",
            "n = tanh(a)",
            f"h = {1 - self.leak} * h_prev + {self.leak} * n",
        )

    @property
    def backward(self):
        return (f"da = dh * {self.leak} * (1 - n**2)", f"dh_prev = dh * {1 - self.leak} + W_hh.T @ da")

    def blocks(self, inputs, hidden):
        return _blocks({"W_xh": True, "W_hh": False}, ("b_h",), inputs, hidden)

    def fill(self, p, rng, scale):
        _fill(p, rng, scale)

    def step(self, p, x, prev):
        a = x @ p.W_xh.T + prev.h @ p.W_hh.T + p.b_h
        n = np.tanh(a)
        return SimpleNamespace(a=a, n=n, h=(1 - self.leak) * prev.h + self.leak * n)

    def back(self, p, x, prev, now, d_now):
        grads = p.zeros()
        # h = (1 - leak) * h_prev + leak * n;  n = tanh(a)
        da = d_now.h * self.leak * (1 - now.n**2)
        # a = W_xh @ x + W_hh @ h_prev + b_h
        grads.W_xh, grads.W_hh, grads.b_h = da.T @ x, da.T @ prev.h, da.sum(axis=0)
        return grads, SimpleNamespace(h=d_now.h * (1 - self.leak) + da @ p.W_hh), SimpleNamespace(a=da)


UNUSUAL = {cell.name: cell for cell in (OneGateCell(), TwoStatesCell(), LeakyCell())}
