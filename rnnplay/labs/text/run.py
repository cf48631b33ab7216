"""A character-level language model in training: backpropagation through time, chunk by chunk of a text.

The training part is cut into B rows; update t reads the next T characters of every row. The gradient ends
where the chunk ends, the state need not: with `carry` it goes on into the next chunk, until the rows are
read to their end. Where chunk t lies and what dropout leaves out depend on (seed, t) alone, so that a run
is the same however it is cut into slices. Losses are told in bits per character, nats / ln 2.
"""

import math
import time
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from rnnplay.labs.text.batches import LN2, kept_buffers
from rnnplay.labs.text.sampling import speak
from rnnplay.labs.text.setup import RATE, SCHEDULES, UPDATES, TextSetup
from rnnplay.nn.optimizers import OPTIMIZERS, clip, norm
from rnnplay.tasks.batch import training_rng
from rnnplay.tasks.text.corpus import Corpus
from rnnplay.training.time_slices import go_on

POINTS, RAREST = 100, 50  # about so many points a run, but no two closer than so many updates
EARLY_SAMPLES = (0, 1, 2, 5, 10, 20, 50)  # then at 100 and whenever it has doubled, and at the end
SAMPLE, PRIME = 200, 20  # characters drawn, and given to begin with
MOST_SAMPLES = 40
DROPOUT = 2  # the stream of the random numbers for it


@dataclass(frozen=True)
class TextPoint:
    """One evaluation. train, grad_norm and chars_s are means since the point before; None at the start."""

    update: int
    train: float | None  # bits per character of the chunks trained on
    valid: float  # bits per character of the held-out text
    grad_norm: float | None  # before clipping
    rate: float  # of the update that led here; at the start, of the first
    chars_s: float | None  # characters a second, while training
    seconds: float  # spent training so far, evaluations not counted


@dataclass(frozen=True)
class Sample:
    """What the network wrote at one time."""

    update: int
    text: str


