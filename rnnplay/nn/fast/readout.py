"""The read-out of many steps at once: their scores, their losses, and the gradients that begin there.

y = W_hy @ h + b_y,  then the formulas of nn/losses.py
"""

import numpy as np


class ReadOut:
    """Buffers for n steps. After `load` and `score` they hold y, p (V, n), losses (n,) in nats, and loss.

    loss: the sum of share * loss over the steps. The scores of one symbol at all steps are neighbours in
    memory, so that the maximum and the sum over the symbols are computed for many steps at once.
    """

    def __init__(self, p, g, n, squared):
        V, dtype = p.W_hy.shape[0], p.flat.dtype
        self.W_hy, self.b_y, self.dW_hy, self.db_y = p.W_hy, p.b_y[:, None], g.W_hy, g.b_y
        self.y, self.shifted, self.p = np.zeros((3, V, n), dtype)
        self.dy = self.shifted  # never needed together: one buffer saves memory access
        self.in_a_row = self.shifted.reshape(-1)
        self.losses, self.of_step, self.wanted = np.zeros((3, n), dtype)
        self.places, self.n, self.even = np.arange(n), np.asarray(n), np.asarray(1 / n, dtype)
        self.ones, self.ones_V = np.ones(n, dtype), np.ones(V, dtype)
        self.loss, self.squared = float("nan"), squared

    def load(self, targets, share=None):
        """targets: symbols (n,), or numbers (V, n) with the squared loss; share (n,): the share of each step
        in the loss, None: 1 / n each.
        """
        self.targets, self.share = targets, share
        if not self.squared:  # the position of each target's score in the flat y
            self.at = targets * self.n + self.places

    def score(self, h):
        """h (n, H) -> y, p, the losses, and the gradient of y, all in the buffers."""
        # y = W_hy @ h + b_y
        self.W_hy.dot(h.T, self.y)
        np.add(self.y, self.b_y, self.y)
        if self.squared:
            self._numbers()
        else:
            self._symbols()
        if self.share is None:
            self.loss = float(self.ones.dot(self.losses)) / len(self.losses)
        else:
            self.loss = float(self.share.dot(self.losses))

    def back(self, h, dh):
        """After `score`, with the same h (n, H): write the gradient of h into dh (n, H), and dW_hy and
        db_y.
        """
        self.dy.dot(h, self.dW_hy)
        self.dy.dot(self.ones, self.db_y)
        self.dy.T.dot(self.W_hy, dh)

    def _symbols(self):
        """Cross-entropy: y -> p, the loss of each step in nats, dy."""
        y, shifted, p, dy, of_step = self.y, self.shifted, self.p, self.dy, self.of_step
        # p = softmax(y), each step shifted by its own largest score
        np.maximum.reduce(y, 0, None, of_step)
        np.subtract(y, of_step, shifted)
        np.exp(shifted, p)
        self.ones_V.dot(p, of_step)
        np.divide(p, of_step, p)
        # loss = -log p[target], as log(sum(exp)) - score, which cannot underflow
        self.in_a_row.take(self.at, 0, self.wanted, "clip")
        np.log(of_step, self.losses)
        np.subtract(self.losses, self.wanted, self.losses)
        # dL/dy = (p - 1[target]) * share, which is 1 / n where all steps count alike
        share = self.even if self.share is None else self.share
        np.multiply(p, share, dy)
        self.in_a_row[self.at] -= share

    def _numbers(self):
        """Squared loss: y -> the loss of each step, dy; p is y."""
        y, p, dy = self.y, self.p, self.dy
        np.copyto(p, y)
        # loss = sum of (y - target)**2
        np.subtract(y, self.targets, dy)
        self.ones_V.dot(dy * dy, self.losses)
        # dL/dy = 2 (y - target) * share
        np.multiply(dy, 2 * (self.even if self.share is None else self.share), dy)
