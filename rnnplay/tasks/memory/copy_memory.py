"""The copy task: remember a few symbols for some time, then repeat them in order.

x = a b c - - - - - repeat! - -        answers at the last three steps = a b c
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.tasks.batch import LONGEST, Batch, check_gap


@dataclass(frozen=True)
class CopyMemory:
    """kinds: number of different symbols; count: number of symbols to repeat.

    There are only kinds ** count sequences, so held-out sequences occur in training too. No other task has
    this.
    """

    kinds: int = 4
    count: int = 3

    title = "Copy memory"
    learn = "Three symbols come first and nothing follows; when asked, repeat the three in order."
    source = "Hochreiter & Schmidhuber 1997; as in Arjovsky, Shah & Bengio 2016."
    scored = "The last three steps."
    right = "The symbol has the highest score, counted one by one."
    loss = "cross-entropy"
    vectors = False
    gaps = (1, LONGEST)
    rate, updates = 0.005, 800

    @property
    def chance(self):
        return 1 / self.kinds

    @property
    def inputs(self):
        return (*self.outputs, "nothing", "repeat!")

    @property
    def outputs(self):
        return tuple("abcdefghijklmnopqrstuvwxyz"[: self.kinds])

    @property
    def clues(self):
        return self.outputs

    def lengths(self, gap):
        """Number of steps T."""
        return gap + 2 * self.count

    def batch(self, rng, gap, B):
        """B sequences with `gap` empty steps -> Batch. Raises ValueError for a bad gap."""
        check_gap(self, gap)
        T, k = self.lengths(gap), self.count
        x = np.full((T, B), self.kinds)
        x[:k] = symbols = rng.integers(0, self.kinds, (k, B))
        x[T - k] = self.kinds + 1
        targets, weights = np.zeros((T, B), np.intp), np.zeros((T, B), np.float32)
        targets[-k:], weights[-k:] = symbols, 1
        return Batch(x, targets, weights)
