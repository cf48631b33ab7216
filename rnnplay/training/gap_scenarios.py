"""What the lab of the long gap tells its students, each claim with the runs that show it.

holds(right) is true,   right: (cell, gap) -> the held-out accuracies of its seeds at the end of the runs
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

from rnnplay.training.lineup import Setup, contestant, jobs


@dataclass(frozen=True)
class GapScenario:
    """One claim. contestants: cells, each with its own options; measured: mean accuracies, seeds 0 to 4."""

    slug: str
    claim: str
    setup: Setup
    contestants: tuple[str, ...]
    gaps: tuple[int, ...]
    holds: Callable[[dict], bool]
    measured: str
    seeds: int = 5

    @property
    def jobs(self):
        """The runs to be made."""
        return jobs(self.setup, map(contestant, self.contestants), self.gaps, range(self.seeds))


def accuracies(results):
    """Results -> (cell, gap) -> the accuracies of its seeds."""
    right = {}
    for result in results:
        right.setdefault((result.job.cell, result.job.gap), []).append(result.row["accuracy"])
    return right


def _gated(right, gap):
    return [*right["lstm", gap], *right["gru", gap]]


def _sentence(right):
    near = min(min(right[cell, 10]) for cell in ("rnn", "lstm", "gru"))
    return near >= 0.95 and mean(right["rnn", 60]) <= 0.3 and min(_gated(right, 60)) >= 0.95


EVERYONE = ("rnn", "lstm", "gru")
GAP_SCENARIOS = (
    GapScenario(
        "through-the-crowd",
        "Past fifteen strangers every cell knows the cue. Past sixty the plain RNN still guesses after 600 "
        "updates; the GRU and the LSTM know.",
        Setup("cue"),
        EVERYONE,
        (15, 60),
        lambda right: (
            mean(right["rnn", 15]) >= 0.9
            and min(_gated(right, 15)) >= 0.95
            and mean(right["rnn", 60]) <= 0.3
            and min(_gated(right, 60)) >= 0.95
        ),
        "rnn 98 % at 15 and 12 % at 60; lstm 100 % and 99.6 %, gru 100 % and 99 %",
    ),
    GapScenario(
        "the-sentence",
        "With ten words between country and language every cell learns to answer; with sixty the plain RNN "
        "did not in 600 updates, the GRU and the LSTM did.",
        Setup("sentence"),
        EVERYONE,
        (10, 60),
        _sentence,
        "all 100 % at 10; at 60 rnn 13 %, lstm and gru 100 %",
    ),
    GapScenario(
        "which-came-first",
        "Past a hundred strangers the plain RNN does not learn in 600 updates which mark came first.",
        Setup("order"),
        EVERYONE,
        (100,),
        lambda right: mean(right["rnn", 100]) <= 0.45 and min(_gated(right, 100)) >= 0.95,
        "rnn 25 %, lstm 99 %, gru 99 %",
    ),
    GapScenario(
        "adding-up",
        "With fifty steps in between, the plain RNN adds no better than by always saying 1.",
        Setup("adding"),
        EVERYONE,
        (50,),
        lambda right: mean(right["rnn", 50]) <= 0.35 and min(_gated(right, 50)) >= 0.95,
        "rnn 16 %, lstm 98 %, gru 98 %",
    ),
    GapScenario(
        "two-memories",
        "Two cues past forty strangers: the LSTM keeps both apart, no plain cell does from any start, the "
        "identity with ReLU included.",
        Setup("two-cues"),
        (
            "lstm",
            "rnn:rate=0.003",
            "rnn:init=orthogonal:rate=0.003",
            "rnn:init=identity:activation=relu:rate=0.001",
        ),
        (40,),
        lambda right: mean(right["lstm", 40]) >= 0.95 and max(right["rnn", 40]) < 0.7,
        "lstm 97 %; rnn Glorot 17 %, orthogonal 16 %, identity with ReLU 60 %",
    ),
    GapScenario(
        "gates-alone",
        "With Glorot weights and biases of zero the gates start half shut, and past sixty strangers the LSTM "
        "and the GRU guess as the plain RNN does.",
        Setup("cue", start="glorot"),
        EVERYONE,
        (60,),
        lambda right: max(*right["rnn", 60], *_gated(right, 60)) <= 0.5,
        "rnn 12 %, lstm 13 %, gru 11 %",
    ),
    GapScenario(
        "a-good-start",
        "Ordered rather than gated: a ReLU cell that starts as the identity learns the order past a hundred "
        "strangers.",
        Setup("order", updates=1000),
        ("rnn:init=identity:activation=relu:rate=0.0003",),
        (100,),
        lambda right: mean(right["rnn", 100]) >= 0.9,
        "rnn 98 %",
    ),
    GapScenario(
        "tables-turned",
        "Repeating three symbols after thirty steps of nothing, a plain RNN with an orthogonal start is "
        "ahead of the LSTM and of the GRU.",
        Setup("copy", rate=0.01),
        ("rnn:init=orthogonal:rate=0.002", "lstm", "gru"),
        (30,),
        lambda right: mean(right["rnn", 30]) > max(0.95, mean(_gated(right, 30)) + 0.05),
        "rnn 99 %, lstm 90 %, gru 80 %",
    ),
)
