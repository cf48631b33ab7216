"""The Fields of choices that several labs share, with one label, range and help for all labs."""

from dataclasses import fields

from rnnplay.nn.cells import CELLS
from rnnplay.nn.cells.gru import RESETS
from rnnplay.nn.cells.rnn import ACTIVATIONS
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.options.field import Field

INITS = {
    "normal": "Normal",
    "glorot": "Glorot",
    "orthogonal": "Orthogonal",
    "identity": "Identity",
    "pytorch": "As PyTorch",
}
MAX_CHRONO = 10_000  # steps

# name, label, help, kind, lowest, highest
# fmt: off
CELL = Field("cell", "Cell",
             "What computes the new hidden state from the input and the old one.", "choice", options=CELLS)
SEED = Field("seed", "Seed",
             "Names the random numbers of a run: the same seed gives the same run again.",
             "integer", 0, 2**31 - 1)
OPTIMIZER = Field("optimizer", "Optimizer",
                  "The rule that turns a gradient into a change of the weights.",
                  "choice", options=OPTIMIZERS)
CLIP = Field("clip", "Clip gradient at",
             "Limits a gradient that is too large; 0 means no limit.", "number", 0, 100)
_CELL_OPTIONS = (
    Field("activation", "Activation",
          "What squashes the new state of the plain cell.", "choice", options=ACTIVATIONS, cells=CELLS),
    Field("reset", "Reset gate",
          "Where the GRU's reset gate stands.", "choice", options=RESETS, cells=CELLS),
    Field("init", "Recurrent start",
          "How the first weights from state to state are drawn; only Normal uses the initial scale.",
          "choice", options=INITS, cells=CELLS),
    Field("forget_bias", "Forget bias",
          "The first bias of the LSTM's forget gate. Above 0 the gate starts open and keeps the cell state.",
          "number", -20, 20, cells=CELLS),
    Field("chrono", "Chrono range",
          "Draws the first biases of the gates so that they remember for up to this many steps; 0: off.",
          "integer", 0, MAX_CHRONO, cells=CELLS),
)
# fmt: on


def _declared_by_cells():
    """name -> Field of each option that a cell describes in the metadata of its dataclass field."""
    described = [one for cell in CELLS.values() for one in fields(cell) if one.metadata]
    return {one.name: Field(one.name, **one.metadata, cells=CELLS) for one in described}


CELL_OPTIONS = {field.name: field for field in _CELL_OPTIONS} | _declared_by_cells()


def with_declared_options(experiment):
    """Class decorator: give a dataclass a field, with its default, for each option that a cell describes."""
    for cell in CELLS.values():
        for one in fields(cell):
            if one.metadata and not hasattr(experiment, one.name):
                experiment.__annotations__[one.name] = one.type
                setattr(experiment, one.name, one.default)
    return experiment
