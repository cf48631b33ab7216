"""The claims of the hello lab, each with the runs that show it. A test checks them all.

holds(runs) is true,   runs: name -> the sessions of seeds 0 .. seeds - 1, each trained for `updates` updates
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log

import numpy as np

from rnnplay.labs.hello.presets import PRESETS
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session


@dataclass(frozen=True)
class HelloClaim:
    """A claim about experiments. holds: dict of name -> list of Session -> bool, true with a margin."""

    slug: str
    claim: str
    runs: dict[str, Experiment]
    updates: int
    seeds: int
    holds: Callable[[dict[str, list[Session]]], bool]

    def train(self):
        """dict of name -> list of trained sessions, one a seed."""
        return {name: [self._train(experiment, seed) for seed in range(self.seeds)]
                for name, experiment in self.runs.items()}  # fmt: skip

    def _train(self, experiment, seed):
        session = Session(replace(experiment, seed=seed))
        session.reach(self.updates)
        return session


def _presets(*slugs):
    return {slug: PRESETS[slug].experiment for slug in slugs}


def _right_by(sessions, update):
    """The number of sessions that had every prediction right at this update or before."""
    return sum(s.first_consistent is not None and s.first_consistent <= update for s in sessions)


def _rises(session):
    return int((np.diff(session.losses) > 0).sum())


def _article_step(runs):
    (session,) = runs["figure"]
    frames = session.frames(0, 2)
    change = frames.y[1] - frames.y[0]
    wanted = np.eye(4, dtype=bool)[session.experiment.targets[:, 0]]
    e = frames.y[:, 0, 1].round(1).tolist()
    return (
        change[wanted].min() > 0 > change[~wanted].max()
        and e == [2.2, 2.3]
        and session.first_consistent == 12
    )


def _learning_rate(runs):
    low, good, high = runs.values()
    barely = all(s.losses[-1] > 0.7 * s.losses[0] and _rises(s) == 0 for s in low)
    jumps = all(_rises(s) > 40 and s.losses[-1] > 1 for s in high)
    learned = _right_by(good, 100) == len(good) and all(s.losses[-1] < 0.1 for s in good)
    soon = _right_by(good, 12) > len(good) / 2
    return barely and jumps and learned and soon and _right_by(high, 200) + _right_by(low, 200) <= 1


def _clipping(runs):
    wild, clipped = runs.values()
    lengths = [s.frames(s.trained, 1).grad_norm[0] for s in clipped]
    return _right_by(clipped, 30) == len(clipped) and _right_by(wild, 200) == 0 and max(lengths) < 0.1


def _memory(runs):
    def apart(session, update):
        hidden = session.frames(update, 1).quantities["h"][0]
        return np.linalg.norm(hidden[3] - hidden[2])

    twice, once = runs.values()
    # With one prediction for both l's, the best is one half for each of l and o: log 2 at two steps of four.
    remembers = all(s.losses[-1] < log(2) / 2 - 0.1 for s in twice)
    separates = all(apart(s, 100) > 1.2 * apart(s, 0) for s in twice)
    return remembers and separates and _right_by(once, 60) == len(once)


CLAIMS = (
    HelloClaim(
        "article-step",
        "One update of the article's network raises all four wanted scores and lowers the twelve others, "
        "and after twelve updates every prediction is right.",
        _presets("figure"),
        updates=20,
        seeds=1,
        holds=_article_step,
    ),
    HelloClaim(
        "learning-rate",
        "Too low a learning rate hardly moves the loss, a good one soon predicts the word, "
        "too high a one jumps about and never does.",
        _presets("rate-too-low", "rate-good", "rate-too-high"),
        updates=200,
        seeds=20,
        holds=_learning_rate,
    ),
    HelloClaim(
        "clipping",
        "Clipping the gradient turns a far too high learning rate into one that learns.",
        _presets("rate-too-high", "clipped"),
        updates=200,
        seeds=20,
        holds=_clipping,
    ),
    HelloClaim(
        "memory",
        "The two l's of hello need memory: training draws their hidden states apart and takes the loss below "
        "what is possible without. A word without a repeated letter needs none.",
        _presets("two-ls", "no-repeat"),
        updates=100,
        seeds=20,
        holds=_memory,
    ),
    HelloClaim(
        "counting",
        "Four hidden units can tell the fifth a from the four before it.",
        _presets("counting"),
        updates=150,
        seeds=20,
        holds=lambda runs: _right_by(runs["counting"], 100) == 20,
    ),
    HelloClaim(
        "sentence",
        "A small network learns a sentence of 49 symbols by heart within a few hundred updates.",
        _presets("sentence"),
        updates=300,
        seeds=10,
        holds=lambda runs: _right_by(runs["sentence"], 200) == 10,
    ),
    HelloClaim(
        "every-optimizer",
        "Each optimizer learns hello, at a learning rate of its own.",
        {
            name: Experiment(optimizer=name, lr=rate)
            for name, rate in {"sgd": 0.5, "adagrad": 0.1, "rmsprop": 0.01, "adam": 0.1}.items()
        },
        updates=120,
        seeds=20,
        holds=lambda runs: all(_right_by(sessions, 100) == 20 for sessions in runs.values()),
    ),
)
