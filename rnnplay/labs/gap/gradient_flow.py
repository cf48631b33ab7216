"""What becomes of the gradient and the gates on the way across a gap: a network in training, looked into.

reach_t  = norm of dL/dc_t, where the cell has a state c, else of dL/dh_t        L: the loss of one sequence
closed_t = what it would be if only the biases, or only W_hh, decided:

plain   rho**k, rho the largest eigenvalue of W_hh        LSTM   sigmoid(b_f)**k        GRU   sigmoid(b_z)**k
k       = T-1-t, the distance from the last step
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from rnnplay.labs.gap.runs import EVERY, HELD_OUT, Run
from rnnplay.labs.gap.setup import Job
from rnnplay.nn.functions import lengths
from rnnplay.nn.gates import (
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
from rnnplay.training.time_slices import go_on

LOOKS = 40  # of a run at most, spread evenly: they travel with it from process to process


@dataclass(frozen=True, eq=False)
class Look:
    """A network on held-out sequences at one moment; curves (T,) begin at the first step.

    Their means are over sequences, and over units. What overflows is inf or nan.
    """

    update: int
    loss: float
    accuracy: float
    grad_norm: float  # of the mean loss's whole gradient
    state: str  # the one that carries the memory, "c" or "h": `reach` measures its gradient
    reach: np.ndarray  # (T,) mean norm of the gradient of `state`
    reach_h: np.ndarray  # (T,) the same of h, whatever the cell
    closed: np.ndarray | None  # (T,) `closed_form`, as a share of the last step's
    gates: dict  # name -> (T,) mean activation
    roles: dict  # gate -> its task, see gate_roles
    share: str | None  # the share of `state` that a step keeps, a formula in the gates
    kept: np.ndarray | None  # (T,) the mean of that share
    units: dict  # gate or state -> (T, H) float32, of the first sequence
    words: tuple[str, ...]  # what the first sequence reads
    clue: tuple[int, ...]  # the steps at which it reads what is to be remembered


@np.errstate(all="ignore")
def look(job: Job, theta, update=0, sequences=32) -> Look:
    """Forward and backward over the first held-out sequences of `job`, with the weights theta (n,)."""
    what, model = job.setup.what, replace(job.model, dtype=np.float64)
    x, targets, weights = _held_out(job, sequences)
    p = model.params(np.array(theta, np.float64))
    trace = model.unroll(p, x, targets, weights=weights)
    gradients = model.backprop(p, trace, each_step=False)
    d = sequences * memory_gradient(model.recurrent, p, trace, gradients)  # the mean loss counts each 1/B
    memory = memory_of(model.recurrent)
    kept = memory.kept(trace.quantities)
    gates = {name: trace.quantities[name] for name in gates_of(model.recurrent)}
    return Look(
        update=update,
        loss=trace.loss,
        accuracy=_accuracy(what, trace.y[weights > 0], targets[weights > 0]),
        grad_norm=norm(gradients.flat),
        state=memory.state,
        reach=lengths(d).mean(axis=1),
        reach_h=lengths(sequences * gradients.dh).mean(axis=1),
        closed=closed_form(model, theta, len(x), d[-1]),
        gates={name: values.mean(axis=(1, 2)) for name, values in gates.items()},
        roles=gate_roles(model.recurrent),
        share=memory.share,
        kept=None if kept is None else kept.mean(axis=(1, 2)),
        units={name: trace.quantities[name][:, 0].astype(np.float32) for name in (*gates, memory.state)},
        words=words(what, x[:, 0]),
        clue=clue(what, x[:, 0]),
    )


def distance(T):
    """(T,) how many steps before the last one each step lies."""
    return np.arange(T)[::-1]


def closed_form(model, theta, T, last=None):
    """(T,) what is left of the gradient at each step, as a share of that at the last; None if nobody knows.

    last (B, H): the gradient at the last step, where the units differ in what they keep; None: all alike.
    It is exact for a linear plain cell whose W_hh is a scaled rotation, and for gates without weights.
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
    """The size of the largest eigenvalue of W (H, H)."""
    return float(np.abs(np.linalg.eigvals(W)).max())


def words(what, x):
    """What one sequence x (T,) or (T, V) reads, step by step; of numbers the marked ones bear a ▲."""
    if not what.vectors:
        return tuple(what.inputs[symbol] for symbol in x)
    return tuple(f"{number:.2f}{' ▲' if mark else ''}" for number, mark in x)


def clue(what, x):
    """The steps at which x (T,) or (T, V) reads a clue: a word that has an answer, or a mark."""
    if what.vectors:
        return tuple(np.flatnonzero(x[:, 1]).tolist())
    telling = getattr(what, "clues", (*what.outputs, "X", "Y"))
    return tuple(t for t, word in enumerate(words(what, x)) if word in telling)


@lru_cache(maxsize=8)
def _held_out(job, sequences):
    """The first held-out sequences of the job."""
    batch = job.setup.what.batch(held_out_rng(job.seed), job.gap, HELD_OUT)
    return Batch(*(values[:, :sequences].copy() for values in batch))


def _accuracy(what, y, wanted):
    right = np.abs(y - wanted).max(axis=-1) < NEAR if what.loss == "squared" else y.argmax(axis=-1) == wanted
    return float(right.mean())


@dataclass(frozen=True, eq=False)
class Watched:
    """A run that is looked into at its evaluations (of a very long one, at LOOKS of them)."""

    run: Run
    looks: tuple[Look, ...] = ()

    def advance(self, seconds) -> "Watched":
        """Train on for about that long, by at least one update -> Watched. The first look comes before it."""
        return go_on(self, seconds)

    def steps(self):
        """Each Watched from here to the end, as Run.steps."""
        looks = self.looks
        for run in self.run.steps():
            if run.update % self.every == 0 or run.ended:
                looks = (*looks, look(run.job, run.theta, run.update))
            yield Watched(run, looks)

    @property
    def update(self):
        return self.run.update

    @property
    def every(self):
        """Updates from one look to the next."""
        return EVERY * -(-self.run.job.setup.updates // (EVERY * LOOKS))

    @property
    def ended(self):
        return self.run.ended

    @property
    def share(self):
        return self.run.share

    @property
    def cost(self):
        return self.run.cost
