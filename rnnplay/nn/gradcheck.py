"""The gradient check: compares a gradient with finite differences of the loss.

dL/dw  is about  (L(w + step) - L(w - step)) / (2 * step)
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Check:
    """The largest relative difference, and the index of the element that has it."""

    worst: float
    index: int


def numeric_gradient(loss, flat, step=1e-5):
    """The gradient of `loss(flat) -> float` at `flat` (n,), by central differences: 2n calls."""
    gradient = np.zeros(len(flat))
    for i in range(len(flat)):
        up, down = flat.astype(np.float64), flat.astype(np.float64)
        up[i] += step
        down[i] -= step
        gradient[i] = (loss(up) - loss(down)) / (2 * step)
    return gradient


def compare(gradient, reference, floor=1e-3):
    """The largest relative difference of two gradients (n,) -> Check.

    An element below `floor` times the largest one is compared relative to that bound, because rounding
    errors dominate so small an element.
    """
    size = np.maximum(np.abs(gradient), np.abs(reference))
    size = np.maximum(size, max(floor * size.max(), np.finfo(float).tiny))
    errors = np.abs(gradient - reference) / size
    index = int(errors.argmax())
    return Check(float(errors[index]), index)


def check(loss, flat, gradient, step=1e-5):
    """Compare `gradient` (n,) with finite differences of `loss(flat) -> float`."""
    return compare(gradient, numeric_gradient(loss, flat, step))
