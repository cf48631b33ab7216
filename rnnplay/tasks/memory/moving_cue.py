"""One cue stands at a random early place among strangers, and the query asks for it.

x = stranger ... cue ... stranger query        answer at the query = the cue
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.tasks.batch import LONGEST, ask_at_end, check_gap


@dataclass(frozen=True)
class MovingCue:
    """cues, strangers: number of symbols of each kind; strangers mean nothing."""

    cues: int = 8
    strangers: int = 20

    title = "Moving cue"
    learn = "Somewhere early on one of eight cues passes in a crowd of strangers; at the end, say which."
    source = "A variant of the distractor tasks in Hochreiter & Schmidhuber 1997, experiments 2 and 4."
    scored = "The last step, which asks."
    right = "The cue has the highest score."
    loss = "cross-entropy"
    vectors = False
    gaps = (1, LONGEST)
    rate, updates = 0.003, 600

    @property
    def chance(self):
        return 1 / self.cues

    @property
    def inputs(self):
        return (*self.outputs, *(f"stranger {k + 1}" for k in range(self.strangers)), "which?")

    @property
    def outputs(self):
        return tuple(f"cue {k + 1}" for k in range(self.cues))

    @property
    def clues(self):
        return self.outputs

    def _early(self, gap):
        """The number of steps at the beginning that may have the cue."""
        return 1 + gap // 4

    def lengths(self, gap):
        """Number of steps T."""
        return self._early(gap) + gap + 1

    def batch(self, rng, gap, B):
        """B sequences, the cue within the first fifth of the steps. Raises ValueError for a bad gap."""
        check_gap(self, gap)
        x = rng.integers(self.cues, self.cues + self.strangers, (self.lengths(gap), B))
        cue, where = rng.integers(0, self.cues, B), rng.integers(0, self._early(gap), B)
        x[where, np.arange(B)] = cue
        x[-1] = self.cues + self.strangers
        return ask_at_end(x, cue)
