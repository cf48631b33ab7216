"""What a comparison is made of: a set-up that all its runs share, and one frozen description a run.

run = (set-up, cell, gap, seed, own options)        units of a cell: as many parameters as the LSTM's, nearly
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnplay.nn.cells import CELLS
from rnnplay.nn.model import Model
from rnnplay.options.field import Field, quote
from rnnplay.tasks import TASKS
from rnnplay.tasks.batch import LONGEST, check_gap
from rnnplay.tasks.memory.sentence import Sentence
from rnnplay.training.experiment import FIELD

STARTS = {
    "suited": "As it suits each cell",
    "glorot": "All Glorot, biases zero",
    "orthogonal": "All orthogonal",
}
SIZES = {"parameters": "As many weights (Chung 2014)", "units": "As many units"}
MOST_RUNS = 10_000  # of a comparison
OWN = {name: FIELD[name] for name in ("init", "activation", "reset", "forget_bias", "chrono")}

TASK = Field("task", "Task", "What is to be learned.", "choice", options=TASKS)
CELL = Field("cell", "Cell", "What computes the new state.", "choice", options=CELLS)
GAP = Field("gap", "Gap", "Steps between the clue and the question.", "integer", 1, LONGEST)
SEED = Field("seed", "Seed", "Names the data and the start of a run.", "integer", 0, 2**31 - 1)
COUNT = Field("seeds", "Seeds", "How many seeds, counted from 0.", "integer", 1, MOST_RUNS)
UPDATES = Field("updates", "Updates", "How many updates a run may take.", "integer", 1, 20_000)
RATE = Field("rate", "Learning rate", "The same for all cells.", "number", 1e-5, 1, log=True)
UNITS = Field("units", "Units", "Of the LSTM; the others are matched to it.", "integer", 1, 256)
START = Field("start", "Start", "How the first weights are drawn.", "choice", options=STARTS)
SIZE = Field("size", "Size", "What is alike between the cells.", "choice", options=SIZES)


@dataclass(frozen=True)
class Setup:
    """What all runs of a comparison have in common. Raises ValueError with one sentence.

    rate, updates: None for the task's own, which is then filled in. to_the_end: go on after it is solved.
    sentence: a learner's own, for the task of that name.
    """

    task: str = "cue"
    updates: int | None = None
    rate: float | None = None
    units: int = 32
    size: str = "parameters"
    start: str = "suited"
    to_the_end: bool = False
    sentence: str = ""

    def __post_init__(self):
        def keep(field, value):
            object.__setattr__(self, field.name, field.check(value))

        keep(TASK, self.task)
        if self.sentence and self.task != "sentence":
            raise ValueError(f"Only the task sentence takes a sentence of one's own, not {self.task}.")
        what = self.what
        keep(UPDATES, what.updates if self.updates is None else self.updates)
        keep(RATE, what.rate if self.rate is None else self.rate)
        for field in (UNITS, SIZE, START):
            keep(field, getattr(self, field.name))

    @property
    def what(self):
        """The task itself."""
        if not self.sentence:
            return TASKS[self.task]
        try:
            return Sentence.own(self.sentence)
        except ValueError as refusal:
            raise ValueError(f"This sentence is no task: {refusal}.") from None


@dataclass(frozen=True)
class Job:
    """One run. Raises ValueError with one sentence for a cell, gap, seed or option that does not fit.

    own: pairs of options, or "rate", that this cell has otherwise than the set-up says.
    """

    setup: Setup
    cell: str
    gap: int
    seed: int
    own: tuple = ()

    def __post_init__(self):
        for field in (CELL, SEED):
            object.__setattr__(self, field.name, field.check(getattr(self, field.name)))
        try:
            check_gap(self.setup.what, self.gap)
        except ValueError as refusal:
            raise ValueError(f"For the task {self.setup.task} {refusal}.") from None
        has = vars(CELLS[self.cell])
        legal = {name: field for name, field in OWN.items() if name in has} | {"rate": RATE}
        for name, _ in self.own:
            if name not in legal:
                raise ValueError(
                    f"The cell {self.cell} has {', '.join(legal)} to be set, but not {quote(name)}."
                )
        checked = {name: legal[name].check(value) for name, value in self.own}
        object.__setattr__(self, "own", tuple(sorted(checked.items())))

    @property
    def options(self):
        """The cell's options, by name, that the start and the cell's own ask for."""
        start, has = self.setup.start, vars(CELLS[self.cell])
        init = {"suited": "orthogonal" if "chrono" in has else "glorot"}.get(start, start)
        wanted = {"init": init}
        if start == "suited":
            wanted["chrono"] = max(self.setup.what.lengths(self.gap), 3)
        if start == "glorot":
            wanted["forget_bias"] = 0.0
        wanted = {name: value for name, value in wanted.items() if name in has}
        return wanted | {name: value for name, value in self.own if name != "rate"}

    @property
    def rate(self):
        """Learning rate."""
        return dict(self.own).get("rate", self.setup.rate)

    @property
    def key(self):
        """What tells this run from the others of its set-up, and the order of the runs."""
        return list(CELLS).index(self.cell), self.gap, spelled(self.options), self.rate, self.seed

    @property
    def hidden(self):
        """Number of units."""
        setup, what = self.setup, self.setup.what
        if setup.size == "units":
            return setup.units
        return matched(self.cell, len(what.inputs), len(what.outputs), setup.units)

    @property
    def model(self):
        """The network's shape, in float32."""
        what = self.setup.what
        sizes = len(what.inputs), self.hidden, len(what.outputs)
        return Model(self.cell, *sizes, np.float32, self.options, what.loss)

    @property
    def cost(self):
        """How long it may take, in arbitrary units."""
        return self.setup.what.lengths(self.gap) * (40 + self.hidden) * (1 if self.cell == "rnn" else 3)


