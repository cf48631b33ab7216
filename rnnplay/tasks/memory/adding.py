"""The adding problem (Hochreiter & Schmidhuber 1997): the sum of the two numbers that are marked.

x_t = (number in [0, 1], 1 if it is marked else 0)        answer at the last step = sum of the marked numbers
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.tasks.batch import LONGEST, Batch, check_gap

NEAR = 0.1  # largest error of a right answer


@dataclass(frozen=True)
class Adding:
    """The first marked number must be remembered across the gap; the second one is in the second half."""

    title = "Adding"
    learn = "A row of numbers goes by and two of them are marked; at the end, say what the two add up to."
    source = "Hochreiter & Schmidhuber 1997, experiment 4; Le, Jaitly & Hinton 2015."
    scored = "The last step."
    right = "The answer is less than 0.1 away from the sum."
    loss = "squared"
    vectors = True
    inputs, outputs, clues = ("number", "marked"), ("sum",), ("marked",)
    chance = 1 - (1 - NEAR) ** 2  # of the answer 1, which is within 0.1 of the sum of two numbers that often
    gaps = (1, LONGEST)
    rate, updates = 0.01, 600

    def _early(self, gap):
        """The number of steps at the beginning that may have the first mark."""
        return 1 + gap // 4

    def lengths(self, gap):
        """Number of steps T."""
        return self._early(gap) + gap + 1

    def batch(self, rng, gap, B):
        """B sequences; the gap counts from the first marked number. Raises ValueError for a bad gap."""
        check_gap(self, gap)
        T, each = self.lengths(gap), np.arange(B)
        x = np.zeros((T, B, 2))
        x[..., 0] = rng.random((T, B))
        for where in (rng.integers(0, self._early(gap), B), rng.integers((T + 1) // 2, T, B)):
            x[where, each, 1] = 1
        targets, weights = np.zeros((T, B, 1)), np.zeros((T, B), np.float32)
        targets[-1, :, 0] = (x[..., 0] * x[..., 1]).sum(0)
        weights[-1] = 1
        return Batch(x, targets, weights)
