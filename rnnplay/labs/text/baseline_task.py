"""What a text's simpler models get, worked out where long work runs: the bars that a network has to clear."""

from dataclasses import dataclass, replace

from rnnplay.tasks.text.baselines import baselines
from rnnplay.tasks.text.corpus import Corpus


@dataclass(frozen=True, eq=False)
class Bars:
    """A task of the service of jobs; bits, in the end: name -> bits per character of the held-out text."""

    corpus: Corpus
    bits: dict | None = None

    def advance(self, seconds):
        """All of it at once: it takes a few seconds at most."""
        return replace(self, bits=baselines(self.corpus))

    @property
    def ended(self):
        return self.bits is not None

    @property
    def share(self):
        return float(self.ended)

    @property
    def cost(self):
        return float(len(self.corpus.ids))
