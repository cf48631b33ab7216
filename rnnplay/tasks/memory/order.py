"""The temporal order problem: an X or a Y early, and an X or a Y later; the query asks for both in order.

x = . . X . . . Y . . . . . query        answer = XX, XY, YX or YY
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.tasks.batch import LONGEST, ask_at_end, check_gap


@dataclass(frozen=True)
class Order:
    """strangers: number of symbols that mean nothing."""

    strangers: int = 4

    title = "Temporal order"
    learn = "Two marks, each an X or a Y, pass among strangers; at the end, say which came first and second."
    source = "Hochreiter & Schmidhuber 1997, experiment 6a; Pascanu et al. 2013."
    scored = "The last step, which asks."
    right = "The pair of marks has the highest score."
    loss = "cross-entropy"
    vectors = False
    outputs, clues = ("XX", "XY", "YX", "YY"), ("X", "Y")
    chance = 1 / 4
    gaps = (1, LONGEST)
    rate, updates = 0.003, 600

    @property
    def inputs(self):
        return ("X", "Y", *(f"stranger {k + 1}" for k in range(self.strangers)), "which?")

    def _early(self, gap):
        """(number of steps that may have the first mark, number of steps after these for the second mark)."""
        return 1 + gap // 8, 1 + gap // 8

    def lengths(self, gap):
        """Number of steps T."""
        return sum(self._early(gap)) + gap + 1

    def batch(self, rng, gap, B):
        """B sequences; the gap counts from the second mark. Raises ValueError for a bad gap."""
        check_gap(self, gap)
        first, second = self._early(gap)
        x = rng.integers(2, 2 + self.strangers, (self.lengths(gap), B))
        marks, each = rng.integers(0, 2, (2, B)), np.arange(B)
        x[rng.integers(0, first, B), each] = marks[0]
        x[rng.integers(first, first + second, B), each] = marks[1]
        x[-1] = 2 + self.strangers
        return ask_at_end(x, 2 * marks[0] + marks[1])
