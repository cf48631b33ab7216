"""One sentence, read word by word by a network: its answer after each word, and the gradient at each word.

p_t      = softmax(y_t)                          the answer that the network would give after each word
reach_t  = norm of dL/dx_t                       L = -log p_T[answer]: the gradient that reaches this word
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from rnnplay.labs.gap.gradient_flow import words
from rnnplay.labs.gap.runs import Run
from rnnplay.labs.gap.setup import Job
from rnnplay.nn.functions import lengths
from rnnplay.nn.gate_roles import memory_gradient, memory_of


@dataclass(frozen=True, eq=False)
class SentenceReading:
    """A network's answers and gradient on one sentence; arrays (T,) begin at the first word."""

    words: tuple[str, ...]
    p: np.ndarray  # (T, V) the probabilities of the answers after each word
    loss: float  # after the last word, in nats
    reach: np.ndarray  # (T,) the norm of the gradient at each word
    state: str  # "c" or "h"
    reach_state: np.ndarray  # (T,) the norm of the gradient at that state after each word


@np.errstate(all="ignore")
def read_sentence(job: Job, theta, x, answer) -> SentenceReading:
    """Read x (T,), symbols of the task, with the weights theta (n,). answer: index of the right output."""
    task, model = job.setup.memory_task, replace(job.model, dtype=np.float64)
    column = np.asarray(x)[:, None]
    weights = np.zeros(column.shape)
    weights[-1] = 1
    p = model.params(np.array(theta, np.float64))
    trace = model.unroll(p, column, np.full(column.shape, answer), weights=weights)
    gradients = model.backprop(p, trace, each_step=False)
    return SentenceReading(
        words=words(task, x),
        p=trace.p[:, 0],
        loss=trace.loss,
        reach=lengths(gradients.dx[:, 0]),
        state=memory_of(model.recurrent).state,
        reach_state=lengths(memory_gradient(model.recurrent, p, trace, gradients)[:, 0]),
    )


@lru_cache(maxsize=48)
def read_generated_sentence(job: Job, run: Run | None, gap, pair, seed) -> SentenceReading:
    """Read the sentence with clue number `pair` across `gap`, its other words drawn with `seed` (int).

    run: the training whose weights read it; None for the untrained network of the job.
    """
    task = job.setup.memory_task
    x = task.write(np.random.default_rng(seed), gap, pair)
    untrained = run is None or run.theta is None
    theta = job.model.initial(job.seed, None) if untrained else run.theta
    return read_sentence(job, theta, x, task.outputs.index(task.answers[pair]))
