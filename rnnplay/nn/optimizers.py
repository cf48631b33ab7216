"""The optimizers: four rules that turn a gradient into an update of the parameters.

update(theta, g, lr, state, t) -> new theta, new state

theta, g (n,): parameters and gradient; lr: learning rate; state: name -> (n,), the memory of the rule;
t: number of the update, from 1. No array that is given is changed. `equations` state the rule for one weight
w. The numbers agree with torch.optim.
"""

import numpy as np


class SGD:
    """A step against the gradient (Robbins & Monro 1951)."""

    name, title = "sgd", "SGD"
    states, constants = (), {}
    equations = ("w = w_prev - lr * g",)

    def start(self, n, dtype=np.float64):
        return {}

    def update(self, theta, g, lr, state, t):
        return theta - lr * g, {}


class Adagrad:
    """A weight with large gradients so far gets smaller steps (Duchi, Hazan & Singer 2011)."""

    name, title = "adagrad", "Adagrad"
    states, constants = ("s",), {"eps": 1e-10}
    equations = ("s = s_prev + g**2", "w = w_prev - lr * g / (sqrt(s) + eps)")

    def start(self, n, dtype=np.float64):
        return {"s": np.zeros(n, dtype)}

    def update(self, theta, g, lr, state, t):
        eps = self.constants["eps"]
        s = state["s"] + g * g
        return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


class RMSprop:
    """The gradient divided by a running mean of its size (Tieleman & Hinton 2012)."""

    name, title = "rmsprop", "RMSprop"
    states, constants = ("s",), {"alpha": 0.99, "eps": 1e-8}
    equations = ("s = alpha * s_prev + (1 - alpha) * g**2", "w = w_prev - lr * g / (sqrt(s) + eps)")

    def start(self, n, dtype=np.float64):
        return {"s": np.zeros(n, dtype)}

    def update(self, theta, g, lr, state, t):
        alpha, eps = self.constants["alpha"], self.constants["eps"]
        s = alpha * state["s"] + (1 - alpha) * (g * g)
        return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


class Adam:
    """A running mean of the gradient divided by a running size; both begin at 0, which is corrected
    (Kingma & Ba 2015).
    """

    name, title = "adam", "Adam"
    states, constants = ("m", "v"), {"b1": 0.9, "b2": 0.999, "eps": 1e-8}
    equations = (
        "m = b1 * m_prev + (1 - b1) * g",
        "v = b2 * v_prev + (1 - b2) * g**2",
        "m_hat = m / (1 - b1**t)",
        "v_hat = v / (1 - b2**t)",
        "w = w_prev - lr * m_hat / (sqrt(v_hat) + eps)",
    )

    def start(self, n, dtype=np.float64):
        return {"m": np.zeros(n, dtype), "v": np.zeros(n, dtype)}

    def update(self, theta, g, lr, state, t):
        b1, b2, eps = self.constants["b1"], self.constants["b2"], self.constants["eps"]
        m, w = state["m"] * b1, g * (1 - b1)  # w: a buffer for several results, at the end the new weights
        m += w
        v = state["v"] * b2
        np.multiply(g, g, w)
        w *= 1 - b2
        v += w
        # lr * m_hat / (sqrt(v_hat) + eps), both corrections in one factor (end of section 2 of the paper)
        correction = (1 - b2**t) ** 0.5
        np.sqrt(v, w)
        w += eps * correction
        np.divide(m, w, w)
        w *= lr * correction / (1 - b1**t)
        np.subtract(theta, w, w)
        return w, {"m": m, "v": v}


OPTIMIZERS = {
    "sgd": SGD(),
    "adagrad": Adagrad(),
    "rmsprop": RMSprop(),
    "adam": Adam(),
}


@np.errstate(over="ignore")
def norm(g) -> float:
    """The Euclidean length of g (n,)."""
    squared = float(np.dot(g, g))
    if 1e-200 < squared < 1e200:
        return squared**0.5
    # The squares overflow or vanish although the numbers do not.
    largest = float(np.abs(g).max())
    if largest == 0 or not np.isfinite(largest):
        return largest
    return largest * float(np.sqrt(np.sum((g / largest) ** 2)))


def clip_norm(g, limit):
    """Shorten g to length `limit` if it is longer, keeping its direction (Pascanu et al. 2013)."""
    length = norm(g)
    # 1e-6 as in PyTorch, so that the numbers agree.
    return g * (limit / (length + 1e-6)) if length + 1e-6 > limit else g


def clip_value(g, limit):
    """Cut every element to the range from -limit to limit."""
    return np.minimum(np.maximum(g, -limit), limit)


CLIPPINGS = {
    "norm": clip_norm,
    "value": clip_value,
}


def clip(g, limit: float, by: str = "norm"):
    """g (n,) clipped to `limit`, by "norm" or by "value"; with a limit of 0, g itself."""
    return CLIPPINGS[by](g, limit) if limit else g
