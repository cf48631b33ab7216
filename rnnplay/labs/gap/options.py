"""Every choice of the lab of the long gap, to and from a URL and a command line.

race = (task, cells, gap, seeds, how they train)      runs of the race: cells x gap x seeds
"""

import shlex
from dataclasses import dataclass, replace
from functools import cache, cached_property

from rnnplay.labs.gap.claims import GAP_SCENARIOS
from rnnplay.labs.gap.setup import (
    RATE,
    SIZE,
    START,
    TASK,
    UNITS,
    UPDATES,
    Job,
    Setup,
    contestant,
    jobs,
    read_seeds,
)
from rnnplay.nn.cells import CELLS
from rnnplay.options.field import Field
from rnnplay.training.experiment import INITS, single

WIDEST, MOST_CELLS, MOST_GAPS, MOST_SEEDS = 200, 6, 8, 20
LONGEST_SENTENCE = 400

GAP = Field("gap", "Gap", "Steps that at least lie between the clue and the question.", "integer", 1, WIDEST)
GAPS = Field("gaps", "Gaps", "The gaps of the curve, like 15,30,60.", "text", 1, 60)
SEEDS = Field(
    "seeds",
    "Seeds",
    "How many runs each cell has: 5 is the seeds 0 to 4. 101-105 or 3,7 are those.",
    "text",
    1,
    240,
)
CELLS_TEXT = Field("cells", "Cells", "Who takes part, with options if need be.", "text", 1, 200)
SENTENCE = Field(
    "sentence",
    "Your own sentence",
    "With clue and answer in brackets: We had [cats|dogs] … and they say [meow|woof]. Empty for ours.",
    "text",
    0,
    LONGEST_SENTENCE,
)
# The task and a sentence of one's own bring their own rate and updates: they stand before those.
FIELDS = (TASK, SENTENCE, CELLS_TEXT, GAP, GAPS, SEEDS, UPDATES, RATE, UNITS, SIZE, START)
EVERYONE = ("rnn", "lstm", "gru")
SHORT = {"rnn": "RNN"}


