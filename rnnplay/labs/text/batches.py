"""Chunk by chunk through a text: gradients whose state goes on, and the score of what is held out.

Losses are told in bits per character: nats / ln 2.
"""

import math
import threading
from functools import lru_cache

import numpy as np

HELD_OUT = 20_000  # characters scored, at most
ROWS, ROW, STEPS = 20, 500, 50  # side by side, at most; characters of a row, at least; characters a chunk
LN2 = math.log(2)


class Buffers:
    """Buffers to train on chunks of a text and to score its held-out part."""

    def __init__(self, model, shape, held_out):
        """shape: steps and rows of a chunk; held_out: how many ids there are to be scored."""
        n = min(HELD_OUT, held_out - 1)
        rows = min(ROWS, max(1, n // ROW))
        steps = min(STEPS, n // rows)
        self.chunks = n // rows // steps
        self.training, self.exam = model.fast(*shape), model.fast(steps, rows)
        self.found = np.zeros(model.layout.size, model.dtype)

    def begin(self, carried):
        """Start the next chunk from what was carried over, or from zero."""
        for name, state in self.training.start.items():
            state[...] = 0 if carried is None else carried[name]

    def gradient(self, theta, x, targets, rng):
        """-> mean loss in nats; the gradient is in `found`. rng: of dropout, or None."""
        return self.training.gradient(theta, x, targets, self.found, dropout_rng=rng)

    def last(self):
        """state -> (B, H) after the chunk."""
        return self.training.last()

    def valid(self, theta, ids):
        """Bits per character of the held-out ids, the state carried along each row."""
        exam, nats = self.exam, []
        steps, rows = exam.shape
        length = self.chunks * steps
        first = length * np.arange(rows) + np.arange(steps)[:, None]
        for state in exam.start.values():
            state[...] = 0
        for k in range(self.chunks):
            places = first + k * steps
            exam.load(ids[places], ids[places + 1])
            nats.append(exam.score(theta))
            for name, state in exam.last().items():
                exam.start[name][...] = state
        return float(np.mean(nats)) / LN2


def kept_buffers(model, shape, held_out):
    """The Buffers of this thread, kept from one slice of a training to the next."""
    return _buffers(threading.get_ident(), model, shape, held_out)


@lru_cache(maxsize=2)
def _buffers(thread, model, shape, held_out):
    return Buffers(model, shape, held_out)
