"""One update of any training: the gradient is clipped, and the optimizer changes the weights with it.

theta_t, state_t = optimizer(theta_{t-1}, clip(gradient), rate of update t, state_{t-1}, t)      t = 1, 2, ...
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.nn.optimizers import OPTIMIZERS, clip
from rnnplay.tasks.batch import training_rng


@dataclass(frozen=True)
class UpdateRule:
    """An optimizer, and the limit of the gradient that it is given.

    optimizer: one of OPTIMIZERS. clip: the limit; 0 means none. clip_by: one of CLIPPINGS.
    """

    optimizer: str = "adam"
    clip: float = 1.0
    clip_by: str = "norm"

    def start(self, theta):
        """The optimizer's state before the first update: dict of name to array (n,)."""
        return OPTIMIZERS[self.optimizer].start(theta.size, theta.dtype)

    def clipped(self, gradient):
        """gradient (n,) -> the same, no larger than the limit."""
        return clip(gradient, self.clip, self.clip_by)

    def update(self, theta, gradient, rate, state, t):
        """Update t, counted from 1: theta, gradient (n,) -> new theta (n,), new state. It may overflow."""
        with np.errstate(all="ignore"):
            return OPTIMIZERS[self.optimizer].update(theta, self.clipped(gradient), rate, state, t)


def updates(run, model, workspace, batch, *, seed, rate, rule):
    """Yield (t, theta, state) after each update from a run on, without end; first of all t = 0 of a new run.

    run: has update, theta (None for a new run) and state. batch(rng) -> x, targets, weights of one update.
    Its rng depends on (seed, t) alone: slices of time do not change the numbers of a run.
    """
    t, theta, state, gradient = run.update, run.theta, run.state, np.zeros(model.layout.size, model.dtype)
    if theta is None:
        theta = model.initial(seed, None)
        state = rule.start(theta)
        yield t, theta, state
    while True:
        t += 1
        x, targets, weights = batch(training_rng(seed, t))
        workspace.gradient(theta, x, targets, gradient, weights)
        theta, state = rule.update(theta, gradient, rate, state, t)
        yield t, theta, state
