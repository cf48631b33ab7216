"""Sampling from a language model: each character is drawn from the prediction and is the next input.

p = softmax(y / temperature), only the top k of it       drawn: the first whose running sum of p is above u

u is uniform in [0, 1) and the only random number, so one seed always draws the same characters.
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.nn.functions import softmax
from rnnplay.options.field import Field, quote

RECORDED = 500  # characters of one record, at most
MOST = 1_000_000  # characters of one text, at most
BLOCK = 2_000  # characters whose scores are in memory at a time
SMALL, LARGE = 1e-100, 1e300  # a sum of exps in this range is exact enough

TEMPERATURE = Field(
    "temperature",
    "Temperature",
    "Divides the scores: below 1 the likely becomes likelier, above 1 all probabilities come closer.",
    "number",
    0.05,
    5,
)
TOP_K = Field(
    "top_k", "Top k", "Only so many of the likeliest characters may be drawn; 0 for all.", "integer", 0, 500
)
SEED = Field("seed", "Seed", "Chooses the sequence of random numbers.", "integer", 0, 2**31 - 1)
COUNT = Field("count", "Characters", "How many characters are drawn.", "integer", 0, MOST)


@dataclass(frozen=True, eq=False)
class SampleRecord:
    """Everything about each drawn character: rows are characters, columns the vocabulary."""

    ids: np.ndarray  # (count,) the drawn characters
    scores: np.ndarray  # (count, V) y
    scaled: np.ndarray  # (count, V) y / temperature
    p: np.ndarray  # (count, V) the prediction: temperature 1, no top k
    drawn_from: np.ndarray  # (count, V) the probabilities after temperature and top k
    cumulative: np.ndarray  # (count, V) their running sum: the first above u is drawn
    u: np.ndarray  # (count,) the random numbers


def sample_recorded(model, theta, prime, count, *, temperature=1.0, top_k=0, greedy=False, seed=0):
    """Read the symbols `prime` (at least one), then draw `count` more, at most RECORDED -> SampleRecord.

    theta (n,); top_k: 0 for all; greedy: always take the likeliest. Raises ValueError with one sentence.
    """
    if count > RECORDED:
        raise ValueError(f"At most {RECORDED} characters can be recorded, not {quote(count)}.")
    draw = _SymbolSampler(model.outputs, temperature, 1 if greedy else top_k, seed)
    rows = []

    def choose(y):
        chosen, total = draw(y), draw.total
        rows.append((y.copy(), draw.scaled.copy(), draw.weights / total, draw.sums / total, draw.u))
        return chosen

    ids = _sample(model, theta, prime, count, choose)
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    if not columns:
        columns = [*np.zeros((4, 0, model.outputs)), np.zeros(0)]
    scores, scaled, drawn_from, cumulative, u = columns
    p = softmax(scores.astype(np.float64))
    return SampleRecord(ids, scores, scaled, p, drawn_from, cumulative, u)


def sample_ids(model, theta, prime, count, *, temperature=1.0, top_k=0, greedy=False, seed=0):
    """The same characters as `sample_recorded`, without a record -> ids (count,). For long texts."""
    draw = _SymbolSampler(model.outputs, temperature, top_k, seed)
    return _sample(model, theta, prime, count, _likeliest if greedy else draw)


def _sample(model, theta, prime, count, choose):
    """-> ids (count,) after `prime`; choose(y) -> the next id, from the scores y (V,)."""
    COUNT.check(count)
    prime = [int(symbol) for symbol in prime]
    if not prime:
        raise ValueError("There must be at least one character to begin with.")
    if not 0 <= min(prime) <= max(prime) < model.inputs:
        raise ValueError(f"The symbols to begin with must lie in 0..{model.inputs - 1}, not {prime!r:.40}.")
    sampler, first, ahead = model.sampler(), prime[0], prime[:0:-1]

    def given_or_chosen(y):
        return ahead.pop() if ahead else choose(y)

    left, blocks, start = len(prime) - 1 + count, [], None
    while left:
        block, _ = sampler.sample(theta, first, min(left, BLOCK), given_or_chosen, start)
        blocks.append(block)
        left, first = left - len(block), int(block[-1])
        start = {name: state.copy() for name, state in sampler.states.items()}
    return np.concatenate([*blocks, np.zeros(0, np.intp)])[len(prime) - 1 :]


class _SymbolSampler:
    """Draws a symbol from scores (V,). Its attributes keep the numbers of the last draw."""

    def __init__(self, V, temperature, top_k, seed):
        self.temperature = np.asarray(TEMPERATURE.check(temperature))
        self.top_k = TOP_K.check(top_k)
        self.random = np.random.default_rng(SEED.check(seed)).random
        self.scaled, self.weights, self.sums = np.zeros((3, V))
        self.u = self.total = 0.0

    def __call__(self, y):
        scaled, weights, sums = self.scaled, self.weights, self.sums
        scaled[...] = y
        np.divide(scaled, self.temperature, scaled)
        np.exp(scaled, weights)
        if self.top_k:
            self._leave_out()
        np.add.accumulate(weights, 0, None, sums)
        total = sums.item(-1)
        if not SMALL < total < LARGE:
            total = self._shifted()
        self.total = total
        # u < 1 keeps u * total below total, even after rounding, so some running sum is above it.
        self.u = u = self.random()
        return int(sums.searchsorted(u * total, "right"))

    def _leave_out(self):
        order = np.argsort(-self.scaled, kind="stable")  # of equal scores, the first stays first
        self.weights[order[self.top_k :]] = 0

    def _shifted(self):
        """-> the total of weights made from the scores minus the highest one, so that exp cannot overflow."""
        np.exp(self.scaled - self.scaled.max(), self.weights)
        if self.top_k:
            self._leave_out()
        np.add.accumulate(self.weights, 0, None, self.sums)
        total = self.sums.item(-1)
        if not total > 0:  # not a number
            raise _overflowed()
        return total


def _likeliest(y):
    chosen = int(y.argmax())
    if not np.isfinite(y[chosen]):
        raise _overflowed()
    return chosen


def _overflowed():
    return ValueError("The network's numbers have overflowed: nothing can be drawn from them.")
