"""The functions that all networks use.

sigmoid(a) = 1 / (1 + exp(-a))
softmax(y) = exp(y) / sum(exp(y))
cross_entropy(y, target) = -log(softmax(y)[target])      in nats
"""

import numpy as np


def sigmoid(a):
    """a (...) -> 1 / (1 + exp(-a)), elementwise. A shifted and scaled tanh computes it without overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * a)


def softmax(y):
    """Scores (..., V) -> probabilities (..., V). The shift by the maximum cancels, and keeps exp finite."""
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(y, targets):
    """Scores (..., V) and target symbols (...) -> the loss of each step (...), in nats."""
    shifted = y - y.max(axis=-1, keepdims=True)
    wanted = np.take_along_axis(shifted, targets[..., None], axis=-1)[..., 0]
    return np.log(np.exp(shifted).sum(axis=-1)) - wanted


def one_hot(symbols, size, dtype=np.float64):
    """Symbols (...) -> vectors (..., size): 1 at the index of the symbol, else 0."""
    return np.eye(size, dtype=dtype)[symbols]


def lengths(d):
    """Vectors (..., H) -> their Euclidean lengths (...), even where the squares vanish or overflow."""
    largest = np.abs(d).max(axis=-1, keepdims=True)
    shape = d / np.where(largest > 0, largest, 1)
    return largest[..., 0] * np.sqrt((shape**2).sum(axis=-1))


def sample(y, temperature, rng):
    """Draw one symbol from softmax(y / temperature), y (V,)."""
    # The index of the largest score plus Gumbel noise is such a draw (Gumbel 1954), at any temperature.
    return int(np.argmax(y / temperature + rng.gumbel(size=y.shape)))


def check_option(name, value, legal):
    """Raises ValueError unless `value` is one of `legal`."""
    if value not in legal:
        raise ValueError(f"{name} must be one of {', '.join(legal)}, not {value!r}")
