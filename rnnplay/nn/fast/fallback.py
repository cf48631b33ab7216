"""The path through a sequence for a cell without a fast path: it calls `step` and `back` once a step.

A new cell needs only these two methods. Where `fused` is added later, a test compares the two paths.
"""

from types import SimpleNamespace

import numpy as np


class FallbackSequence:
    """The counterpart of the object that `fused` returns, for any cell and any stack of cells.

    `masks` (layers, T, B, H): dropout's masks for a stack, or None; set before `forward`.
    """

    def __init__(self, cell, p, g, inputs, T, B):
        hidden, dtype = p.W_hy.shape[1], p.flat.dtype
        self.cell, self.p, self.g, self.inputs, self.shape = cell, p, g, inputs, (T, B)
        self.start = {name: np.zeros((B, hidden), dtype) for name in cell.states}
        self.quantities = {name: np.zeros((T, B, hidden), dtype) for name in cell.quantities}
        self.dh, self.overwritten, self.masks = np.zeros((T, B, hidden), dtype), (), None
        self.cell_names = [name for name in p.names if name not in ("W_hy", "b_y")]

    def refresh(self):
        """Does nothing: this path keeps no copy of a parameter."""

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        self.steps, now = [], SimpleNamespace(**self.start)
        for t, x in enumerate(self.inputs.vectors().reshape(*self.shape, -1)):
            masks = () if self.masks is None else (self.masks[:, t],)
            prev, now = now, self.cell.step(self.p, x, now, *masks)
            self.steps.append((x, prev, now, masks))
            for name, values in self.quantities.items():
                values[t] = getattr(now, name)

    def backward(self):
        """`dh` (T, B, H), the gradient of the state that is read out -> the gradients of the parameters."""
        total, read = np.zeros_like(self.p.flat), readout_state(self.cell)
        d_next = {name: np.zeros_like(state) for name, state in self.start.items()}
        for (x, prev, now, masks), dh in zip(self.steps[::-1], self.dh[::-1], strict=True):
            d_now = SimpleNamespace(**d_next | {read: d_next[read] + dh})
            grads, d_prev, _ = self.cell.back(self.p, x, prev, now, d_now, *masks)
            d_next = vars(d_prev)
            total += grads.flat
        total = self.p.on(total)
        for name in self.cell_names:
            setattr(self.g, name, total[name])


def readout_state(cell):
    """The state that is read out: the first one of a cell, the `readout_state` of a stack."""
    return getattr(cell, "readout_state", cell.states[0])


def sequence(cell, p, g, inputs, T, B):
    """The cell's fast path, or a FallbackSequence. p: Params to read; g: Params for the gradient."""
    if hasattr(cell, "fused"):
        return cell.fused(p, g, inputs, T, B)
    return FallbackSequence(cell, p, g, inputs, T, B)
