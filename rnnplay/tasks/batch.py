"""What every task hands out, and how its one knob is checked.

A task is a frozen dataclass. It has

    title, learn         its name, and one plain sentence: what is to be learned
    source               where it comes from
    scored, right        which steps count, and what counts as a right answer, in words
    loss                 "cross-entropy" (targets are symbols) or "squared" (targets are numbers)
    chance               the share of right answers that the best constant guess gets
    inputs, outputs      names of the symbols, or with `vectors` of the numbers, read and answered
    vectors              whether a step reads numbers (B, V) instead of one symbol (B,)
    gaps                 the smallest and the largest gap
    rate, updates        a learning rate and a number of updates that are known to do
    lengths(gap)         -> T, the number of steps
    batch(rng, gap, B)   -> Batch; raises ValueError for a gap out of range

The gap is the number of steps that at least lie between the clue and the step that asks for it.
To add a task: write its file, add its line to TASKS.
"""

from numbers import Integral
from typing import NamedTuple

import numpy as np

LONGEST = 1000
HELD_OUT = 1  # the stream of the data that is never trained on


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
    """The generator of the held-out data: no training batch has its numbers, whatever the update."""
    return np.random.default_rng([seed, 0, HELD_OUT])


def ask_at_end(x, answers):
    """x (T, B), answers (B,) -> Batch in which only the last step is scored."""
    targets, weights = np.zeros(x.shape, np.intp), np.zeros(x.shape, np.float32)
    targets[-1], weights[-1] = answers, 1
    return Batch(x, targets, weights)
