"""The sequence path of a cell that has no fast one: its `step` and `back`, one after the other.

A new cell is complete with these two; `fused` can come later, and is then tested against them.
"""

from types import SimpleNamespace

import numpy as np


class Unfused:
    """What a cell's `fused` returns, for any cell."""

    def __init__(self, cell, p, g, inputs, T, B):
        hidden, dtype = p.W_hy.shape[1], p.flat.dtype
        self.cell, self.p, self.g, self.inputs, self.shape = cell, p, g, inputs, (T, B)
        self.start = {name: np.zeros((B, hidden), dtype) for name in cell.states}
        self.quantities = {name: np.zeros((T, B, hidden), dtype) for name in cell.quantities}
        self.dh, self.passing = np.zeros((T, B, hidden), dtype), ()
        self.own = [name for name in p.names if name not in ("W_hy", "b_y")]

    def refresh(self):
        """Nothing is kept that the parameters' change would spoil."""

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        self.steps, now = [], SimpleNamespace(**self.start)
        for t, x in enumerate(self.inputs.vectors().reshape(*self.shape, -1)):
            prev, now = now, self.cell.step(self.p, x, now)
            self.steps.append((x, prev, now))
            for name, values in self.quantities.items():
                values[t] = getattr(now, name)

    def backward(self):
        """`dh` (T, B, H), what the read-out asks of h -> the gradients of the parameters."""
        total = np.zeros_like(self.p.flat)
        d_next = SimpleNamespace(**{name: np.zeros_like(state) for name, state in self.start.items()})
        for (x, prev, now), dh in zip(self.steps[::-1], self.dh[::-1], strict=True):
            d_next.h = d_next.h + dh
            grads, d_next, _ = self.cell.back(self.p, x, prev, now, d_next)
            total += grads.flat
        total = self.p.on(total)
        for name in self.own:
            setattr(self.g, name, total[name])


def sequence(cell, p, g, inputs, T, B):
    """The cell's own fast path if it has one. p, g: Params to read and to fill with the gradient."""
    if hasattr(cell, "fused"):
        return cell.fused(p, g, inputs, T, B)
    return Unfused(cell, p, g, inputs, T, B)
