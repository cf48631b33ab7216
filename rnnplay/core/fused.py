"""The fast path: forward, loss and backward of a whole sequence in buffers made once.

The same mathematics as Model.unroll and Model.backprop, which are the ones to read; a test keeps
the two equal. A workspace belongs to one thread at a time.
"""

import numpy as np

from rnnplay.core.inputs import Inputs, check_symbols
from rnnplay.core.scoring import check_numbers, shares
from rnnplay.core.unfused import sequence


class Workspace:
    """Buffers for sequences of T steps in batches of B.

    After `gradient` or `run`, until the next one, read
    `quantities` {name: (T, B, H)}, `y`, `p` (T, B, V), `losses` (T, B) in nats and `loss`, their mean over
    what is scored. With the squared loss there are no probabilities: `p` is y.
    `start` {state: (B, H)} is the state before the first step; write into it to begin elsewhere.
    """

    def __init__(self, model, cell, T, B):
        N, V, dtype = T * B, model.outputs, model.dtype
        self.shape, self.outputs = (T, B), V
        self.squared = model.loss == "squared"
        self.theta, self.grad = np.zeros((2, model.layout.size), dtype)
        p, g = model.params(self.theta), model.params(self.grad)
        self.inputs = Inputs((T, B), model.inputs, dtype)
        self.cell = sequence(cell, p, g, self.inputs, T, B)
        self.quantities, self.start = self.cell.quantities, self.cell.start

        self.W_hy, self.b_y, self.dW_hy, self.db_y = p.W_hy, p.b_y, g.W_hy, g.b_y
        self.h_rows = self.quantities["h"].reshape(N, -1)
        self.dh_rows = self.cell.dh.reshape(N, -1)
        self.y_rows, self.shifted, self.p_rows = np.zeros((3, N, V), dtype)
        self.dy = self.shifted  # needed one after the other; one buffer less is less to fetch from memory
        self.y, self.p = self.y_rows.reshape(T, B, V), self.p_rows.reshape(T, B, V)
        self.losses, self.loss = np.zeros((T, B), dtype), float("nan")
        self.loss_rows = self.losses.reshape(N)
        self.column, self.wanted = np.zeros((N, 1), dtype), np.zeros(N, dtype)
        self.row_starts, self.targets = np.arange(N) * V, np.zeros(N, np.intp)
        self.ones_N, self.ones_V = np.ones(N, dtype), np.ones(V, dtype)
        self.even = np.asarray(1 / N, dtype)  # the share of one step in the mean loss, all being scored
        self.share = self.share_rows = self.even

    def load(self, x, targets, weights=None):
        """x: symbols (T, B) or vectors (T, B, V); targets: symbols (T, B), or numbers (T, B, V) with the
        squared loss; weights (T, B): how much each step counts in the mean, all alike for None.
        Raises ValueError.
        """
        self.inputs.load(x)
        if self.squared:
            self.targets = check_numbers(targets, self.shape, self.outputs).reshape(self.y_rows.shape)
        else:
            targets = check_symbols(targets, self.shape, self.outputs, "targets").reshape(-1)
            self.targets = self.row_starts + targets
        self.share = self.share_rows = self.even
        if weights is not None:
            self.share = shares(weights, self.shape).reshape(-1).astype(self.even.dtype)
            self.share_rows = self.share[:, None]

    def gradient(self, flat, x, targets, grad_out, weights=None):
        """`load`, then `run`."""
        self.load(x, targets, weights)
        return self.run(flat, grad_out)

    @np.errstate(all="ignore")
    def score(self, flat):
        """Only forward, at the parameters `flat` (n,): the mean loss."""
        np.copyto(self.theta, flat)
        self.cell.forward()
        self._read_out()
        return self.loss

    @np.errstate(all="ignore")
    def run(self, flat, grad_out):
        """Mean loss in nats at the parameters `flat` (n,); its gradient goes into `grad_out` (n,).

        Numbers that overflow come back as inf or nan, without a warning: the caller looks.
        """
        np.copyto(self.theta, flat)
        self.cell.forward()
        self._read_out()
        self.cell.backward()
        np.copyto(grad_out, self.grad)
        return self.loss

    def _read_out(self):
        """h -> y, losses, loss, and back to dh, dW_hy, db_y."""
        # y = W_hy @ h + b_y
        np.dot(self.h_rows, self.W_hy.T, self.y_rows)
        np.add(self.y_rows, self.b_y, self.y_rows)
        if self.squared:
            self._numbers()
        else:
            self._symbols()
        if self.share is self.even:
            self.loss = float(np.dot(self.ones_N, self.loss_rows) * self.share)
        else:
            self.loss = float(np.dot(self.share, self.loss_rows))
        dy = self.dy
        np.dot(dy.T, self.h_rows, self.dW_hy)
        np.dot(self.ones_N, dy, self.db_y)
        np.dot(dy, self.W_hy, self.dh_rows)

    def _symbols(self):
        """y -> p, the loss of each step in nats, dy."""
        dot, subtract = np.dot, np.subtract
        y, shifted, p, dy, column = self.y_rows, self.shifted, self.p_rows, self.dy, self.column
        # p = softmax(y), each row shifted by its own largest score
        np.maximum.reduce(y, 1, None, column, True)
        subtract(y, column, shifted)
        np.exp(shifted, p)
        dot(p, self.ones_V, column[:, 0])
        np.divide(p, column, p)
        # loss = -log p[target], as log(sum(exp)) - score, which cannot underflow
        shifted.take(self.targets, None, self.wanted, "clip")
        np.log(column[:, 0], self.loss_rows)
        subtract(self.loss_rows, self.wanted, self.loss_rows)
        # dL/dy = (p - 1[target]) * share, which is 1 / N where all steps count alike
        np.multiply(p, self.share_rows, dy)
        dy.reshape(-1)[self.targets] -= self.share

    def _numbers(self):
        """The same for the squared loss: p is y."""
        y, p, dy = self.y_rows, self.p_rows, self.dy
        np.copyto(p, y)
        # loss = sum of (y - target)**2
        np.subtract(y, self.targets, dy)
        np.dot(dy * dy, self.ones_V, self.loss_rows)
        # dL/dy = 2 (y - target) * share
        np.multiply(dy, 2 * self.share_rows, dy)


