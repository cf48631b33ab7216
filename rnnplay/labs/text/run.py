"""A character-level language model in training, by truncated backpropagation through time.

The training text is cut into B rows. Update t reads the next T characters of every row: B chunks, one batch.
The gradient stops at the edge of the chunk. With `carry`, the next chunk begins with the state of this one,
until the rows end. The place of batch t in the text and the numbers that dropout leaves out depend on (seed,
t) alone, so a run is the same however it is cut into slices. Losses are in bits per character: nats / ln 2.
"""

import math
import time
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from rnnplay.labs.text.batches import LN2, thread_buffers
from rnnplay.labs.text.sampling import sample_ids
from rnnplay.labs.text.setup import RATE, SCHEDULES, UPDATES, TextSetup
from rnnplay.nn.optimizers import norm
from rnnplay.tasks.batch import training_rng
from rnnplay.tasks.text.corpus import Corpus
from rnnplay.training.time_slices import advance_for
from rnnplay.training.update import UpdateRule

POINTS, CLOSEST = 100, 50  # about 100 points of the curve, at least 50 updates apart
EARLY_SAMPLES = (0, 1, 2, 5, 10, 20, 50)  # updates; then 100, 200, 400, ... and the last
SAMPLE, PRIME = 200, 20  # characters of a sample, and of the text that it continues
MOST_SAMPLES = 40
DROPOUT = 2  # the stream of random numbers for dropout


@dataclass(frozen=True)
class TextPoint:
    """One evaluation. train, grad_norm and chars_s are means since the last one; None for the first."""

    update: int
    train: float | None  # bits per character on the training batches
    valid: float  # bits per character of the held-out text
    grad_norm: float | None  # before clipping
    rate: float  # of the last update; at the start, of the first
    chars_s: float | None  # characters a second, while training
    seconds: float  # training time so far, without evaluations


@dataclass(frozen=True)
class Sample:
    """A text that the network wrote after some update."""

    update: int
    text: str


