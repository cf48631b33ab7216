"""A batch of sequences, and the generators of the random numbers that a task draws it with."""

from numbers import Integral
from typing import NamedTuple

import numpy as np

LONGEST = 1000
HELD_OUT = 1  # number of the random stream for data that is never trained on


class Batch(NamedTuple):
    """B sequences of T steps."""

    x: np.ndarray  # (T, B) symbols or (T, B, V) numbers
    targets: np.ndarray  # (T, B) symbols or (T, B, O) numbers
    weights: np.ndarray  # (T, B): 1 where the answer is scored, else 0


def check_gap(task, gap):
    """Raises ValueError unless `gap` is a whole number within the task's range."""
    low, high = task.gaps
    if not isinstance(gap, Integral) or isinstance(gap, bool) or not low <= gap <= high:
        raise ValueError(f"the gap must be a whole number from {low} to {high:,}, not {gap!r}")


def training_rng(seed, update):
    """The generator of the training data of one update, counted from 1."""
    return np.random.default_rng([seed, update])


def held_out_rng(seed):
    """The generator of the held-out data. No training batch uses its numbers."""
    return np.random.default_rng([seed, 0, HELD_OUT])


def ask_at_end(x, answers):
    """x (T, B), answers (B,) -> Batch in which only the last step is scored."""
    targets, weights = np.zeros(x.shape, np.intp), np.zeros(x.shape, np.float32)
    targets[-1], weights[-1] = answers, 1
    return Batch(x, targets, weights)