class Since(NamedTuple):
    """Sums over the updates since the last point."""

    nats: float = 0.0
    norms: float = 0.0
    updates: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class TextRun:
    """A language model as far as it has come: a value that can travel to another process and go on there.

    A run whose numbers overflow ends before that update, and `trouble` says so in a sentence.
    """

    corpus: Corpus
    setup: TextSetup
    update: int = 0  # updates made
    theta: np.ndarray | None = None  # (n,); None: not begun
    state: dict | None = None  # the optimizer's
    carried: dict | None = None  # state -> (B, H) after the last chunk, with `carry`
    curve: tuple[TextPoint, ...] = ()
    samples: tuple[Sample, ...] = ()
    rates: tuple = ()  # pairs (update, rate): changed on the way, from the update after it on
    since: Since = field(default=Since(), repr=False)
    cpu_s: float = 0.0  # of a processor, everything counted
    seconds: float = 0.0  # by the clock, training only
    ended: bool = False
    trouble: str = ""

    def advance(self, seconds):
        """Train on for about so long, by at least one update -> TextRun."""
        return go_on(self, seconds)

    def steps(self):
        """Each TextRun from here to the end: the untrained network, then one update after the other."""
        run = self
        while not run.ended:
            run = run._next()
            yield run

    @property
    def share(self):
        """How much of the work is done, 0 to 1."""
        return 1.0 if self.ended else self.update / self.setup.updates

    @property
    def cost(self):
        """How long all of it may take, in arbitrary units."""
        return self.setup.updates * math.prod(self.shape) * self.model.layout.size

    @property
    def model(self):
        """The network's shape."""
        return self.setup.model(self.corpus.size)

    @property
    def shape(self):
        """Steps and rows of a chunk: those of the set-up, or fewer where the text has not so many."""
        n = len(self.corpus.train) - 1
        steps = min(self.setup.steps, n)
        return steps, min(self.setup.batch, n // steps)

    @property
    def passes(self):
        """How many times as much as the training text has been read."""
        return self.update * math.prod(self.shape) / (len(self.corpus.train) - 1)

    @property
    def prime(self):
        """ids of what every sample begins with, without it being shown."""
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
        """The same run with another end. Raises ValueError for one that lies behind it."""
        if UPDATES.check(updates) < self.update:
            raise ValueError(f"{self.update:,} updates are made already, more than {updates:,}.")
        ended = bool(self.trouble) or updates == self.update
        return replace(self, setup=replace(self.setup, updates=updates), ended=ended)

    def chunk(self, t):
        """What update t reads: x, targets (T, B), and whether the state starts at zero."""
        (steps, rows), seed, ids = self.shape, self.setup.seed, self.corpus.train
        n = len(ids) - 1
        if self.setup.carry:
            row = n // rows
            chunks = row // steps
            turn, k = divmod(t - 1, chunks)
            # What is left over lies now before the chunks, now behind: in time all of it is read.
            first = training_rng(seed, turn).integers(row - chunks * steps + 1) + k * steps
            first, fresh = first + row * np.arange(rows), k == 0
        else:
            first, fresh = training_rng(seed, t).integers(0, n - steps + 1, rows), True
        places = first + np.arange(steps)[:, None]
        return ids[places], ids[places + 1], fresh

    def _next(self):
        """The run after one more update; before the first one, its start."""
        began = time.thread_time()
        buffers = kept_buffers(self.model, self.shape, len(self.corpus.valid))
        run = self._begun() if self.theta is None else self._updated(buffers)
        if not run.trouble:
            run = run._looked_at(buffers)
        return replace(run, cpu_s=self.cpu_s + time.thread_time() - began)

    def _begun(self):
        theta = self.model.initial(self.setup.seed, None)
        return replace(
            self, theta=theta, state=OPTIMIZERS[self.setup.optimizer].start(len(theta), theta.dtype)
        )

    def _updated(self, buffers):
        """One update, or the end where its numbers overflow."""
        began, t, setup = time.perf_counter(), self.update + 1, self.setup
        x, targets, fresh = self.chunk(t)
        buffers.begin(None if fresh else self.carried)
        rng = np.random.default_rng([setup.seed, t, DROPOUT]) if setup.dropout else None
        nats = buffers.gradient(self.theta, x, targets, rng)
        length, rate = norm(buffers.found), self.rate(t)
        with np.errstate(all="ignore"):
            found = clip(buffers.found, setup.clip)
            theta, state = OPTIMIZERS[setup.optimizer].update(self.theta, found, rate, self.state, t)
        if not (math.isfinite(nats) and math.isfinite(length) and np.isfinite(theta).all()):
            return self._stopped(t)
        took, since = time.perf_counter() - began, self.since
        return replace(
            self,
            update=t,
            theta=theta,
            state=state,
            carried=buffers.last() if setup.carry else None,
            since=Since(since.nats + nats, since.norms + length, since.updates + 1, since.seconds + took),
            seconds=self.seconds + took,
            ended=t == setup.updates,
        )

    def _looked_at(self, buffers):
        """With a point of the curve and a sample, where they are due."""
        t, last, run = self.update, self.setup.updates, self
        if t % max(RAREST, last // POINTS) == 0 or t == last:
            valid = buffers.valid(self.theta, self.corpus.valid)
            if not math.isfinite(valid):
                return self._stopped(t)
            run = replace(run, curve=(*run.curve, self._point(valid)), since=Since())
        if t in EARLY_SAMPLES or t == last or (t % 100 == 0 and (t // 100).bit_count() == 1):
            try:
                ids = speak(self.model, self.theta, self.prime, SAMPLE, seed=self.setup.seed)
            except ValueError:
                return self._stopped(t)
            kept = (*run.samples, Sample(t, self.corpus.decode(ids)))
            run = replace(run, samples=(*kept[:1], *kept[1:][1 - MOST_SAMPLES :]))
        return run

    def _point(self, valid):
        t, since, n = self.update, self.since, self.since.updates
        train, length = (since.nats / n / LN2, since.norms / n) if n else (None, None)
        pace = n * math.prod(self.shape) / since.seconds if since.seconds else None
        return TextPoint(t, train, valid, length, self.rate(max(t, 1)), pace, self.seconds)

    def _stopped(self, t):
        trouble = (
            f"At update {t:,} the numbers overflowed: "
            "a smaller learning rate, or a gradient clipped at a smaller number, may help."
        )
        return replace(self, ended=True, trouble=trouble)
