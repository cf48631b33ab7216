"""Many to one: a review of one or two clauses, and the number of its stars.

x_t = word t        answer after the last word = the stars

A clause is worth from -3 to 3: good 2, very good 3, quite good 1, not good -2, not very good -1, and the same
the other way round for bad. "and" adds two clauses up; after "but" the last one alone counts. Stars: 5 from 3
up, 4 for 1 and 2, 3 for 0, 2 for -1 and -2, 1 from -3 down.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from rnnplay.tasks.batch import Batch, held_out_rng, training_rng
from rnnplay.tasks.wiring.baselines import linear_softmax, predict
from rnnplay.tasks.wiring.held_out_split import draw
from rnnplay.tasks.wiring.words import read_words

HELD_OUT = 1000
ASPECTS = ("movie", "plot", "acting", "music", "ending")
TENSES = ("is", "was")
KINDS = {"good": 1, "funny": 1, "clever": 1, "lovely": 1, "bad": -1, "boring": -1, "silly": -1, "ugly": -1}
DEGREES = {"": 2, "very": 3, "quite": 1, "not": -2, "not very": -1}
AMOUNTS = {"much": 3, "something": 1, "nothing": -3}
FEELINGS = {"like": 1, "dislike": -1}
JOINS = ("and", "but")
SHORT, IDIOMS = 0.3, 0.25  # how often a review has one clause, and how often a clause begins with "there is"
STEPS = 17
STARS = ("1 star", "2 stars", "3 stars", "4 stars", "5 stars")


def _clauses():
    """-> two dicts, of clauses with "there is" and of the others: text of a clause -> its worth."""
    idioms = {
        f"there is {amount} to {feeling} in this movie": AMOUNTS[amount] * FEELINGS[feeling]
        for amount in AMOUNTS
        for feeling in FEELINGS
    }
    plain = {
        " ".join(f"the {aspect} {tense} {degree} {kind}".split()): DEGREES[degree] * KINDS[kind]
        for aspect in ASPECTS
        for tense in TENSES
        for degree in DEGREES
        for kind in KINDS
    }
    return idioms, plain


IDIOM, PLAIN = _clauses()
WORDS = tuple(dict.fromkeys(" ".join((*PLAIN, *IDIOM, *JOINS)).split()))
NUMBER = {word: k for k, word in enumerate(WORDS)}
CLAUSES = [([NUMBER[word] for word in clause.split()], worth) for clause, worth in (IDIOM | PLAIN).items()]


@dataclass(frozen=True)
class Reviews:
    """Reviews made by the grammar above; about one in five is held out."""

    title = "A review and its stars"
    shape = "many to one"
    learn = "Somebody writes about a movie: after the last word, say how many stars they give."
    scored = "The last word."
    right = "The answer has the highest score."
    baseline_name = "A bag of words"
    baseline = "A linear softmax on how often each word occurs, trained to convergence on 4,000 reviews."
    inputs, outputs = WORDS, STARS
    vectors = False
    steps, reads, end = STEPS, STEPS, None
    updates = 1500

    @property
    def chance(self):
        wanted = self.held_out()
        return float(np.bincount(wanted.targets[wanted.weights > 0]).max() / HELD_OUT)

    def batch(self, rng, B):
        """B training reviews -> Batch; steps after the end of a short one are not scored."""
        return draw(_make, rng, B)

    def held_out(self):
        """1,000 reviews that are never trained on -> Batch, always the same."""
        return _held_out()

    def baseline_score(self):
        """The share of held-out reviews whose stars the baseline gets right."""
        return _baseline_score()

    def baseline_answers(self, x):
        """x (T, 1) -> the stars that the baseline gives, as a tuple of one."""
        weights = np.zeros(x.shape)
        weights[-1] = 1  # the last word is the step that is scored
        counted = counts(Batch(x, np.zeros_like(x), weights))
        return (STARS[predict(_baseline_weights(), counted)[0]],)

    def read(self, review):
        """A review, as a text or a list of words, -> x (T, 1). Raises ValueError."""
        return np.array([[NUMBER[word]] for word in read_words(review, WORDS)])

    def first(self, T):
        """The first step that is scored if T steps read: after the last word."""
        return T - 1

    def say(self, chosen):
        """The answer after the last word."""
        return chosen[-1]


def stars(worth):
    """The worth of a review -> the number of its stars minus one, which is the answer."""
    return int(np.sign(worth)) * (1 + (abs(worth) >= 3)) * (worth != 0) + 2


def _make(rng, B):
    first, second = (_pick(rng, B) for _ in range(2))
    short, joins = rng.random(B) < SHORT, rng.integers(0, 2, B)
    x, targets = np.zeros((STEPS, B), np.intp), np.zeros((STEPS, B), np.intp)
    weights = np.zeros((STEPS, B), np.float32)
    for b in range(B):
        words, worth = CLAUSES[first[b]]
        if not short[b]:
            more, last = CLAUSES[second[b]]
            words = [*words, NUMBER[JOINS[joins[b]]], *more]
            worth = worth + last if JOINS[joins[b]] == "and" else last
        end = len(words) - 1
        x[: end + 1, b], targets[end, b], weights[end, b] = words, stars(worth), 1
    return Batch(x, targets, weights)


def _pick(rng, B):
    """-> indices of B clauses (B,)."""
    plain = rng.integers(len(IDIOM), len(CLAUSES), B)
    return np.where(rng.random(B) < IDIOMS, rng.integers(0, len(IDIOM), B), plain)


@cache
def _held_out():
    return draw(_make, held_out_rng(0), HELD_OUT, True)


def counts(batch):
    """-> the number of times that each word occurs in each review (B, V)."""
    found = np.zeros((batch.x.shape[1], len(WORDS)))
    read = np.cumsum(batch.weights[::-1], axis=0)[::-1] > 0  # up to the last word
    np.add.at(found, (np.nonzero(read)[1], batch.x[read]), 1)
    return found


@cache
def _baseline_weights():
    batch = draw(_make, training_rng(0, 0), 4000)
    return linear_softmax(counts(batch), batch.targets.max(axis=0), len(STARS))


@cache
def _baseline_score():
    batch = _held_out()
    return float((predict(_baseline_weights(), counts(batch)) == batch.targets.max(axis=0)).mean())
