"""Two small experiments on what reaches back: one sentence read word by word, one W_hh of a chosen size.

p_t      = softmax(y_t)                          what the network would answer after each word
reach_t  = norm of dL/dx_t                       L = -log p_T[answer]: how much gradient reaches this word
W_hh     = rho * Q,  Q orthogonal                a linear cell's gradient is then rho**k, k steps back
"""

from dataclasses import dataclass, replace

import numpy as np

from rnnplay.labs.gap.gradient_flow import distance, words
from rnnplay.labs.gap.setup import Job
from rnnplay.nn.functions import lengths
from rnnplay.nn.gates import memory_gradient, memory_of
from rnnplay.nn.model import Model
from rnnplay.nn.optimizers import OPTIMIZERS, norm
from rnnplay.nn.optimizers import clip as clipped
from rnnplay.tasks import TASKS
from rnnplay.tasks.batch import LONGEST, held_out_rng


@dataclass(frozen=True, eq=False)
class Reading:
    """One sentence, as a network reads it; curves (T,) begin at the first word."""

    words: tuple[str, ...]
    p: np.ndarray  # (T, O) the probabilities of the answers after each word
    loss: float  # after the last word, in nats
    reach: np.ndarray  # (T,) how much gradient reaches this word
    state: str  # "c" or "h"
    reach_state: np.ndarray  # (T,) how much reaches that state after this word


@np.errstate(all="ignore")
def read(job: Job, theta, x, answer) -> Reading:
    """Read x (T,), symbols of the job's task, with the weights theta (n,); `answer` is the right output."""
    what, model = job.setup.what, replace(job.model, dtype=np.float64)
    column = np.asarray(x)[:, None]
    weights = np.zeros(column.shape)
    weights[-1] = 1
    p = model.params(np.array(theta, np.float64))
    trace = model.unroll(p, column, np.full(column.shape, answer), weights=weights)
    gradients = model.backprop(p, trace, each_step=False)
    return Reading(
        words=words(what, x),
        p=trace.p[:, 0],
        loss=trace.loss,
        reach=lengths(gradients.dx[:, 0]),
        state=memory_of(model.recurrent).state,
        reach_state=lengths(memory_gradient(model.recurrent, p, trace, gradients)[:, 0]),
    )


@dataclass(frozen=True, eq=False)
class Radius:
    """How the gradient of a plain cell goes back through W_hh = rho * Q, and what one step with it does.

    What overflows is inf or nan.
    """

    reach: np.ndarray  # (T,) mean norm of dL/dh_t
    closed: np.ndarray  # (T,) rho**k, k steps from the last
    grad_norm: float
    clipped_norm: float
    loss: float
    loss_after: float  # after one step of SGD
    loss_after_clipped: float


@np.errstate(all="ignore")
def radius(rho, activation, T, *, seed=0, hidden=32, batch=32, clip=1.0, rate=0.1) -> Radius:
    """The moving cue in T steps, read by `hidden` plain units; activation: one of ACTIVATIONS.

    Raises ValueError for a wrong rho, activation or T.
    """
    what = TASKS["cue"]
    longest = what.lengths(LONGEST)
    if not 2 <= T <= longest:
        raise ValueError(f"T must be from 2 to {longest:,}, not {T}")
    if not 0 <= rho < np.inf:
        raise ValueError(f"rho must be a finite number from 0 on, not {rho}")
    model = Model(
        "rnn",
        len(what.inputs),
        hidden,
        len(what.outputs),
        options={"init": "orthogonal", "activation": activation},
    )
    p = model.params(model.initial(seed, None))
    p.W_hh = rho * p.W_hh

    gap = next(gap for gap in range(1, LONGEST + 1) if what.lengths(gap) >= T)
    x, targets, weights = what.batch(held_out_rng(seed), gap, batch)
    x, targets, weights = (np.concatenate([v[: T - 1], v[-1:]]) for v in (x, targets, weights))

    def forward(flat):
        return model.unroll(model.params(flat), x, targets, weights=weights)

    def after(gradient):
        return forward(OPTIMIZERS["sgd"].update(p.flat, gradient, rate, {}, 1)[0]).loss

    trace = forward(p.flat)
    gradients = model.backprop(p, trace, each_step=False)
    short = clipped(gradients.flat, clip)
    return Radius(
        reach=lengths(batch * gradients.dh).mean(axis=1),
        closed=np.power(float(rho), distance(T)),
        grad_norm=norm(gradients.flat),
        clipped_norm=norm(short),
        loss=trace.loss,
        loss_after=after(gradients.flat),
        loss_after_clipped=after(short),
    )
