"""The gradient and the gates of a network at every step of a sequence, measured while it trains.

reach_t     = norm of dL/dc_t if the cell has a memory c, else of dL/dh_t        L: the loss of one sequence
predicted_t = the closed form of reach_t / reach_T that uses only the biases, or only W_hh:

plain   rho**k, rho the largest eigenvalue of W_hh        LSTM   sigmoid(b_f)**k        GRU   sigmoid(b_z)**k
k       = T-1-t, the distance from the last step
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

import numpy as np

from rnnplay.labs.gap.runs import EVALUATION_INTERVAL, HELD_OUT, Run
from rnnplay.labs.gap.setup import Job
from rnnplay.nn.functions import lengths
from rnnplay.nn.gate_roles import (
    gate_roles,
    gates_of,
    kept_by_biases,
    memory_gradient,
    memory_of,
    recurrent_matrix,
)
from rnnplay.nn.optimizers import norm
from rnnplay.tasks.batch import Batch, held_out_rng
from rnnplay.tasks.memory.adding import NEAR
from rnnplay.training.time_slices import advance_for

MOST_MEASUREMENTS = 40  # of one run, spread evenly; they are sent to each process that continues it


@dataclass(frozen=True, eq=False)
class FlowMeasurement:
    """The gradient and the gates of a network at one update, over held-out sequences.

    Arrays (T,) begin at the first step. Means are over sequences and units. Overflow gives inf or nan.
    """

    update: int
    loss: float
    accuracy: float
    grad_norm: float  # of the gradient of the mean loss, all parameters together
    state: str  # the state that carries the memory, "c" or "h": `reach` measures its gradient
    reach: np.ndarray  # (T,) mean norm of the gradient of `state`
    readout: str  # the state that the scores are computed from, "h"
    reach_readout: np.ndarray  # (T,) mean norm of the gradient of `readout`
    predicted: np.ndarray | None  # (T,) `closed_form`, as a share of the last step's
    gates: dict  # name -> (T,) mean activation
    roles: dict  # gate -> its task, see gate_roles
    share: str | None  # the share of `state` that a step keeps, a formula in the gates
    kept: np.ndarray | None  # (T,) the mean of that share
    units: dict  # gate or state -> (T, H) float32, of the first sequence
    words: tuple[str, ...]  # inputs of the first sequence
    clue: tuple[int, ...]  # the steps of the first sequence whose input must be remembered


@np.errstate(all="ignore")
def measure_flow(job: Job, theta, update=0, sequences=32) -> FlowMeasurement:
    """Run forward and backward over the first held-out sequences of `job` with the weights theta (n,)."""
    task, model = job.setup.memory_task, replace(job.model, dtype=np.float64)
    x, targets, weights = _held_out(job, sequences)
    p = model.params(np.array(theta, np.float64))
    trace = model.unroll(p, x, targets, weights=weights)
    gradients = model.backprop(p, trace, each_step=False)
    d = sequences * memory_gradient(model.recurrent, p, trace, gradients)  # the mean loss counts each 1/B
    memory = memory_of(model.recurrent)
    kept = memory.kept(trace.quantities)
    gates = {name: trace.quantities[name] for name in gates_of(model.recurrent)}
    return FlowMeasurement(
        update=update,
        loss=trace.loss,
        accuracy=_accuracy(task, trace.y[weights > 0], targets[weights > 0]),
        grad_norm=norm(gradients.flat),
        state=memory.state,
        reach=lengths(d).mean(axis=1),
        readout=model.readout_state,
        reach_readout=lengths(sequences * gradients.dh).mean(axis=1),
        predicted=closed_form(model, theta, len(x), d[-1]),
        gates={name: values.mean(axis=(1, 2)) for name, values in gates.items()},
        roles=gate_roles(model.recurrent),
        share=memory.share,
        kept=None if kept is None else kept.mean(axis=(1, 2)),
        units={name: trace.quantities[name][:, 0].astype(np.float32) for name in (*gates, memory.state)},
        words=words(task, x[:, 0]),
        clue=clue(task, x[:, 0]),
    )


def distance(T):
    """(T,) the distance of each step from the last step."""
    return np.arange(T)[::-1]


def closed_form(model, theta, T, last=None):
    """(T,) the predicted gradient at each step, as a share of that at the last; None without a formula.

    last (B, H): the gradient at the last step, which weighs the units; None weighs them equally. The formula
    is exact for a linear plain cell whose W_hh is a scaled rotation, and for gates without weights.
    """
    p, k = model.params(np.asarray(theta, np.float64)), distance(T)
    if not np.isfinite(p.flat).all():
        return None
    kept, matrix = kept_by_biases(model, p), recurrent_matrix(model.recurrent)
    if kept is not None:
        last = np.ones((1, model.hidden)) if last is None else last
        left = lengths(last * kept ** k[:, None, None]).mean(axis=1)
        return left / left[-1]
    return spectral_radius(p[matrix]) ** k if matrix else None


def spectral_radius(W) -> float:
    """The largest absolute eigenvalue of W (H, H)."""
    return float(np.abs(np.linalg.eigvals(W)).max())


def words(task, x):
    """The inputs of one sequence x (T,) or (T, V) as words; with vectors, a step with a clue carries a ▲."""
    if not task.vectors:
        names = task.inputs
        return tuple(names[symbol] for symbol in x)
    shown, clues = [k for k, name in enumerate(task.inputs) if name not in task.clues], set(clue(task, x))
    texts = (" ".join(f"{number:.2f}" for number in numbers) for numbers in x[:, shown])
    return tuple(f"{text} ▲" if t in clues else text for t, text in enumerate(texts))


def clue(task, x):
    """The steps of x (T,) or (T, V) whose input is one of the task's clues."""
    columns = [k for k, name in enumerate(task.inputs) if name in task.clues]
    found = (x[:, columns] != 0).any(axis=1) if task.vectors else np.isin(x, columns)
    return tuple(np.flatnonzero(found).tolist())


@lru_cache(maxsize=8)
def _held_out(job, sequences):
    """The first held-out sequences of the job (Batch)."""
    batch = job.setup.memory_task.batch(held_out_rng(job.seed), job.gap, HELD_OUT)
    return Batch(*(values[:, :sequences].copy() for values in batch))


def _accuracy(task, y, wanted):
    right = np.abs(y - wanted).max(axis=-1) < NEAR if task.loss == "squared" else y.argmax(axis=-1) == wanted
    return float(right.mean())


@dataclass(frozen=True, eq=False)
class MonitoredRun:
    """A run that measures its gradient flow at its evaluations, at most MOST_MEASUREMENTS times."""

    run: Run
    measurements: tuple[FlowMeasurement, ...] = ()

    def advance(self, seconds) -> "MonitoredRun":
        """Train for about this many seconds, by at least one update -> MonitoredRun."""
        return advance_for(self, seconds)

    def steps(self):
        """Yield a MonitoredRun after each update until the end, like Run.steps."""
        measurements = self.measurements
        for run in self.run.steps():
            if run.update % self.interval == 0 or run.ended:
                measurements = (*measurements, measure_flow(run.job, run.theta, run.update))
            yield MonitoredRun(run, measurements)

    @property
    def update(self):
        return self.run.update

    @property
    def interval(self):
        """Updates from one measurement to the next."""
        evaluations = self.run.job.setup.updates / EVALUATION_INTERVAL
        return EVALUATION_INTERVAL * ceil(evaluations / MOST_MEASUREMENTS)

    @property
    def ended(self):
        return self.run.ended

    @property
    def share(self):
        return self.run.share

    @property
    def cost(self):
        return self.run.cost
