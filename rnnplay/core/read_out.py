"""The read-out of many steps at once: their scores, their losses, and the gradients that begin there.

y = W_hy @ h + b_y,  then the formulas of core/scoring.py
"""

import numpy as np


class ReadOut:
    """Buffers for n steps. After `score`: y, p (V, n), losses (n,) in nats and loss, the sum of their shares.

    Scores lie by symbol, so that the largest of a step, and the sum, are found for many steps at once.
    """

    def __init__(self, p, g, n, squared):
        V, dtype = p.W_hy.shape[0], p.flat.dtype
        self.W_hy, self.b_y, self.dW_hy, self.db_y = p.W_hy, p.b_y[:, None], g.W_hy, g.b_y
        self.y, self.shifted, self.p = np.zeros((3, V, n), dtype)
        self.dy = self.shifted  # needed one after the other; one buffer less is less to fetch from memory
        self.losses, self.of_step, self.wanted = np.zeros((3, n), dtype)
        self.places, self.ones, self.ones_V = np.arange(n), np.ones(n, dtype), np.ones(V, dtype)
        self.loss, self.judge = float("nan"), self._numbers if squared else self._symbols

    def score(self, h, targets, share):
        """h (n, H); targets: symbols (n,), or numbers (V, n) with the squared loss; share: of each step in
        the loss (n,), or of all alike ().
        """
        # y = W_hy @ h + b_y
        np.dot(self.W_hy, h.T, self.y)
        np.add(self.y, self.b_y, self.y)
        self.judge(targets, share)
        if share.ndim:
            self.loss = float(np.dot(share, self.losses))
        else:
            self.loss = float(np.dot(self.ones, self.losses) * share)

    def back(self, h, dh):
        """After `score`, with the same h (n, H): the gradient of h goes into dh (n, H)."""
        np.dot(self.dy, h, self.dW_hy)
        np.dot(self.dy, self.ones, self.db_y)
        np.dot(self.dy.T, self.W_hy, dh)

    def _symbols(self, targets, share):
        """y -> p, the loss of each step in nats, dy."""
        y, shifted, p, dy, of_step = self.y, self.shifted, self.p, self.dy, self.of_step
        # p = softmax(y), each step shifted by its own largest score
        np.maximum.reduce(y, 0, None, of_step)
        np.subtract(y, of_step, shifted)
        np.exp(shifted, p)
        np.dot(self.ones_V, p, of_step)
        np.divide(p, of_step, p)
        # loss = -log p[target], as log(sum(exp)) - score, which cannot underflow
        at = targets * self.places.size + self.places
        shifted.take(at, None, self.wanted, "clip")
        np.log(of_step, self.losses)
        np.subtract(self.losses, self.wanted, self.losses)
        # dL/dy = (p - 1[target]) * share, which is 1 / n where all steps count alike
        np.multiply(p, share, dy)
        dy.reshape(-1)[at] -= share

    def _numbers(self, targets, share):
        """The same for the squared loss: p is y."""
        y, p, dy = self.y, self.p, self.dy
        np.copyto(p, y)
        # loss = sum of (y - target)**2
        np.subtract(y, targets, dy)
        np.dot(self.ones_V, dy * dy, self.losses)
        # dL/dy = 2 (y - target) * share
        np.multiply(dy, 2 * share, dy)
