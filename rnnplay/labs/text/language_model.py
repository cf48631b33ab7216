"""A trained language model with its vocabulary: from a run of this page, or from a file that was loaded."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnplay.labs.text.features import outside_quotes
from rnnplay.labs.text.inspection import units_for_feature
from rnnplay.nn.model import Model

RANKED = 8_000  # characters on which units are chosen, and as many on which they are scored


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """encode(text) -> ids (n,), and a tuple of the characters that it does not know; decode(ids) -> text."""

    model: Model
    theta: np.ndarray  # (n,) weights
    vocab: tuple
    encode: Callable
    decode: Callable

    @classmethod
    def of_run(cls, run):
        """TextRun that has begun -> LanguageModel."""
        return cls(run.model, run.theta, run.corpus.vocab, run.corpus.encode, run.corpus.decode)

    @classmethod
    def of_file(cls, saved):
        """SavedModel -> LanguageModel."""
        return cls(saved.model, saved.theta, saved.vocab, saved.encode, saved.decode)

    def ranked_units(self, corpus, feature, most=RANKED):
        """-> the units that follow a feature of the text best (list of ScoredUnit), the best first, and the
        best combination of all units (Probe, or None).

        They are chosen on at most `most` characters of the training text and scored on as many of the
        held-out text.
        """
        few = min(most, max(1_500, 1_000_000_000 // self.model.layout.size))
        cut, shift = len(corpus.train), min(RANKED, len(corpus.valid)) // 3
        starts = (outside_quotes(corpus, start, shift) for start in (max(0, cut - few - shift), cut))
        texts = [corpus.decode(corpus.ids[start : start + few]) for start in starts]
        parts = [self.encode(text)[0] for text in texts]  # a model from a file has another vocabulary
        return units_for_feature(self.model, self.theta, *parts, self.decode, feature)
