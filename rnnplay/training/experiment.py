"""Every choice of the hello lab as one frozen Experiment; ranges, labels and URL come from its FIELDS.

to_query(from_query(q)) = q without defaults        initial() = f(start, scale, seed)
x_t = index of symbol t        target_t = index of symbol t + 1        t = 1 .. T,  T = symbols - 1
"""

import hashlib
from dataclasses import dataclass, fields, replace
from functools import cached_property
from urllib.parse import urlencode

import numpy as np

from rnnplay.nn.model import Model
from rnnplay.options.common_fields import CELL, CELL_OPTIONS, CLIP, OPTIMIZER, SEED, with_declared_options
from rnnplay.options.field import MAX_UPDATES, Field, quote
from rnnplay.options.query import read_query
from rnnplay.options.refusal import Refusal
from rnnplay.tasks.symbols import split
from rnnplay.training.article_weights import FIGURE, figure_weights
from rnnplay.training.update import UpdateRule

CLIP_BY = {"norm": "The whole gradient, by its norm", "value": "Each number on its own"}
STARTS = {"random": "Random weights", "figure": "The article's figure"}

# name, label, what it is, kind, lowest, highest
# fmt: off
FIELDS = (
    Field("text", "Training string",
          "The text whose next symbol the network learns to predict.", "text", 2, 200),
    CELL,
    Field("hidden", "Hidden units",
          "How many numbers the network keeps from step to step.", "integer", 1, 64),
    OPTIMIZER,
    Field("lr", "Learning rate",
          "How far one update moves the weights.", "schedule", 1e-5, 100, log=True),
    CLIP,
    Field("clip_by", "Clip by",
          "What is limited: the whole gradient, or each of its numbers.", "choice", options=CLIP_BY),
    Field("start", "Start",
          "Which weights the training starts from.", "choice", options=STARTS),
    Field("scale", "Initial scale",
          "How widely the random first weights spread (standard deviation).", "number", 0, 3),
    SEED,
    *CELL_OPTIONS.values(),
)
# fmt: on
FIELD = {field.name: field for field in FIELDS}
UPDATE = Field("update", "Update", "Which update of the training to show.", "integer", 0, MAX_UPDATES)


@dataclass(frozen=True)
@with_declared_options
class Experiment:
    """Every choice that a training run depends on. Raises ValueError with one sentence for a bad one.

    An option that its cell does not have is ignored: it has its default, whatever value is given.
    lr: a schedule, pairs of (update, rate), the rate from this update on; a number alone is a constant rate.
    """

    text: str = "hello"
    cell: str = "rnn"
    hidden: int = 3
    optimizer: str = "sgd"
    lr: tuple = ((0, 0.1),)
    clip: float = 0.0
    clip_by: str = "norm"
    start: str = "random"
    scale: float = 0.5
    seed: int = 0
    activation: str = "tanh"
    reset: str = "before"
    init: str = "normal"
    forget_bias: float = 1.0
    chrono: int = 0

    def __post_init__(self):
        for field in FIELDS:
            object.__setattr__(self, field.name, field.check(getattr(self, field.name)))
        for field in FIELDS:
            if not field.applies(self):
                object.__setattr__(self, field.name, DEFAULTS[field.name])
        if self.start == "figure":
            for name, wanted in FIGURE.items():
                given = getattr(self, name)
                if given != wanted:
                    label = FIELD[name].label.lower()
                    raise ValueError(f"The figure's start needs {label} {quote(wanted)}, not {quote(given)}.")

    @classmethod
    def from_query(cls, query):
        """A link's parameters, as of read_query -> (Experiment, dict of name to Refusal). Never raises."""
        values, refusals = read_query(FIELDS, query, DEFAULTS)
        try:
            return cls(**values), refusals
        except ValueError as error:  # each value alone is legal, but the start does not fit the others
            refusal = Refusal.because(error, "start", "random weights are used instead")
            return cls(**values | {"start": "random"}), refusals | {"start": refusal}

    def to_query(self):
        """dict of str to str: what from_query reads back as exactly this experiment; defaults left out."""
        return {
            field.name: field.write(getattr(self, field.name))
            for field in FIELDS
            if getattr(self, field.name) != DEFAULTS[field.name]
        }

    @cached_property
    def run_id(self):
        """12 hexadecimal digits that name this experiment on any computer."""
        return hashlib.sha256(urlencode(self.to_query()).encode()).hexdigest()[:12]

    def lr_at(self, t):
        """The rate of the update that leads from state t to state t + 1."""
        return next(rate for update, rate in reversed(self.lr) if update <= max(t, 0))

    def with_lr(self, update, rate):
        """The same experiment up to `update`, with this rate from there on (later changes are dropped)."""
        return replace(self, lr=(*((u, r) for u, r in self.lr if u < update), (update, rate)))

    @cached_property
    def symbols(self):
        """The text's symbols, a tuple of T + 1 strings."""
        return tuple(split(self.text))

    @cached_property
    def vocab(self):
        """The V different symbols in order of first appearance."""
        return tuple(dict.fromkeys(self.symbols))

    @cached_property
    def x(self):
        """(T, 1) int: index in `vocab` of the symbol each step reads."""
        return self._indices[:-1]

    @cached_property
    def targets(self):
        """(T, 1) int: index in `vocab` of the symbol each step should predict."""
        return self._indices[1:]

    @cached_property
    def _indices(self):
        index = {symbol: i for i, symbol in enumerate(self.vocab)}
        indices = np.array([[index[symbol]] for symbol in self.symbols])
        indices.flags.writeable = False  # every caller gets this same array
        return indices

    @property
    def T(self):
        """Number of steps."""
        return len(self.symbols) - 1

    @property
    def V(self):
        """Number of different symbols."""
        return len(self.vocab)

    @cached_property
    def model(self):
        """The network's shape, in float64."""
        options = {f.name: getattr(self, f.name) for f in FIELDS if f.cells is not None and f.applies(self)}
        return Model(self.cell, inputs=self.V, hidden=self.hidden, outputs=self.V, options=options)

    @cached_property
    def update_rule(self):
        """The optimizer and the limit of the gradient."""
        return UpdateRule(self.optimizer, self.clip, self.clip_by)

    def initial(self):
        """(n,) float64: the weights before the first update."""
        if self.start == "random":
            return self.model.initial(seed=self.seed, scale=self.scale)
        params = self.model.params()
        for name, matrix in figure_weights().items():
            setattr(params, name, matrix)
        return params.flat


DEFAULTS = {field.name: field.default for field in fields(Experiment)}