def spelled(options):
    """A cell's options as text, for a table."""
    return " ".join(f"{name}={value}" for name, value in sorted(options.items()))


def contestant(text):
    """ "rnn", or "rnn:init=identity:rate=0.001" -> (cell, own options). Raises ValueError."""
    cell, *options = text.split(":")
    own = {}
    for option in options:
        name, _, value = option.partition("=")
        field = OWN.get(name, RATE if name == "rate" else None)
        if field is None:
            raise ValueError(f"An option must be one of {', '.join(OWN)}, rate, not {quote(name)}.")
        own[name] = field.read(value)
    return CELL.read(cell), tuple(own.items())


def read_seeds(text):
    """ "5" -> 0 to 4; "101-105" -> those; "3,7" -> those. Raises ValueError with one sentence."""
    parts = text.split(",")
    if len(parts) == 1 and "-" not in text.strip()[1:]:
        return range(COUNT.read(text))
    seeds = []
    for part in parts:
        first, dash, last = part.partition("-")
        first = SEED.read(first)
        last = SEED.read(last) if dash else first
        if last < first or last - first >= MOST_RUNS:
            raise ValueError(f"Seeds must be like 5, 101-105 or 3,7, not {quote(text)}.")
        seeds += range(first, last + 1)
    return list(dict.fromkeys(seeds))


def jobs(setup, cells, gaps, seeds):
    """All combinations, each once, in order. cells: pairs of a name and own options, as of `contestant`."""
    combined = {Job(setup, cell, gap, seed, own) for cell, own in cells for gap in gaps for seed in seeds}
    return sorted({job.key: job for job in combined}.values(), key=lambda job: job.key)


@lru_cache
def matched(cell, inputs, outputs, units):
    """The units of `cell` with which it has as many parameters as an LSTM of `units`, as near as can be."""
    wanted = Model("lstm", inputs, units, outputs).layout.size
    return min(
        range(1, 4 * units + 8), key=lambda n: abs(Model(cell, inputs, n, outputs).layout.size - wanted)
    )
