"""The baselines of a text: its prediction by counting models (n-grams) and by a compressor.

bits per character = - mean over the held-out characters of log2 p(character | the characters before it)
"""

import lzma
from dataclasses import dataclass
from numbers import Integral
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

ORDERS = {"unigram": 1, "bigram": 2, "five-gram": 5}
LONGEST = max(ORDERS.values())
MOST = 1_000_000


def baselines(corpus, most=MOST):
    """corpus -> dict of name -> bits per character of its held-out text, after counting its training text.

    uniform                      log2 V
    unigram, bigram, five-gram   counts of runs of 1, 2 and 5 characters: see Ngrams
    compression                  a general-purpose compressor: see compression
    most: limits the work to the last `most` characters of the training text, and the first `most` of the
    held-out text. Raises ValueError for less than 100.
    """
    if not isinstance(most, Integral) or most < 100:
        raise ValueError(f"The most characters to use must be a whole number from 100 up, not {most!r}.")
    train, valid = corpus.train[-most:], corpus.valid[:most]
    chances = Ngrams.fit(train, corpus.size).chances(following(train, valid))
    bits = {"uniform": float(np.log2(corpus.size))}
    bits |= {name: float(-np.log2(chances[order]).mean()) for name, order in ORDERS.items()}
    return bits | {"compression": compression(corpus.decode(train), corpus.decode(valid))}


def compression(train, valid):
    """Two texts (str) -> 8 (bytes of both together - bytes of `train` alone) / characters of `valid`: bits.

    The compressor is lzma at its default preset, which can look back on 8 million bytes of UTF-8.
    """
    alone, both = (len(lzma.compress(text.encode(), lzma.FORMAT_ALONE)) for text in (train, train + valid))
    return 8 * (both - alone) / len(valid)


def following(train, valid):
    """ids of two consecutive texts -> (n, LONGEST): each of the n ids of `valid` after those before it."""
    return sliding_window_view(np.concatenate([train[1 - LONGEST :], valid]), LONGEST)


@dataclass(frozen=True, eq=False)
class Ngrams:
    """n-gram models: counts of runs of 1 to LONGEST characters. For a rare run, shorter runs weigh more.

    p_0(c) = 1 / V
    p_n(c | s) = (count(s c) + kinds(s) p_n-1(c | s')) / (count(s) + kinds(s))

    s: the n - 1 characters before c; s': s without its first; count(s): number of characters that followed s;
    kinds(s): number of different ones. After an unknown s, p_n is p_n-1. No p is zero; their sum over c is 1.
    Source: Witten & Bell 1991, method C, interpolated as in Chen & Goodman 1999.
    """

    V: int
    counts: tuple["Counts", ...]

    @classmethod
    def fit(cls, ids, V):
        """ids (n,) of a training text -> Ngrams."""
        return cls(V, tuple(_count(ids, V, n) for n in range(1, LONGEST + 1)))

    def chances(self, windows):
        """windows (n, LONGEST) of ids -> (LONGEST + 1, n): row k is p_k of the last one of each window."""
        rows = [np.full(len(windows), 1 / self.V)]
        runs = np.zeros(len(windows), np.int64)
        for n, counts in enumerate(self.counts):
            runs += windows[:, -1 - n].astype(np.int64) * self.V**n
            seen, total, kinds = counts.look_up(runs, self.V)
            known = (seen + kinds * rows[-1]) / np.maximum(total + kinds, 1)
            rows.append(np.where(total > 0, known, rows[-1]))
        return np.array(rows)


class Counts(NamedTuple):
    """The runs s c of one length. A run is stored as one number: its ids are the digits to the base V."""

    runs: np.ndarray  # (m,) sorted
    seen: np.ndarray  # (m,) count(s c)
    befores: np.ndarray  # (k,) every s, sorted
    totals: np.ndarray  # (k,) count(s)
    kinds: np.ndarray  # (k,) kinds(s)

    def look_up(self, runs, V):
        """runs (n,) -> count(s c), count(s), kinds(s), each (n,); 0 for an unknown run."""
        run, known = _find(self.runs, runs)
        before, begun = _find(self.befores, runs // V)
        return self.seen[run] * known, self.totals[before] * begun, self.kinds[before] * begun


def _count(ids, V, length):
    """ids (n,) -> Counts of the runs of this length. V**length stays below 2**63."""
    digits = sliding_window_view(ids, length).T.astype(np.int64)
    runs = np.zeros(digits.shape[1], np.int64)
    for digit in digits:
        runs = runs * V + digit
    runs, seen = np.unique(runs, return_counts=True)
    befores, first, kinds = np.unique(runs // V, return_index=True, return_counts=True)
    return Counts(runs, seen, befores, np.add.reduceat(seen, first), kinds)


def _find(column, values):
    """Sorted column (m,), values (n,) -> place of each value, and whether it is there."""
    place = np.minimum(np.searchsorted(column, values), len(column) - 1)
    return place, column[place] == values
