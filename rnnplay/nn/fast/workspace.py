"""The fast path of a network: forward, loss and backward of a whole sequence in buffers made once.

The mathematics is that of Model.unroll and Model.backprop, which are easier to read; a test keeps both equal.
Only one thread at a time may use a workspace.
"""

import numpy as np

from rnnplay.nn.fast.fallback import sequence
from rnnplay.nn.fast.inputs import Inputs, check_symbols
from rnnplay.nn.fast.readout import ReadOut
from rnnplay.nn.losses import check_numbers, shares


class Workspace:
    """Buffers for sequences of T steps in batches of B.

    `gradient` and `run` fill, until their next call, `quantities` {name: (T, B, H)}, `y`, `p` (T, B, V),
    `losses` (T, B) in nats and `loss`, the mean over the scored steps. With the squared loss, `p` is y.
    At steps with weight 0, `y`, `p` and `losses` may be nan: they are not computed.
    For a batch (B > 1), `quantities` has no pre-activations, and after `gradient` or `run` no gates: the
    backward pass overwrites them, for speed. After `score` it has the gates.
    `start` {state: (B, H)} is the state before the first step; write into it to begin elsewhere. No gradient
    goes back beyond it: where a chunk begins with the states of the chunk before, the gradient is cut.
    """

    def __init__(self, model, cell, T, B):
        N, V, dtype = T * B, model.outputs, model.dtype
        self.shape, self.outputs = (T, B), V
        self.squared = model.loss == "squared"
        self.theta, self.grad = np.zeros((2, model.layout.size), dtype)
        p, g = model.params(self.theta), model.params(self.grad)
        self.inputs = Inputs((T, B), model.inputs, dtype)
        self.cell = sequence(cell, p, g, self.inputs, T, B)
        self.model, self.masks, self.start = model, None, self.cell.start
        self.quantities = quantities = self.cell.quantities
        overwritten = self.cell.overwritten
        self.after_backward = {name: quantities[name] for name in quantities if name not in overwritten}

        self.h_rows = quantities[model.readout_state].reshape(N, -1)
        self.dh_rows = self.cell.dh.reshape(N, -1)
        self.p_and_g, self.every = (p, g), ReadOut(p, g, N, self.squared)
        self.few, self.rows, self.loss = None, None, float("nan")  # used if few steps are scored
        self.y, self.p = (z.reshape(V, T, B).transpose(1, 2, 0) for z in (self.every.y, self.every.p))
        self.losses = self.every.losses.reshape(T, B)
        self.read = self.every

    def load(self, x, targets, weights=None):
        """Copy the data of one batch. x: symbols (T, B) or vectors (T, B, V).

        targets: symbols (T, B), or numbers (T, B, V) with the squared loss. weights (T, B): the weight of
        each step in the mean loss, None: all equal. Raises ValueError for a wrong shape, symbol, number or
        weight.
        """
        self.inputs.load(x)
        if self.squared:
            targets = check_numbers(targets, self.shape, self.outputs).reshape(-1, self.outputs).T
        else:
            targets = check_symbols(targets, self.shape, self.outputs, "targets").ravel()
        self.read, self.rows, share = self.every, None, None
        if weights is not None:
            share = shares(weights, self.shape).reshape(-1).astype(self.theta.dtype)
            rows = np.flatnonzero(share)
            if 2 * len(rows) <= len(share):
                self.rows, share, targets = rows, share[rows], targets[..., rows]
                if self.few is None or len(self.few.losses) != len(rows):
                    self.few = ReadOut(*self.p_and_g, len(rows), self.squared)
                self.read = self.few
        self.read.load(targets, share)

    def last(self):
        """The states after the last step {state: (B, H)}, for the `start` of the next chunk."""
        return {name: self.cell.quantities[name][-1].copy() for name in self.start}

    def gradient(self, flat, x, targets, grad_out=None, weights=None, dropout_rng=None):
        """`load`, then `run`: -> the mean loss."""
        self.load(x, targets, weights)
        return self.run(flat, grad_out, dropout_rng)

    @np.errstate(all="ignore")
    def score(self, flat):
        """The forward pass alone, at the parameters `flat` (n,) -> the mean loss."""
        self._forward(flat, None)
        self.quantities = self.cell.quantities
        return self.loss

    @np.errstate(all="ignore")
    def run(self, flat, grad_out=None, dropout_rng=None):
        """-> the mean loss in nats at the parameters `flat` (n,). Its gradient (n,) is then in `grad`, and in
        `grad_out` if that is given.

        dropout_rng: the generator that draws the masks of dropout at each call; None: no dropout.
        An overflow gives inf or nan without a warning; the caller must check.
        """
        self._forward(flat, dropout_rng)
        self._back_to_h()
        self.cell.backward()
        self.quantities = self.after_backward
        if grad_out is not None:
            grad_out[...] = self.grad
        return self.loss

    def _forward(self, flat, dropout_rng):
        self.theta[...] = flat
        if self.model.dropout:
            self.masks = self.model.masks(dropout_rng, *self.shape)
            if self.model.layers > 1:
                self.cell.masks = self.masks
        self.cell.refresh()
        self.cell.forward()
        self._read_out()

    def _read_out(self):
        """The read-out: h -> y, losses, loss."""
        h_rows = self.h_rows
        if self.masks is not None:
            h_rows = self.masks[-1].reshape(h_rows.shape) * h_rows
        self.read_h = h_rows if self.rows is None else h_rows[self.rows]  # of the scored steps only
        self.read.score(self.read_h)
        self.loss = self.read.loss
        if self.rows is not None:
            for name in ("y", "p", "losses"):
                values = getattr(self.every, name)
                values.fill(np.nan)
                values[..., self.rows] = getattr(self.few, name)

    def _back_to_h(self):
        """The backward pass of the read-out: y -> dh, dW_hy, db_y."""
        if self.rows is None:
            self.every.back(self.read_h, self.dh_rows)
        else:
            dh = np.zeros_like(self.read_h)
            self.few.back(self.read_h, dh)
            self.dh_rows.fill(0)
            self.dh_rows[self.rows] = dh
        if self.masks is not None:
            np.multiply(self.dh_rows, self.masks[-1].reshape(self.dh_rows.shape), self.dh_rows)
