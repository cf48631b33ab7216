"""The choices of a language model's training, to and from a URL and a command line.

rate of update t = rate * factor(share of the updates made before it)
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np

from rnnplay.nn.model import Model
from rnnplay.options.common_fields import CELL, CLIP, OPTIMIZER, SEED
from rnnplay.options.field import MAX_UPDATES, Field
from rnnplay.options.query import read_query
from rnnplay.options.refusal import Refusal

MOST_NUMBERS = 4_000_000  # steps × rows × units × layers of one update; the buffers hold several such arrays


@dataclass(frozen=True)
class Schedule:
    """factor(share of the updates made, from 0 to below 1) -> a factor of the learning rate."""

    title: str
    factor: Callable[[float], float]


SCHEDULES = {
    "constant": Schedule("Constant", lambda share: 1.0),
    "cosine": Schedule("Falls to zero along a cosine", lambda share: 0.5 + 0.5 * math.cos(math.pi * share)),
    "drop": Schedule("A tenth of it for the last quarter", lambda share: 1.0 if share < 0.75 else 0.1),
}
SWITCH = {True: "yes", False: "no"}
CARRIED = {
    "yes": "The state goes on from chunk to chunk",
    "no": "Chunks from anywhere, each starts at zero",
}

# This choice belongs to the text and not to its training.
FOLD = Field(
    "fold", "Fold rare characters", "Those that occur fewer times than this become one.", "integer", 0, 10_000
)

# name, label, what it is, kind, lowest, highest
# fmt: off
RATE = Field("rate", "Learning rate",
             "How far one update moves the weights.", "number", 1e-5, 10, log=True)
UPDATES = Field("updates", "Updates",
                "How many updates the training takes.", "integer", 1, MAX_UPDATES)
TEXT_FIELDS = (
    CELL,
    Field("layers", "Layers",
          "How many cells stand one above the other, each reading the state of the one below it.",
          "integer", 1, 3),
    Field("hidden", "Units",
          "How many numbers each layer keeps from step to step.", "integer", 16, 512),
    Field("steps", "Steps",
          "How many characters a chunk has: the gradient goes back as far.", "integer", 8, 200),
    Field("batch", "Rows",
          "How many chunks, from different places of the text, one update reads side by side.",
          "integer", 1, 128),
    Field("carry", "Carry the state",
          "Whether a chunk starts from the state in which the chunk before it ended.",
          "choice", options=CARRIED),
    Field("dropout", "Dropout",
          "The share of the numbers between layers that is left out at random, against learning by heart.",
          "number", 0, 0.8),
    OPTIMIZER,
    RATE,
    Field("schedule", "Schedule",
          "How the learning rate changes on the way.", "choice", options=SCHEDULES),
    CLIP,
    SEED,
    UPDATES,
)
# fmt: on


@dataclass(frozen=True)
class TextSetup:
    """The choices of a language model's training, for any text. Raises ValueError with one sentence."""

    cell: str = "lstm"
    layers: int = 1
    hidden: int = 128
    steps: int = 64
    batch: int = 32
    carry: bool = True
    dropout: float = 0.0
    optimizer: str = "adam"
    rate: float = 0.003
    schedule: str = "constant"
    clip: float = 1.0
    seed: int = 0
    updates: int = 2_000

    def __post_init__(self):
        for field in TEXT_FIELDS:
            given = getattr(self, field.name)
            if field.name != "carry":
                object.__setattr__(self, field.name, field.check(given))
            elif not isinstance(given, bool):
                raise ValueError(f"{field.label} must be True or False, not {given!r:.40}.")
        if self.numbers > MOST_NUMBERS:
            raise ValueError(
                f"Steps × rows × units × layers may be at most {MOST_NUMBERS:,}, not {self.numbers:,}."
            )

    @property
    def numbers(self):
        """The count of numbers of each quantity in one update."""
        return self.steps * self.batch * self.hidden * self.layers

    def model(self, V):
        """The network without its weights (Model) for a vocabulary of V, in float32."""
        return _model(self.cell, V, self.hidden, self.layers, self.dropout)

    def texts(self):
        """name -> text of every choice, as in a URL, on a command line and in the page's fields."""
        return {
            field.name: SWITCH[self.carry]
            if field.name == "carry"
            else field.write(getattr(self, field.name))
            for field in TEXT_FIELDS
        }

    def with_text(self, name, text):
        """The same set-up with one choice read from text. Raises ValueError with one sentence."""
        return replace(self, **{name: _value(FIELD[name].read(text), name)})

    def to_query(self):
        """dict of str to str: what from_query reads back as exactly this set-up; defaults left out."""
        usual = DEFAULTS.texts()
        return {name: text for name, text in self.texts().items() if text != usual[name]}

    @classmethod
    def from_query(cls, query):
        """A link's parameters -> (TextSetup, dict of name to Refusal). Never raises."""
        usual = {**vars(DEFAULTS), "carry": SWITCH[DEFAULTS.carry]}
        read, refusals = read_query(TEXT_FIELDS, query, usual)
        values = {name: _value(value, name) for name, value in read.items()}
        try:
            return cls(**values), refusals
        except ValueError as error:  # each value is legal, but together they are too large
            values = {f.name: values.get(f.name, f.default) for f in fields(cls)}
            row = math.prod(values[name] for name in ("steps", "hidden", "layers"))
            values["batch"] = MOST_NUMBERS // row
            refusal = Refusal.because(error, "batch", f"a batch of {values['batch']} rows is used instead")
            return cls(**values), refusals | {"batch": refusal}


FIELD = {field.name: field for field in TEXT_FIELDS}
DEFAULTS = TextSetup()


def _value(value, name):
    return value == SWITCH[True] if name == "carry" else value


@lru_cache  # a Model keeps the layout of its weights, which is then computed once
def _model(cell, V, hidden, layers, dropout):
    return Model(cell, V, hidden, V, np.float32, layers=layers, dropout=dropout)
