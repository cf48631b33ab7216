"""A language model writes: each character is drawn from what it predicts, and read back as the next one.

p = softmax(y / temperature), the top k of it        chosen: the first whose running sum of p is above u

u, uniform in [0, 1), is the only chance in it: the same seed draws the same characters, fast or recorded.
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.nn.functions import softmax
from rnnplay.options.field import Field, quote

RECORDED = 500  # characters, at most, of which everything is kept
MOST = 1_000_000  # characters of one text
BLOCK = 2_000  # characters whose scores are in memory at a time
SMALL, LARGE = 1e-100, 1e300  # between them a sum of exps is exact enough as it is

TEMPERATURE = Field(
    "temperature",
    "Temperature",
    "Divides the scores: below 1 the likely becomes likelier, above 1 everything becomes alike.",
    "number",
    0.05,
    5,
)
TOP_K = Field(
    "top_k", "Top k", "Only so many of the likeliest characters may be drawn; 0 for all.", "integer", 0, 500
)
SEED = Field("seed", "Seed", "Names one row of random numbers.", "integer", 0, 2**31 - 1)
COUNT = Field("count", "Characters", "How many characters are drawn.", "integer", 0, MOST)


@dataclass(frozen=True, eq=False)
class Drawing:
    """Everything about each drawn character; rows are characters, columns the vocabulary."""

    ids: np.ndarray  # (count,) what was chosen
    scores: np.ndarray  # (count, V) y
    scaled: np.ndarray  # (count, V) y / temperature
    p: np.ndarray  # (count, V) what the network believes: temperature 1, nothing left out
    drawn_from: np.ndarray  # (count, V) the probabilities after temperature and top k
    cumulative: np.ndarray  # (count, V) their running sum: chosen is the first above u
    u: np.ndarray  # (count,) the random numbers


def draw(model, theta, prime, count, *, temperature=1.0, top_k=0, greedy=False, seed=0):
    """Read the symbols `prime` (at least one), then draw `count` more, at most RECORDED -> Drawing.

    theta (n,); top_k: 0 for all; greedy: always the likeliest. Raises ValueError with one sentence.
    """
    if count > RECORDED:
        raise ValueError(f"At most {RECORDED} characters can be recorded, not {quote(count)}.")
    dice = _Dice(model.outputs, temperature, 1 if greedy else top_k, seed)
    rows = []

    def choose(y):
        chosen = dice(y)
        rows.append((y.copy(), dice.scaled.copy(), dice.weights / dice.total, dice.sums / dice.total, dice.u))
        return chosen

    ids = _spoken(model, theta, prime, count, choose)
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    if not columns:
        columns = [*np.zeros((4, 0, model.outputs)), np.zeros(0)]
    scores, scaled, drawn_from, cumulative, u = columns
    p = softmax(scores.astype(np.float64))
    return Drawing(ids, scores, scaled, p, drawn_from, cumulative, u)


def speak(model, theta, prime, count, *, temperature=1.0, top_k=0, greedy=False, seed=0):
    """`draw` without a record, for long texts -> ids (count,), the same ones."""
    dice = _Dice(model.outputs, temperature, top_k, seed)
    return _spoken(model, theta, prime, count, _likeliest if greedy else dice)


def _spoken(model, theta, prime, count, choose):
    """ids (count,) after `prime`; choose(y): one of them, from the scores (V,)."""
    COUNT.check(count)
    prime = [int(symbol) for symbol in prime]
    if not prime:
        raise ValueError("There must be at least one character to begin with.")
    if not 0 <= min(prime) <= max(prime) < model.inputs:
        raise ValueError(f"The symbols to begin with must lie in 0..{model.inputs - 1}, not {prime!r:.40}.")
    sampler, first, ahead = model.sampler(), prime[0], prime[:0:-1]

    def given_or_chosen(y):
        return ahead.pop() if ahead else choose(y)

    left, said, start = len(prime) - 1 + count, [], None
    while left:
        block, _ = sampler.sample(theta, first, min(left, BLOCK), given_or_chosen, start)
        said.append(block)
        left, first = left - len(block), int(block[-1])
        start = {name: state.copy() for name, state in sampler.states.items()}
    return np.concatenate([*said, np.zeros(0, np.intp)])[len(prime) - 1 :]


class _Dice:
    """Draws a symbol from scores (V,); how it came to that is left in its attributes until the next one."""

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
        # u < 1 keeps u * total below total, after rounding too: there always is one above.
        self.u = u = self.random()
        return int(sums.searchsorted(u * total, "right"))

    def _leave_out(self):
        order = np.argsort(-self.scaled, kind="stable")  # of equals, the first stays
        self.weights[order[self.top_k :]] = 0

    def _shifted(self):
        """The total of the weights anew, where exp of the scores themselves is too large or too small."""
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
