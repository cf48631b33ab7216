"""The losses of a read-out: the loss of each step, and its share in the mean loss.

cross-entropy    loss_t = -log p_t[target_t]            dL/dy_t = (p_t - 1[target_t]) * share_t
squared          loss_t = sum of (y_t - target_t)**2    dL/dy_t = 2 (y_t - target_t) * share_t
L = sum of share_t * loss_t,   share_t = weight_t / sum of all weights
"""

import numpy as np

from rnnplay.nn.functions import cross_entropy, one_hot, softmax


class CrossEntropy:
    """Targets are symbols (T, B); a loss is in nats."""

    def p(self, y):
        return softmax(y)

    def losses(self, y, targets):
        return cross_entropy(y, targets)

    def dy(self, p, targets):
        """The gradient of each step's loss at its scores, without its share: (T, B, V)."""
        return p - one_hot(targets, p.shape[-1], p.dtype)


class Squared:
    """Targets are numbers (T, B, V); there are no probabilities, and p is y."""

    def p(self, y):
        return y

    def losses(self, y, targets):
        return ((y - targets) ** 2).sum(axis=-1)

    def dy(self, p, targets):
        """The gradient of each step's loss at its scores, without its share: (T, B, V)."""
        return 2 * (p - targets)


LOSSES = {"cross-entropy": CrossEntropy(), "squared": Squared()}


def shares(weights, shape):
    """Weights (T, B), or None for equal ones -> the share of each step in the mean loss (T, B).

    Raises ValueError for a wrong shape, a weight below 0 or not finite, or none above 0.
    """
    weights = np.ones(shape) if weights is None else np.asarray(weights, np.float64)
    if weights.shape != shape:
        raise ValueError(f"weights must have shape {shape}, not {weights.shape}")
    total = weights.sum()
    if not (np.isfinite(total) and weights.min() >= 0 and total > 0):
        raise ValueError("weights must be finite numbers from 0 on, at least one of them above 0")
    return weights / total


def check_numbers(targets, shape, size):
    """Targets (T, B, V) as numbers. Raises ValueError for a wrong shape or a number that is not finite."""
    targets = np.asarray(targets, np.float64)
    if targets.shape != (*shape, size) or not np.isfinite(targets).all():
        raise ValueError(f"targets must be finite numbers of shape {(*shape, size)}, not {targets.shape}")
    return targets
