"""A training whose every update can be computed again, in any order, with exactly the same numbers.

theta_0 = the experiment's start
theta_{t+1}, state_{t+1} = optimizer(theta_t, clip(gradient at theta_t), rate of update t, state_t)

Frame t is theta_t and everything computed with it.
"""

import threading
import time
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from rnnplay.nn.functions import sample
from rnnplay.options.field import MAX_UPDATES
from rnnplay.training.checkpoints import Checkpoints
from rnnplay.training.frames import Frames, Recorder
from rnnplay.training.update_details import UpdateDetails, details_of


@dataclass(frozen=True)
class Stop:
    """The reason why a training ended at `update`, the last one whose numbers are all finite."""

    update: int
    reason: str


class Session:
    """The training of one experiment. Several threads may call it; a lock admits one at a time.

    `trained` is the highest update computed so far, `stopped` is None or a Stop,
    `first_consistent` is None or the first update at which every prediction is right.
    """

    def __init__(self, experiment, *, past=None):
        """past: the training so far, as `branch` passes it. Raises ValueError if the start is not finite."""
        self.experiment = experiment
        self._workspace = experiment.model.fast(experiment.T, 1)
        self._workspace.load(experiment.x, experiment.targets)
        self._sampler = experiment.model.sampler()
        self._recorder = Recorder(experiment, self._workspace, self._sampler)
        self._gradient = np.zeros(experiment.model.layout.size)
        self._lock = threading.RLock()

        # _front: the next update to be seen for the first time. _cursor: where the last walk ended.
        losses, self.first_consistent, self._checkpoints, self._front = past or self._nothing_yet()
        self._cursor = self._front
        self._losses = np.concatenate([losses, np.zeros(1024)])
        self.trained, self.stopped = len(losses) - 1, None
        self._checkpoints.offer(*self._front)
        if self.reach(self._front[0]) < 0:
            raise ValueError("the start gives numbers that are not finite")

    def _nothing_yet(self):
        theta = self.experiment.initial()
        return [], None, Checkpoints(), (0, theta, self.experiment.update_rule.start(theta))

    @property
    def losses(self) -> np.ndarray:
        """Mean nats of updates 0 to `trained`, read-only."""
        losses = self._losses[: self.trained + 1]
        losses.flags.writeable = False
        return losses

    @property
    def last(self) -> int:
        """The highest update that this training can reach, as far as is known."""
        return self.stopped.update if self.stopped else MAX_UPDATES

    def reach(self, update, seconds=None) -> int:
        """Train ahead to `update`, or until the time is up or the training stops: -> `trained`."""
        with self._lock:
            if update > self.trained:
                self._walk(self.trained + 1, update, seconds)
            return self.trained

    def frames(self, start, count, seconds=None, columns=None, parameters=True) -> Frames:
        """The Frames of `count` updates from `start` on; fewer if the time is over or the training stops.

        There may be none if `start` is far away: another call continues the training.
        columns (from, to): record only these steps in full; parameters: whether theta is recorded.
        """
        with self._lock:
            start = max(0, start)
            end = min(start + count - 1, self.last)
            columns = columns or (0, self.experiment.T)
            self._recorder.begin(start, max(0, end - start + 1), columns, parameters)
            if end >= start:
                self._walk(start, end, seconds, self._recorder.record)
            return self._recorder.end()

    def details(self, update) -> UpdateDetails:
        """One update in full, computed by the readable cells. Raises ValueError beyond the training."""
        with self._lock:
            before = self._at(update)
            after = self._next(update, *before)
            # The frame after the step shows whether its numbers are finite.
            self.reach(min(update + 1, MAX_UPDATES))
            stopped = self.stopped is not None and self.stopped.update == update
            return details_of(self.experiment, update, before, None if stopped else after)

    def sample(self, update, count, temperature=0.0, seed=0, first=None):
        """Sample symbols, each fed back as the next input: -> symbols (count,), scores (count, V).

        The first input is symbol `first`, by default that of the text. At temperature 0 the most likely
        symbol is taken; above, one is drawn from softmax(y / temperature). Raises ValueError for an unknown
        symbol.
        """
        with self._lock:
            theta, _ = self._at(update)
            rng = np.random.default_rng([seed, update])
            choose = (lambda y: sample(y, temperature, rng)) if temperature > 0 else None
            first = self.experiment.x[0, 0] if first is None else first
            return self._sampler.sample(theta, first, count, choose)

    def branch(self, update, rate) -> "Session":
        """A Session with this rate from `update` on. The updates before are shared, not computed again."""
        with self._lock:
            front = (update, *self._at(update))
            first = self.first_consistent
            first = first if first is not None and first < update else None
            past = (self._losses[:update], first, self._checkpoints.until(update), front)
        return Session(self.experiment.with_lr(update, rate), past=past)

    def _at(self, update):
        """(theta, optimizer state) at `update`; the workspace then holds all numbers of this update."""
        found = []
        if 0 <= update <= self.last:
            self._walk(update, update, None, lambda _, *values: found.append(values))
        if not found:
            raise ValueError(f"update {update} is not in this training, which goes from 0 to {self.last}")
        return found[0]

    @np.errstate(all="ignore")
    def _walk(self, start, end, seconds=None, see=None):
        """Compute updates up to `end`; call see(update, theta, state) for those from `start` on."""
        deadline = time.perf_counter() + (inf if seconds is None else seconds)
        t, theta, state = self._nearest(start)
        while t <= min(end, self.last):
            loss = self._workspace.run(theta, self._gradient)
            if t > self.trained and not self._record(t, loss):
                break
            if t >= start and see:
                see(t, theta, state)
            theta, state = self._next(t, theta, state)
            t += 1
            self._keep(t, theta, state)
            if time.perf_counter() > deadline:
                break

    def _nearest(self, update):
        """The known (update, theta, state) from which `update` takes the fewest updates."""
        known = (self._checkpoints.nearest(update), self._cursor, self._front)
        return max((found for found in known if found[0] <= update), key=lambda found: found[0])

    def _next(self, t, theta, state):
        """(theta, state) after update t, from the gradient that the workspace has just computed."""
        e = self.experiment
        return e.update_rule.update(theta, self._gradient, e.lr_at(t), state, t + 1)

    def _record(self, t, loss):
        """Record update t, computed for the first time. False if its numbers are not finite."""
        y = self._workspace.y[:, 0]
        if not (isfinite(loss) and _finite(y) and _finite(self._gradient)):
            what = "scores" if not _finite(y) else "gradient" if isfinite(loss) else "loss"
            return self._stop(t - 1, what)
        if t == len(self._losses):
            self._losses = np.concatenate([self._losses, np.zeros(t)])
        self._losses[t] = loss
        self.trained = t
        if self.first_consistent is None and (y.argmax(1) == self.experiment.targets[:, 0]).all():
            self.first_consistent = t
        return True

    def _keep(self, t, theta, state):
        """Keep the last update computed: the end of the training so far, or an earlier one."""
        if t > self._front[0] and not self.stopped:
            if not all(map(_finite, (theta, *state.values()))):
                self._stop(t - 1, "weights")
                return
            self._front = (t, theta, state)
            self._checkpoints.offer(t, theta, state)
        self._cursor = (t, theta, state)

    def _stop(self, update, what):
        rate = f"{self.experiment.lr_at(update):g}"
        reason = f"After update {update} the {what} overflowed; a learning rate below {rate} may help."
        self.stopped = Stop(update, reason)
        return False


def _finite(numbers):
    """Whether all numbers are finite. The sum of squares answers nearly always in one fast call."""
    flat = numbers.reshape(-1)
    return isfinite(np.dot(flat, flat)) or bool(np.isfinite(flat).all())