class RunningSums(NamedTuple):
    """Sums over the updates since the last point of the curve."""

    nats: float = 0.0
    norms: float = 0.0
    updates: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class TextRun:
    """A language model after some updates: a value that another process can take and train on.

    A run whose numbers overflow ends before that update, and `trouble` says so in one sentence.
    """

    corpus: Corpus
    setup: TextSetup
    update: int = 0  # updates made
    theta: np.ndarray | None = None  # (n,) weights; None before the start
    state: dict | None = None  # of the optimizer
    carried: dict | None = None  # name -> (B, H): the states after the last batch, with `carry`
    curve: tuple[TextPoint, ...] = ()
    samples: tuple[Sample, ...] = ()
    rates: tuple = ()  # pairs (update, rate): the rate was changed after this update
    sums: RunningSums = field(default=RunningSums(), repr=False)
    cpu_s: float = 0.0  # processor time, with evaluations
    seconds: float = 0.0  # clock time, training only
    ended: bool = False
    trouble: str = ""

    def advance(self, seconds):
        """Train on for about so many seconds, by at least one update -> TextRun."""
        return advance_for(self, seconds)

    def steps(self):
        """Yields a TextRun after each update from here to the end; first of all the untrained network."""
        run = self
        while not run.ended:
            run = run._next()
            yield run

    @property
    def share(self):
        """The share of the updates that are made, 0 to 1."""
        return 1.0 if self.ended else self.update / self.setup.updates

    @property
    def cost(self):
        """Estimated computing time of the whole training, in arbitrary units."""
        return self.setup.updates * math.prod(self.shape) * self.model.layout.size

    @property
    def model(self):
        """The network without its weights (Model)."""
        return self.setup.model(self.corpus.size)

    @property
    def shape(self):
        """Steps and rows of a batch: those of the set-up, or fewer for a short text."""
        n = len(self.corpus.train) - 1
        steps = min(self.setup.steps, n)
        return steps, min(self.setup.batch, n // steps)

    @property
    def passes(self):
        """The number of times that the network has read the training text."""
        return self.update * math.prod(self.shape) / (len(self.corpus.train) - 1)

    @property
    def prime(self):
        """ids (n,) of the text that every sample continues; it is not part of the sample."""
        return self.corpus.valid[:PRIME]

    def rate(self, t):
        """The learning rate of update t, counted from 1."""
        changes = ((0, self.setup.rate), *self.rates)
        rate = next(rate for update, rate in reversed(changes) if update < t)
        return rate * SCHEDULES[self.setup.schedule].factor((t - 1) / self.setup.updates)

    def with_rate(self, rate):
        """The same run with another learning rate from here on."""
        earlier = tuple(change for change in self.rates if change[0] < self.update)
        return replace(self, rates=(*earlier, (self.update, RATE.check(rate))))

    def with_updates(self, updates):
        """The same run with another number of updates. Raises ValueError for fewer than are made already."""
        if UPDATES.check(updates) < self.update:
            raise ValueError(f"{self.update:,} updates are made already, more than {updates:,}.")
        ended = bool(self.trouble) or updates == self.update
        return replace(self, setup=replace(self.setup, updates=updates), ended=ended)

    def batch(self, t):
        """Update t -> x and targets (T, B) of symbols, and whether the state starts at zero."""
        (steps, rows), seed, ids = self.shape, self.setup.seed, self.corpus.train
        n = len(ids) - 1
        if self.setup.carry:
            row = n // rows
            chunks = row // steps
            passes, k = divmod(t - 1, chunks)
            # Each pass begins at another offset, so that in time all characters of a row are read.
            first = training_rng(seed, passes).integers(row - chunks * steps + 1) + k * steps
            first, fresh = first + row * np.arange(rows), k == 0
        else:
            first, fresh = training_rng(seed, t).integers(0, n - steps + 1, rows), True
        places = first + np.arange(steps)[:, None]
        return ids[places], ids[places + 1], fresh

    def _next(self):
        """The run after one more update; a run that has not begun is initialized instead."""
        began = time.thread_time()
        buffers = thread_buffers(self.model, self.shape, len(self.corpus.valid))
        run = self._initialized() if self.theta is None else self._updated(buffers)
        if not run.trouble:
            run = run._evaluated(buffers)
        return replace(run, cpu_s=self.cpu_s + time.thread_time() - began)

    @property
    def _rule(self):
        return UpdateRule(self.setup.optimizer, self.setup.clip)

    def _initialized(self):
        theta = self.model.initial(self.setup.seed, None)
        return replace(self, theta=theta, state=self._rule.start(theta))

    def _updated(self, buffers):
        """The run after one update; it ends before an update whose numbers overflow."""
        began, t, setup = time.perf_counter(), self.update + 1, self.setup
        x, targets, fresh = self.batch(t)
        buffers.begin(None if fresh else self.carried)
        rng = np.random.default_rng([setup.seed, t, DROPOUT]) if setup.dropout else None
        nats = buffers.compute_gradient(self.theta, x, targets, rng)
        grad_norm, rate = norm(buffers.gradient), self.rate(t)
        theta, state = self._rule.update(self.theta, buffers.gradient, rate, self.state, t)
        if not (math.isfinite(nats) and math.isfinite(grad_norm) and np.isfinite(theta).all()):
            return self._stopped(t)
        took, sums = time.perf_counter() - began, self.sums
        return replace(
            self,
            update=t,
            theta=theta,
            state=state,
            carried=buffers.last() if setup.carry else None,
            sums=RunningSums(sums.nats + nats, sums.norms + grad_norm, sums.updates + 1, sums.seconds + took),
            seconds=self.seconds + took,
            ended=t == setup.updates,
        )

    def _evaluated(self, buffers):
        """The run with a point of the curve and a sample, if they are due."""
        t, last, run = self.update, self.setup.updates, self
        if t % max(CLOSEST, last // POINTS) == 0 or t == last:
            valid = buffers.score(self.theta, self.corpus.valid)
            if not math.isfinite(valid):
                return self._stopped(t)
            run = replace(run, curve=(*run.curve, self._point(valid)), sums=RunningSums())
        if t in EARLY_SAMPLES or t == last or (t % 100 == 0 and (t // 100).bit_count() == 1):
            try:
                ids = sample_ids(self.model, self.theta, self.prime, SAMPLE, seed=self.setup.seed)
            except ValueError:
                return self._stopped(t)
            samples = (*run.samples, Sample(t, self.corpus.decode(ids)))
            run = replace(run, samples=(*samples[:1], *samples[1:][1 - MOST_SAMPLES :]))
        return run

    def _point(self, valid):
        t, sums, n = self.update, self.sums, self.sums.updates
        train, grad_norm = (sums.nats / n / LN2, sums.norms / n) if n else (None, None)
        chars_s = n * math.prod(self.shape) / sums.seconds if sums.seconds else None
        return TextPoint(t, train, valid, grad_norm, self.rate(max(t, 1)), chars_s, self.seconds)

    def _stopped(self, t):
        trouble = (
            f"At update {t:,} the numbers overflowed: "
            "a smaller learning rate, or a gradient clipped at a smaller number, may help."
        )
        return replace(self, ended=True, trouble=trouble)