@dataclass(frozen=True)
class Race:
    """Who runs, on what, across which gap. Raises ValueError with one sentence.

    cells: as `contestant` reads them. gaps: those of the curve of accuracy against gap. updates, rate: None
    for the task's own, which is then filled in. sentence: a learner's own, for the task of that name.
    """

    task: str = "cue"
    cells: tuple = EVERYONE
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
        _few("Cells", self.cells, MOST_CELLS)
        _few("Gaps", self.gaps, MOST_GAPS)
        _few("Seeds", self.seeds, MOST_SEEDS)
        setup = self.setup
        for gap in {self.gap, *self.gaps}:
            self.jobs(GAP.check(gap))  # a cell, option, gap or seed that does not fit says so
        object.__setattr__(self, "gaps", tuple(sorted(set(self.gaps))))
        object.__setattr__(self, "updates", setup.updates)
        object.__setattr__(self, "rate", setup.rate)

    @cached_property
    def setup(self):
        """What all runs have in common."""
        shared = ("task", "updates", "rate", "units", "size", "start", "sentence")
        return Setup(**{name: getattr(self, name) for name in shared})

    def jobs(self, *gaps):
        """The runs across these gaps, by default across the race's own."""
        return jobs(self.setup, map(contestant, self.cells), gaps or (self.gap,), self.seeds)

    def job(self, cell, gap, seed):
        """One run; cell: one of `cells`."""
        name, own = contestant(cell)
        return Job(self.setup, name, gap, seed, own)

    @cached_property
    def scenario(self):
        """The claim whose runs these are, or None."""
        return next((claim for claim, race in _claims() if _same(self, race)), None)

    @classmethod
    def of(cls, scenario):
        """The race of a claim, at its widest gap."""
        setup = scenario.setup
        shared = ("task", "updates", "rate", "units", "size", "start", "sentence")
        return cls(
            cells=scenario.contestants,
            gap=max(scenario.gaps),
            gaps=tuple(scenario.gaps),
            seeds=tuple(range(scenario.seeds)),
            **{name: getattr(setup, name) for name in shared},
        )

    def with_task(self, task):
        """The same race on another task, with the rate and the updates that suit that one."""
        return replace(self, task=task, updates=None, rate=None, sentence="")

    # ---- to and from text

    def texts(self):
        """name -> text of every choice, as a URL and the page's boxes have it."""
        return {
            "task": self.task,
            "cells": ",".join(self.cells),
            "gap": str(self.gap),
            "gaps": ",".join(map(str, self.gaps)),
            "seeds": spell_seeds(self.seeds),
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
                named = [part.strip() for part in text.split(",") if part.strip()]
                value = tuple({contestant(part): part for part in named}.values())
            case "gaps":
                value = tuple(sorted({GAP.read(part) for part in GAPS.read(text).split(",")}))
            case "seeds":
                value = _seeds(text)
            case "sentence":
                own = SENTENCE.read(text) if text.strip() else ""
                return replace(self.with_task("sentence"), sentence=own)
            case _:
                field = next(field for field in FIELDS if field.name == name)
                value = field.read(text)
        return replace(self, **{name: value})

    def to_query(self):
        """dict of str to str: what from_query reads back as exactly this race; defaults left out."""
        usual = Race(task=self.task).texts()
        return {
            name: text
            for name, text in self.texts().items()
            if text != usual[name] or (name == "task" and text != Race.task)
        }

    @classmethod
    def from_query(cls, query):
        """A URL's parameters -> (Race, list of sentences about what could not be used). Never raises."""
        race, problems = cls(), []
        for name in (field.name for field in FIELDS):
            if name in query:
                try:
                    race = race.with_text(name, str(single(query[name])))
                except ValueError as refusal:
                    problems.append(f"{str(refusal).removesuffix('.')}; it is left as it was.")
        return race, problems

    def command(self, *gaps, out="results.csv"):
        """The command line that makes the same runs."""
        setup, usual = self.setup, Setup(self.task)
        words = ["python", "-m", "rnnplay", "compare", "--task", self.task, "--cells", ",".join(self.cells)]
        words += ["--gaps", ",".join(map(str, gaps or (self.gap,))), "--seeds", spell_seeds(self.seeds)]
        for name in ("updates", "rate", "units", "size", "start", "sentence"):
            if getattr(setup, name) != getattr(usual, name):
                words += [f"--{name}", str(getattr(setup, name))]
        return shlex.join([*words, "--out", out])


def name_of(cell):
    """What a contestant is called: "rnn:init=identity" -> "RNN, identity start"."""
    cell, own = contestant(cell)
    title = SHORT.get(cell, CELLS[cell].title)
    return ", ".join([title, *words(dict(own))])


def words(options):
    """A cell's options (dict) in words, a list."""
    said = []
    for name, value in options.items():
        match name:
            case "init":
                said.append(f"{INITS[value] if value == 'pytorch' else INITS[value].lower()} start")
            case "activation":
                said.append({"relu": "ReLU", "linear": "no tanh"}.get(value, value))
            case "forget_bias":
                said.append(f"forget bias {value:g}")
            case "chrono":
                said.append(f"open for {value} steps (chrono)" if value else "no chrono")
            case "reset":
                said.append(f"reset {value} the product")
            case _:
                said.append(f"{name} {value:g}")
    return said


def spell_seeds(seeds):
    """(0, 1, 2) -> "3"; (101, 102, 103) -> "101-103"; (3, 7) -> "3,7"."""
    seeds = tuple(seeds)
    if seeds == tuple(range(len(seeds))):
        return str(len(seeds))
    if len(seeds) > 1 and seeds == tuple(range(seeds[0], seeds[-1] + 1)):
        return f"{seeds[0]}-{seeds[-1]}"
    return ",".join(map(str, seeds)) if len(seeds) > 1 else f"{seeds[0]}-{seeds[0]}"


def _seeds(text):
    found = read_seeds(SEEDS.read(text))
    _few("Seeds", found, MOST_SEEDS)
    return tuple(found)


def _few(label, values, most):
    if not 1 <= len(values) <= most:
        raise ValueError(f"{label} must be 1 to {most} here, not {len(values):,}.")


@cache
def _claims():
    """[(scenario, its race)]"""
    return [(claim, Race.of(claim)) for claim in GAP_SCENARIOS]


def _same(race, other):
    return replace(race, gap=other.gap, gaps=other.gaps) == other and race.gap in other.gaps
