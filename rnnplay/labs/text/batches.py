"""The buffers for training on a text batch by batch, and for scoring its held-out part.

Scores are in bits per character: nats / ln 2.
"""

import math
import threading
from functools import lru_cache

import numpy as np

HELD_OUT = 20_000  # characters scored, at most
ROWS, ROW, STEPS = 20, 500, 50  # of scoring: rows at most, characters of a row at least, steps of a batch
LN2 = math.log(2)


class TextBuffers:
    """A workspace for training batches, one for held-out batches, and the gradient."""

    def __init__(self, model, shape, held_out):
        """shape: steps and rows of a training batch; held_out: number of held-out characters."""
        n = min(HELD_OUT, held_out - 1)
        rows = min(ROWS, max(1, n // ROW))
        steps = min(STEPS, n // rows)
        self.batches = n // rows // steps  # number of batches of held-out characters
        self.training, self.held_out = model.fast(*shape), model.fast(steps, rows)
        self.gradient = np.zeros(model.layout.size, model.dtype)

    def begin(self, carried):
        """Start the next batch with the carried states, name -> (B, H), or with zeros for None."""
        for name, state in self.training.start.items():
            state[...] = 0 if carried is None else carried[name]

    def compute_gradient(self, theta, x, targets, rng):
        """-> the mean loss in nats; the gradient is then in `gradient`. rng: generator of dropout, or
        None.
        """
        return self.training.gradient(theta, x, targets, self.gradient, dropout_rng=rng)

    def last(self):
        """name -> (B, H): the states after the batch."""
        return self.training.last()

    def score(self, theta, ids):
        """Bits per character of the held-out ids; the state is carried along each row."""
        held_out, nats = self.held_out, []
        steps, rows = held_out.shape
        length = self.batches * steps
        first = length * np.arange(rows) + np.arange(steps)[:, None]
        for state in held_out.start.values():
            state[...] = 0
        for k in range(self.batches):
            places = first + k * steps
            held_out.load(ids[places], ids[places + 1])
            nats.append(held_out.score(theta))
            for name, state in held_out.last().items():
                held_out.start[name][...] = state
        return float(np.mean(nats)) / LN2


def thread_buffers(model, shape, held_out):
    """The TextBuffers of this thread. They are reused from one slice of a training to the next."""
    return _buffers(threading.get_ident(), model, shape, held_out)


@lru_cache(maxsize=2)
def _buffers(thread, model, shape, held_out):
    return TextBuffers(model, shape, held_out)