class Speaker:
    """One sequence, one step at a time, each symbol fed back as the next input."""

    def __init__(self, model, cell):
        self.theta = np.zeros(model.layout.size, model.dtype)
        p = model.params(self.theta)
        self.inputs = Inputs((1, 1), model.inputs, model.dtype)
        self.cell = sequence(cell, p, p, self.inputs, 1, 1)  # no gradient is asked for
        self.h, self.W, self.b = self.cell.quantities["h"][0, 0], p.W_hy.T, p.b_y
        self.memory = [(self.cell.start[s][0], self.cell.quantities[s][0, 0]) for s in cell.states]

    @np.errstate(all="ignore")
    def speak(self, flat, first, count, choose=None, start=None):
        """See Model.speak; `start` {state: (H,)} is the state before the first step, else zeros."""
        if not 0 <= first < self.inputs.size:
            raise ValueError(f"the first symbol must lie in 0..{self.inputs.size - 1}, not {first}")
        np.copyto(self.theta, flat)
        for name, state in self.cell.start.items():
            state[...] = 0 if start is None else start[name]
        said, y = np.zeros(count, np.intp), np.zeros((count, len(self.b)), self.theta.dtype)
        symbol, symbols, h, W, b = first, self.inputs.symbols, self.h, self.W, self.b
        for i in range(count):
            symbols[0] = symbol
            self.cell.forward()
            np.dot(h, W, y[i])
            y[i] += b
            said[i] = symbol = y[i].argmax() if choose is None else choose(y[i])
            for before, after in self.memory:
                before[...] = after
        return said, y
