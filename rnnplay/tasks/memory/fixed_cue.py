"""The cue is the first symbol, strangers follow, and the query asks for the cue.

x = cue stranger ... stranger query        answer at the query = the cue
"""

from dataclasses import dataclass

from rnnplay.tasks.batch import LONGEST, ask_at_end, check_gap


@dataclass(frozen=True)
class FixedCue:
    """cues, strangers: number of symbols of each kind; strangers mean nothing."""

    cues: int = 8
    strangers: int = 20

    title = "Fixed cue"
    learn = "The first symbol is one of eight cues and a crowd of strangers follows; at the end, say which."
    source = "After Hochreiter & Schmidhuber 1997, experiment 2."
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

    def lengths(self, gap):
        """Number of steps T."""
        return gap + 2

    def batch(self, rng, gap, B):
        """B sequences with `gap` strangers between cue and query. Raises ValueError for a bad gap."""
        check_gap(self, gap)
        x = rng.integers(self.cues, self.cues + self.strangers, (self.lengths(gap), B))
        x[0] = cue = rng.integers(0, self.cues, B)
        x[-1] = self.cues + self.strangers
        return ask_at_end(x, cue)
