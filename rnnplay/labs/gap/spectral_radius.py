"""The gradient of a plain cell whose recurrent matrix has a chosen spectral radius, and one step of SGD.

W_hh = rho * Q,  Q orthogonal                a linear cell's gradient is then rho**k, k steps back
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnplay.labs.gap.gradient_flow import distance
from rnnplay.nn.functions import lengths
from rnnplay.nn.model import Model
from rnnplay.nn.optimizers import OPTIMIZERS, norm
from rnnplay.nn.optimizers import clip as clipped
from rnnplay.tasks import TASKS
from rnnplay.tasks.batch import LONGEST, held_out_rng


@dataclass(frozen=True, eq=False)
class RadiusResult:
    """The gradient on its way back through W_hh = rho * Q, and the loss before and after one step of SGD.

    Overflow gives inf or nan.
    """

    reach: np.ndarray  # (T,) mean norm of dL/dh_t
    predicted: np.ndarray  # (T,) rho**k, k steps from the last
    grad_norm: float
    clipped_norm: float
    loss: float
    loss_after: float  # after one step of SGD
    loss_after_clipped: float


@lru_cache(maxsize=64)
@np.errstate(all="ignore")
def radius_experiment(rho, activation, T, *, seed=0, hidden=32, batch=32, clip=1.0, rate=0.1) -> RadiusResult:
    """Let `hidden` untrained plain units read the moving cue in T steps; activation: one of ACTIVATIONS.

    Raises ValueError for an illegal rho, activation or T.
    """
    task = TASKS["cue"]
    longest = task.lengths(LONGEST)
    if not 2 <= T <= longest:
        raise ValueError(f"T must be from 2 to {longest:,}, not {T}")
    if not 0 <= rho < np.inf:
        raise ValueError(f"rho must be a finite number from 0 on, not {rho}")
    model = Model(
        "rnn",
        len(task.inputs),
        hidden,
        len(task.outputs),
        options={"init": "orthogonal", "activation": activation},
    )
    p = model.params(model.initial(seed, None))
    p.W_hh = rho * p.W_hh

    gap = next(gap for gap in range(1, LONGEST + 1) if task.lengths(gap) >= T)
    x, targets, weights = task.batch(held_out_rng(seed), gap, batch)
    x, targets, weights = (np.concatenate([v[: T - 1], v[-1:]]) for v in (x, targets, weights))

    def forward(flat):
        return model.unroll(model.params(flat), x, targets, weights=weights)

    def loss_after(gradient):
        return forward(OPTIMIZERS["sgd"].update(p.flat, gradient, rate, {}, 1)[0]).loss

    trace = forward(p.flat)
    gradients = model.backprop(p, trace, each_step=False)
    short_gradient = clipped(gradients.flat, clip)
    return RadiusResult(
        reach=lengths(batch * gradients.dh).mean(axis=1),
        predicted=np.power(float(rho), distance(T)),
        grad_norm=norm(gradients.flat),
        clipped_norm=norm(short_gradient),
        loss=trace.loss,
        loss_after=loss_after(gradients.flat),
        loss_after_clipped=loss_after(short_gradient),
    )
