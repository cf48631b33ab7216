"""The choices that make a race, read from and written to a URL and a command line.

race = (task, cells, gap, gaps, seeds, updates, ...)      runs of the race: cells x gap x seeds
"""

import shlex
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, lru_cache
from itertools import chain
from operator import attrgetter

from rnnplay.labs.gap.claims import CLAIMS
from rnnplay.labs.gap.contestants import read_contestant
from rnnplay.labs.gap.setup import (
    RATE,
    SIZE,
    START,
    TASK,
    UNITS,
    UPDATES,
    Job,
    Setup,
    jobs,
    read_seeds,
)
from rnnplay.options.field import Field
from rnnplay.options.query import read_in_turn

WIDEST_GAP, MOST_CELLS, MOST_GAPS, MOST_SEEDS = 200, 6, 8, 20
LONGEST_SENTENCE = 400

GAP = Field(
    "gap", "Gap", "The least number of steps from the clue to the question.", "integer", 1, WIDEST_GAP
)
GAPS = Field("gaps", "Gaps", "The gaps of the curve, such as 15,30,60.", "text", 1, 60)
EACH_GAP = replace(GAP, label="Each of the gaps")
SEEDS = Field(
    "seeds",
    "Seeds",
    "Runs of each cell: 5 means the seeds 0 to 4. Or name them: 101-105, or 3,7.",
    "text",
    1,
    240,
)
CELLS_TEXT = Field("cells", "Cells", "The cells to compare, each with options if you like.", "text", 1, 200)
SENTENCE = Field(
    "sentence",
    "Your own sentence",
    "With clue and answer in brackets: We had [cats|dogs] … and they say [meow|woof]. Empty: ours.",
    "text",
    0,
    LONGEST_SENTENCE,
)
# A new task or sentence resets the rate and the updates, so these two fields are read before those.
FILLER = Field(
    "filler", "Filler", "Each number gives other words between clue and answer.", "integer", 0, 999
)
FIELDS = (TASK, SENTENCE, CELLS_TEXT, GAP, GAPS, SEEDS, UPDATES, RATE, UNITS, SIZE, START)
FIELD = {field.name: field for field in FIELDS}
DEFAULT_CELLS = ("rnn", "lstm", "gru")
SHARED = tuple(field.name for field in fields(Setup) if field.name != "to_the_end")  # by a Race and its Setup


