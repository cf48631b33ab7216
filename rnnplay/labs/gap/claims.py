"""The claims of the gap lab, each with the runs that show it.

holds(right) is true,   right: (cell, gap) -> the held-out accuracies of its seeds at the end of the runs

Contestants with the same cell and different options share a key; their order there is not fixed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

from rnnplay.labs.gap.contestants import read_contestant
from rnnplay.labs.gap.setup import Setup, jobs


@dataclass(frozen=True)
class GapClaim:
    """One claim. title: two to five words for a list; contestants: as `read_contestant` reads them;
    measured: mean accuracies over seeds 0 to 4, one for each contestant and gap, in that order.
    """

    slug: str
    title: str
    claim: str
    setup: Setup
    contestants: tuple[str, ...]
    gaps: tuple[int, ...]
    holds: Callable[[dict], bool]
    measured: str
    seeds: int = 5

    @property
    def jobs(self):
        """The runs that show it (list of Job)."""
        return jobs(self.setup, map(read_contestant, self.contestants), self.gaps, range(self.seeds))


def accuracies(results):
    """Results -> dict: (cell, gap) -> the accuracies of its seeds."""
    right = {}
    for result in results:
        right.setdefault((result.job.cell, result.job.gap), []).append(result.row["accuracy"])
    return right


def _gated(right, gap):
    return [*right["lstm", gap], *right["gru", gap]]


def _all_near_gated_far(right, near, far):
    """Every cell learned across the near gap; across the far gap only the LSTM and the GRU did."""
    return (
        mean(right["rnn", near]) >= 0.9
        and min(_gated(right, near)) >= 0.95
        and mean(right["rnn", far]) <= 0.3
        and min(_gated(right, far)) >= 0.95
    )


def _one_of_two(right):
    """Of two contestants with one cell, one learned on every seed, the other on fewer than half."""
    return sorted(right)[len(right) // 2] >= 0.9 and mean(right) <= 0.8


def _most_learned(right):
    """More than half of the runs learned it, and their mean accuracy is high."""
    return sorted(right)[len(right) // 2] >= 0.95 and mean(right) >= 0.8


def _plain_ahead_of_gated(right):
    plain, lstm, gru = (mean(right[cell, 30]) for cell in THREE_CELLS)
    return plain >= 0.95 and plain > max(lstm, gru) + 0.1


THREE_CELLS = ("rnn", "lstm", "gru")
CLAIMS = (
    GapClaim(
        "through-the-crowd",
        "Past sixty strangers",
        "Past fifteen strangers every cell knows the cue. Past sixty the plain RNN still guesses after 600 "
        "updates; the GRU and the LSTM know.",
        Setup("cue"),
        THREE_CELLS,
        (15, 60),
        lambda right: _all_near_gated_far(right, 15, 60),
        "rnn 98 % at 15 and 12 % at 60; lstm 100 % and 99 %; gru 100 % and 99 %",
    ),
    GapClaim(
        "the-sentence",
        "A sentence's early word",
        "With ten words between country and language every cell learns to answer. With sixty the plain RNN "
        "did not in 600 updates; the GRU and the LSTM did.",
        Setup("sentence"),
        THREE_CELLS,
        (10, 60),
        lambda right: _all_near_gated_far(right, 10, 60),
        "rnn 100 % at 10 and 13 % at 60; lstm 100 % and 100 %; gru 100 % and 100 %",
    ),
    GapClaim(
        "which-came-first",
        "Which mark came first",
        "Past a hundred strangers the plain RNN did not learn in 600 updates which mark came first; the GRU "
        "and the LSTM did.",
        Setup("order"),
        THREE_CELLS,
        (100,),
        lambda right: mean(right["rnn", 100]) <= 0.45 and min(_gated(right, 100)) >= 0.95,
        "rnn 25 %; lstm 99 %; gru 99 %",
    ),
    GapClaim(
        "adding-up",
        "Adding across fifty steps",
        "With fifty steps in between the plain RNN adds, after 600 updates, no better than by always saying "
        "1; the GRU and the LSTM add.",
        Setup("adding"),
        THREE_CELLS,
        (50,),
        lambda right: mean(right["rnn", 50]) <= 0.35 and min(_gated(right, 50)) >= 0.95,
        "rnn 16 %; lstm 98 %; gru 98 %",
    ),
    GapClaim(
        "two-memories",
        "Two cues to keep apart",
        "Two cues past forty strangers: the LSTM keeps both apart. The plain cell did not in 1,000 updates "
        "from any of three starts, the identity with ReLU included.",
        Setup("two-cues"),
        (
            "lstm",
            "rnn:rate=0.003",
            "rnn:init=orthogonal:rate=0.003",
            "rnn:init=identity:activation=relu:rate=0.001",
        ),
        (40,),
        lambda right: mean(right["lstm", 40]) >= 0.95 and max(right["rnn", 40]) < 0.7,
        "lstm 97 %; rnn Glorot 17 %; orthogonal 16 %; identity with ReLU 60 %",
    ),
    GapClaim(
        "gates-alone",
        "Gates alone guess too",
        "With Glorot weights and biases of zero the gates start half shut: past sixty strangers the LSTM and "
        "the GRU, like the plain RNN, still guess after 600 updates.",
        Setup("cue", start="glorot"),
        THREE_CELLS,
        (60,),
        lambda right: max(*right["rnn", 60], *_gated(right, 60)) <= 0.5,
        "rnn 12 %; lstm 13 %; gru 11 %",
    ),
    GapClaim(
        "half-open",
        "How far gates open",
        "Past eighty strangers an LSTM with a forget bias of 1 alone did not learn in 600 updates from most "
        "starts; with gates that start open for as long as the gap it did.",
        Setup("cue"),
        ("lstm:chrono=0", "lstm"),
        (80,),
        lambda right: _one_of_two(right["lstm", 80]),
        "lstm with forget bias 1 13 %; open for as long as the gap 100 %",
    ),
    GapClaim(
        "only-the-start",
        "Only the start differs",
        "Only the start differs: past forty strangers a tanh RNN that starts as the identity knows the cue; "
        "from Glorot's start it did not learn it in 800 updates.",
        Setup("cue", updates=800, rate=0.0003),
        ("rnn:init=identity", "rnn"),
        (40,),
        lambda right: _one_of_two(right["rnn", 40]),
        "rnn identity 97 %; Glorot 12 %",
    ),
    GapClaim(
        "carried-by-relu",
        "The cue without gates",
        "A good start carries far: with ReLU, the identity to start from and small steps a plain RNN knows "
        "the cue past sixty strangers within 800 updates.",
        Setup("cue", updates=800, rate=0.0003),
        ("rnn:init=identity:activation=relu",),
        (60,),
        lambda right: mean(right["rnn", 60]) >= 0.9,
        "rnn 97 %",
    ),
    GapClaim(
        "a-good-start",
        "The order without gates",
        "Ordered rather than gated: a ReLU cell that starts as the identity learns the order past a hundred "
        "strangers within 1,000 updates.",
        Setup("order", updates=1000),
        ("rnn:init=identity:activation=relu:rate=0.0003",),
        (100,),
        lambda right: mean(right["rnn", 100]) >= 0.9,
        "rnn 98 %",
    ),
    GapClaim(
        "first-in-line",
        "An easier task",
        "The task matters too: if the cue always comes first, the plain RNN knows it past forty strangers, "
        "from an orthogonal start and from most of Glorot's.",
        Setup("fixed-cue", rate=0.001),
        ("rnn:init=orthogonal", "rnn"),
        (40,),
        lambda right: _most_learned(right["rnn", 40]),
        "rnn orthogonal 100 %; Glorot 82 %",
    ),
    GapClaim(
        "tables-turned",
        "The tables turned",
        "Repeating three symbols after thirty steps of nothing, a plain RNN with an orthogonal start is "
        "far ahead of the LSTM and of the GRU after 500 updates.",
        Setup("copy", updates=500, rate=0.01),
        ("rnn:init=orthogonal:rate=0.002", "lstm", "gru"),
        (30,),
        _plain_ahead_of_gated,
        "rnn 99 %; lstm 61 %; gru 63 %",
    ),
)
