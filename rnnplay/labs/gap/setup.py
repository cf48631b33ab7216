"""The frozen descriptions of a comparison: a Setup that all its runs share, and a Job for each run.

job = (set-up, cell, gap, seed, overrides)        units of a cell: about as many parameters as the LSTM has
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from rnnplay.nn.cells import CELLS
from rnnplay.nn.gate_roles import gates_of
from rnnplay.nn.model import Model
from rnnplay.options.common_fields import CELL, CELL_OPTIONS, SEED
from rnnplay.options.field import Field, quote
from rnnplay.tasks import TASKS
from rnnplay.tasks.batch import LONGEST, check_gap
from rnnplay.tasks.memory.sentence import Sentence

STARTS = {
    "suited": "As it suits each cell",
    "glorot": "All Glorot, biases zero",
    "orthogonal": "All orthogonal",
}
SIZES = {"parameters": "As many weights (Chung 2014)", "units": "As many units"}
MOST_RUNS = 10_000  # of a comparison

TASK = Field("task", "Task", "The task that the cells learn.", "choice", options=TASKS)
GAP = Field("gap", "Gap", "Steps from the clue to the question.", "integer", 1, LONGEST)
SEED_COUNT = Field("seeds", "Seeds", "The number of seeds, counted from 0.", "integer", 1, MOST_RUNS)
UPDATES = Field("updates", "Updates", "The most updates that a run may take.", "integer", 1, 20_000)
RATE = Field("rate", "Learning rate", "The same for all cells.", "number", 1e-5, 1, log=True)
UNITS = Field("units", "Units", "Units of the LSTM; the other cells get a size to match.", "integer", 1, 256)
START = Field("start", "Start", "The initial weights.", "choice", options=STARTS)
SIZE = Field("size", "Size", "The size that all cells have in common.", "choice", options=SIZES)


@dataclass(frozen=True)
class Setup:
    """The settings that all runs of a comparison share. Raises ValueError with one sentence.

    rate, updates: None stands for the task's default, which is filled in. to_the_end: train on after the
    task is solved. sentence: the learner's sentence, for the task "sentence" only.
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
        def set_checked(field, value):
            object.__setattr__(self, field.name, field.check(value))

        set_checked(TASK, self.task)
        if self.sentence and self.task != "sentence":
            raise ValueError(f"Only the task sentence takes a sentence of your own, not {self.task}.")
        task = self.memory_task
        set_checked(UPDATES, task.updates if self.updates is None else self.updates)
        set_checked(RATE, task.rate if self.rate is None else self.rate)
        for field in (UNITS, SIZE, START):
            set_checked(field, getattr(self, field.name))

    @property
    def memory_task(self):
        """The object that draws this task's batches: one of TASKS, or one made from the sentence."""
        return _sentence_task(self.sentence) if self.sentence else TASKS[self.task]


@dataclass(frozen=True)
class Job:
    """The description of one run. Raises ValueError for an illegal cell, gap, seed or option.

    overrides: pairs (name, value) of cell options, or "rate", that replace the set-up's for this cell.
    """

    setup: Setup
    cell: str
    gap: int
    seed: int
    overrides: tuple = ()

    def __post_init__(self):
        for field in (CELL, SEED):
            object.__setattr__(self, field.name, field.check(getattr(self, field.name)))
        try:
            check_gap(self.setup.memory_task, self.gap)
        except ValueError as refusal:
            raise ValueError(f"For the task {self.setup.task} {refusal}.") from None
        has = vars(CELLS[self.cell])
        legal = {name: field for name, field in CELL_OPTIONS.items() if name in has} | {"rate": RATE}
        for name, _ in self.overrides:
            if name not in legal:
                raise ValueError(
                    f"The cell {self.cell} has the options {', '.join(legal)}, not {quote(name)}."
                )
        checked = {name: legal[name].check(value) for name, value in self.overrides}
        object.__setattr__(self, "overrides", tuple(sorted(checked.items())))

    @property
    def options(self):
        """The cell's options (dict): those of the set-up's start, then the overrides."""
        start, has = self.setup.start, vars(CELLS[self.cell])
        init = {"suited": "orthogonal" if "chrono" in has else "glorot"}.get(start, start)
        wanted = {"init": init}
        if start == "suited":
            wanted["chrono"] = max(self.setup.memory_task.lengths(self.gap), 3)
        if start == "glorot":
            wanted["forget_bias"] = 0.0
        wanted = {name: value for name, value in wanted.items() if name in has}
        return wanted | {name: value for name, value in self.overrides if name != "rate"}

    @property
    def rate(self):
        """Learning rate."""
        return dict(self.overrides).get("rate", self.setup.rate)

    @cached_property
    def key(self):
        """A tuple that differs between the runs of one set-up; runs are sorted by it."""
        return list(CELLS).index(self.cell), self.gap, options_text(self.options), self.rate, self.seed

    @property
    def hidden(self):
        """Number of hidden units."""
        setup, task = self.setup, self.setup.memory_task
        if setup.size == "units":
            return setup.units
        return matched_units(self.cell, len(task.inputs), len(task.outputs), setup.units)

    @property
    def model(self):
        """The network (Model) that this run trains, in float32."""
        task = self.setup.memory_task
        sizes = len(task.inputs), self.hidden, len(task.outputs)
        return Model(self.cell, *sizes, np.float32, self.options, task.loss)

    @property
    def cost(self):
        """Estimated computing time of one update, in arbitrary units."""
        steps = self.setup.memory_task.lengths(self.gap)
        return steps * (40 + self.hidden) * (3 if gates_of(CELLS[self.cell]) else 1)


@lru_cache(maxsize=64)
def _sentence_task(text):
    """The task that a learner's sentence makes. Raises ValueError with one sentence."""
    try:
        return Sentence.from_text(text)
    except ValueError as refusal:
        raise ValueError(f"This sentence is no task: {refusal}.") from None


def options_text(options):
    """A cell's options (dict) as text for a table: "chrono=70 init=orthogonal"."""
    return " ".join(f"{name}={value}" for name, value in sorted(options.items()))


def read_seeds(text):
    """ "5" -> seeds 0 to 4; "101-105" -> 101 to 105; "3,7" -> 3 and 7. Raises ValueError."""
    parts = text.split(",")
    if len(parts) == 1 and "-" not in text.strip()[1:]:
        return range(SEED_COUNT.read(text))
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
    """Every combination once, as a sorted list of Jobs. cells: pairs (cell, overrides)."""
    combined = {
        Job(setup, cell, gap, seed, overrides) for cell, overrides in cells for gap in gaps for seed in seeds
    }
    return sorted({job.key: job for job in combined}.values(), key=lambda job: job.key)


@lru_cache
def matched_units(cell, inputs, outputs, units):
    """The number of units with which `cell` has about as many parameters as an LSTM of `units` units (Chung
    2014).
    """
    wanted = Model("lstm", inputs, units, outputs).layout.size
    return min(
        range(1, 4 * units + 8), key=lambda n: abs(Model(cell, inputs, n, outputs).layout.size - wanted)
    )