@dataclass(frozen=True)
class Race:
    """The cells that are compared, their task, and the gap. Raises ValueError with one sentence.

    cells: contestants, as `read_contestant` reads them. gaps: those of the curve of accuracy against gap.
    updates, rate: None stands for the task's default, which is filled in. sentence: the learner's sentence,
    for the task "sentence" only.
    """

    task: str = "cue"
    cells: tuple = DEFAULT_CELLS
    gap: int = 60
    gaps: tuple = (15, 30, 60, 100)
    seeds: tuple = (0, 1, 2, 3, 4)
    updates: int | None = None
    rate: float | None = None
    units: int = 32
    size: str = "parameters"
    start: str = "suited"
    sentence: str = ""

    def __post_init__(self):
        GAP.check(self.gap)
        _check_count("Cells", self.cells, MOST_CELLS)
        _check_count("Gaps", self.gaps, MOST_GAPS)
        _check_count("Seeds", self.seeds, MOST_SEEDS)
        setup = self.setup
        for gap in {self.gap, *self.gaps}:
            self.jobs(GAP.check(gap))  # raises for an illegal cell, option, gap or seed
        object.__setattr__(self, "gaps", tuple(sorted(set(self.gaps))))
        object.__setattr__(self, "updates", setup.updates)
        object.__setattr__(self, "rate", setup.rate)

    @cached_property
    def setup(self):
        """The settings that all runs share (Setup)."""
        return Setup(**{name: getattr(self, name) for name in SHARED})

    def jobs(self, *gaps):
        """The runs (list of Job) across these gaps, by default across the race's gap."""
        each_gap = [_jobs_across(self.setup, self.cells, gap, self.seeds) for gap in set(gaps or (self.gap,))]
        return sorted(chain.from_iterable(each_gap), key=attrgetter("key"))

    def job(self, contestant, gap, seed):
        """One run (Job); contestant: one of `cells`."""
        return _job(self.setup, contestant, gap, seed)

    @cached_property
    def claim(self):
        """The GapClaim that has the same runs, or None."""
        return next((claim for claim, race in _races_of_claims() if self._has_runs_of(race)), None)

    def _has_runs_of(self, other):
        return replace(self, gap=other.gap, gaps=other.gaps) == other and self.gap in other.gaps

    @classmethod
    def of_claim(cls, claim):
        """The race of a GapClaim, at its widest gap."""
        return cls(
            cells=claim.contestants,
            gap=max(claim.gaps),
            gaps=tuple(claim.gaps),
            seeds=tuple(range(claim.seeds)),
            **{name: getattr(claim.setup, name) for name in SHARED},
        )

    def with_task(self, task):
        """The same race on another task, with that task's default rate and updates."""
        return replace(self, task=task, updates=None, rate=None, sentence="")

    # ---- to and from text

    def texts(self):
        """name -> text of every choice, as in a URL and in the page's text fields."""
        return {
            "task": self.task,
            "cells": ",".join(self.cells),
            "gap": str(self.gap),
            "gaps": ",".join(map(str, self.gaps)),
            "seeds": seeds_text(self.seeds),
            "updates": str(self.updates),
            "rate": f"{self.rate!r}",
            "units": str(self.units),
            "size": self.size,
            "start": self.start,
            "sentence": self.sentence,
        }

    def with_text(self, name, text):
        """The same race with one choice read from text. Raises ValueError with one sentence."""
        match name:
            case "task":
                return self.with_task(TASK.read(text))
            case "cells":
                parts = [part.strip() for part in text.split(",") if part.strip()]
                value = tuple({read_contestant(part): part for part in parts}.values())
            case "gaps":
                value = tuple(sorted({EACH_GAP.read(part) for part in GAPS.read(text).split(",")}))
            case "seeds":
                value = _read_few_seeds(text)
            case "sentence":
                sentence = SENTENCE.read(text) if text.strip() else ""
                return replace(self.with_task("sentence"), sentence=sentence)
            case _:
                value = FIELD[name].read(text)
        return replace(self, **{name: value})

    def to_query(self):
        """URL parameters (dict of str to str) that open this race; defaults are left out."""
        defaults = _default_texts(self.task)
        return {
            name: text
            for name, text in self.texts().items()
            if text != defaults[name] or (name == "task" and text != Race.task)
        }

    @classmethod
    def from_query(cls, query):
        """A link's parameters -> (Race, dict of name to Refusal). Never raises."""
        return read_in_turn(cls(), FIELDS, query, cls.with_text)

    def command(self, *gaps, out="results.csv"):
        """The command line that makes the same runs."""
        setup, defaults = self.setup, Setup(self.task)
        words = ["python", "-m", "rnnplay", "compare", "--task", self.task, "--cells", ",".join(self.cells)]
        words += ["--gaps", ",".join(map(str, gaps or (self.gap,))), "--seeds", seeds_text(self.seeds)]
        for name in ("updates", "rate", "units", "size", "start", "sentence"):
            if getattr(setup, name) != getattr(defaults, name):
                words += [f"--{name}", str(getattr(setup, name))]
        return shlex.join([*words, "--out", out])


# A page asks for the same jobs at every rerun. A Job is checked once, and its key is computed once.


@lru_cache(maxsize=256)
def _jobs_across(setup, contestants, gap, seeds):
    """The runs (tuple of Job) of all contestants and seeds across one gap."""
    return tuple(jobs(setup, map(read_contestant, contestants), (gap,), seeds))


@lru_cache(maxsize=1024)
def _job(setup, contestant, gap, seed):
    cell, overrides = read_contestant(contestant)
    return Job(setup, cell, gap, seed, overrides)


@cache
def _default_texts(task):
    """The texts of a task's default race; task: one of TASKS."""
    return Race(task=task).texts()


def seeds_text(seeds):
    """(0, 1, 2) -> "3"; (101, 102, 103) -> "101-103"; (3, 7) -> "3,7"."""
    seeds = tuple(seeds)
    if seeds == tuple(range(len(seeds))):
        return str(len(seeds))
    if len(seeds) > 1 and seeds == tuple(range(seeds[0], seeds[-1] + 1)):
        return f"{seeds[0]}-{seeds[-1]}"
    return ",".join(map(str, seeds)) if len(seeds) > 1 else f"{seeds[0]}-{seeds[0]}"


def _read_few_seeds(text):
    seeds = read_seeds(SEEDS.read(text))
    _check_count("Seeds", seeds, MOST_SEEDS)
    return tuple(seeds)


def _check_count(label, values, most):
    if not 1 <= len(values) <= most:
        raise ValueError(f"{label} must be 1 to {most} in number, not {len(values):,}.")


@cache
def _races_of_claims():
    """[(GapClaim, its Race)]"""
    return [(claim, Race.of_claim(claim)) for claim in CLAIMS]
