"""Two cues stand early in the sequence, and the query asks for the first or for the second.

x = stranger ... cue ... cue ... stranger query        answer = the cue that the query asks for
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.tasks.batch import LONGEST, ask_at_end, check_gap


@dataclass(frozen=True)
class TwoCues:
    """cues, strangers: number of symbols of each kind; strangers mean nothing."""

    cues: int = 6
    strangers: int = 20

    title = "Two cues"
    learn = "Two cues pass early on in a crowd of strangers; the end asks for the first or for the second."
    source = "The moving cue with two memories to keep apart; after Hochreiter & Schmidhuber 1997."
    scored = "The last step, which asks."
    right = "The cue that is asked for has the highest score."
    loss = "cross-entropy"
    vectors = False
    gaps = (1, LONGEST)
    rate, updates = 0.01, 1000

    @property
    def chance(self):
        return 1 / self.cues

    @property
    def inputs(self):
        strangers = (f"stranger {k + 1}" for k in range(self.strangers))
        return (*self.outputs, *strangers, "the first?", "the second?")

    @property
    def outputs(self):
        return tuple(f"cue {k + 1}" for k in range(self.cues))

    @property
    def clues(self):
        return self.outputs

    def _early(self, gap):
        """(number of steps that may have the first cue, number of steps after these for the second cue)."""
        return 1 + gap // 5, 1 + gap // 5

    def lengths(self, gap):
        """Number of steps T."""
        return sum(self._early(gap)) + gap + 1

    def batch(self, rng, gap, B):
        """B sequences; the gap counts from the second cue. Raises ValueError for a bad gap."""
        check_gap(self, gap)
        first, second = self._early(gap)
        x = rng.integers(self.cues, self.cues + self.strangers, (self.lengths(gap), B))
        cues, each = rng.integers(0, self.cues, (2, B)), np.arange(B)
        x[rng.integers(0, first, B), each] = cues[0]
        x[rng.integers(first, first + second, B), each] = cues[1]
        asked = rng.integers(0, 2, B)
        x[-1] = self.cues + self.strangers + asked
        return ask_at_end(x, cues[asked, each])
