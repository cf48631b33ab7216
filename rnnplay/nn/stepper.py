"""Networks that are called one step at a time and keep their state between the calls.

rnn = RNN(inputs=4, hidden=3, outputs=4, seed=0)
y = rnn.step(x)            # x: a vector; y: a vector of scores; rnn.h is the state it keeps

RNN, LSTM and GRU are made from CELLS, one class for each cell.
"""

from dataclasses import fields
from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from rnnplay.nn.cells import CELLS
from rnnplay.nn.model import Model


class CellNetwork:
    """A network of one cell and a read-out; `cell`, of the subclass, is the cell's name in CELLS.

    The parameters (`W_xh`, `W_hh`, ...) and the states (`h`) are read and set as attributes.
    Raises ValueError for a wrong shape or a number that is not finite.
    """

    cell: str

    def __init__(self, inputs, hidden, outputs, *, seed=0, scale=None, **options):
        """Random weights from `seed`, normal with deviation `scale` (1 / sqrt(hidden) unless given).

        options: those of the cell.
        """
        for name, size in (("inputs", inputs), ("hidden", hidden), ("outputs", outputs)):
            if not isinstance(size, (int, np.integer)) or isinstance(size, bool) or size < 1:
                raise ValueError(f"{name} must be a whole number from 1 on, not {size!r}")
        model = Model(self.cell, int(inputs), int(hidden), int(outputs), options=options)
        scale = hidden**-0.5 if scale is None else scale
        vars(self).update(model=model, params=model.params(model.initial(seed, scale)))
        self.reset()

    def reset(self):
        """Set every state to zeros."""
        cell = self.model.recurrent
        vars(self)["state"] = SimpleNamespace(**{s: np.zeros(self.model.hidden) for s in cell.states})

    def step(self, x):
        """One step: x (inputs,) -> scores y (outputs,). The state becomes the one after the step."""
        x = _checked("x", x, (self.model.inputs,))
        cell, before = self.model.recurrent, {s: h[None] for s, h in vars(self.state).items()}
        now = cell.step(self.params, x[None], SimpleNamespace(**before))
        vars(self)["state"] = SimpleNamespace(**{s: getattr(now, s)[0] for s in cell.states})
        h = getattr(self.state, self.model.readout_state)
        return self.params.W_hy @ h + self.params.b_y

    def __getattr__(self, name):
        if name not in ("params", "state"):
            if name in vars(self.state):
                return getattr(self.state, name)
            if name in self.params.names:
                return self.params[name]
        raise AttributeError(f"{type(self).__name__} has no {name!r}")

    def __setattr__(self, name, value):
        if name in self.params.names:
            setattr(self.params, name, _checked(name, value, self.params[name].shape))
        elif name in vars(self.state):
            setattr(self.state, name, _checked(name, value, (self.model.hidden,)).copy())
        else:
            legal = ", ".join([*vars(self.state), *self.params.names])
            raise AttributeError(f"{type(self).__name__} has no {name!r} to set, only {legal}")

    def __dir__(self):
        return [*super().__dir__(), *vars(self.state), *self.params.names]

    def __repr__(self):
        m = self.model
        options = "".join(f", {name}={value!r}" for name, value in m.options)
        return f"{type(self).__name__}(inputs={m.inputs}, hidden={m.hidden}, outputs={m.outputs}{options})"


def _checked(name, value, shape):
    """`value` as an array of this shape. Raises ValueError for another shape, or for numbers that are not
    finite.
    """
    try:
        value = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers of shape {shape}, not {value!r:.60}") from None
    if value.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, not {value.shape}")
    if not np.isfinite(value).all():
        wrong = value[~np.isfinite(value)][0]
        raise ValueError(f"{name} must have shape {shape} and finite numbers, not {wrong}")
    return value


def class_name(cell) -> str:
    """The name under which `rnnplay` offers a cell: RNNCell -> "RNN"."""
    return type(cell).__name__.removesuffix("Cell")


@lru_cache(maxsize=64)
def _network_class(cell_name, cell):
    names = ", ".join(field.name for field in fields(cell)) or "none"
    lines = (*cell.equations, f"y = W_hy @ {cell.states[0]} + b_y")
    doc = "\n    ".join([f"{cell.title}, one step at a time; options: {names}.\n", *lines])
    body = {"cell": cell_name, "__doc__": doc + "\n", "__module__": "rnnplay"}
    return type(class_name(cell), (CellNetwork,), body)


def network_class(cell_name: str) -> type:
    """The class of a cell of CELLS, as `from rnnplay import LSTM` gives it."""
    return _network_class(cell_name, CELLS[cell_name])


def __getattr__(name):
    """RNN, LSTM, GRU, and the class of every other cell of CELLS."""
    for cell_name, cell in CELLS.items():
        if class_name(cell) == name:
            return network_class(cell_name)
    raise AttributeError(f"no network is called {name!r}, only {', '.join(map(class_name, CELLS.values()))}")
