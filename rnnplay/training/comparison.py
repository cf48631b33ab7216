"""Cells on one task, side by side: each run is a job, a plain function of its frozen description.

run(job) -> Result, the same wherever it runs

Update t trains on a fresh batch of training_rng(seed, t); every EVERY updates the held-out set is scored. A
run is solved at the first of two scores in a row of at least SOLVED, and ends there unless it is to go on.
"""

import time
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import dataclass

import numpy as np

from rnnplay.core.optimizers import OPTIMIZERS, clip
from rnnplay.tasks.adding import NEAR
from rnnplay.tasks.batch import held_out_rng, training_rng
from rnnplay.training.lineup import Job, spelled

BATCH, HELD_OUT = 32, 256  # sequences a batch, and in the held-out set
EVERY = 25  # updates from one evaluation to the next
SOLVED = 0.95
CLIP = 1.0


@dataclass(frozen=True)
class Point:
    """One evaluation."""

    update: int
    accuracy: float  # held-out
    loss: float  # held-out; in nats, or squared
    cpu_s: float  # since the start of the run


@dataclass(frozen=True)
class Result:
    """What came of a job; curve: the evaluations, from the untrained network on."""

    job: Job
    parameters: int
    updates_to_95: int | None
    curve: tuple[Point, ...]

    @property
    def row(self):
        """The result as a flat dict, without the curve."""
        job, last = self.job, self.curve[-1]
        return {
            "task": job.setup.task,
            "cell": job.cell,
            "options": spelled(job.options),
            "gap": job.gap,
            "seed": job.seed,
            "units": job.hidden,
            "parameters": self.parameters,
            "rate": job.rate,
            "accuracy": last.accuracy,
            "loss": last.loss,
            "updates": last.update,
            "updates_to_95": self.updates_to_95,
            "cpu_s": last.cpu_s,
        }


def results(jobs, executor):
    """Run the jobs on a concurrent.futures executor, and yield each result as it comes in.

    Whoever stops listening cancels what has not begun.
    """
    longest_first = sorted(jobs, key=lambda job: -job.cost)  # so that at the end nobody waits for a long one
    futures = [executor.submit(run, job) for job in longest_first]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def run(job: Job, see: Callable[[Point], bool | None] = lambda point: None) -> Result:
    """Train one network; see(point) hears of each evaluation and ends the run by returning True.

    A run whose numbers overflow ends there, with the accuracy of guessing and a loss of nan.
    """
    setup, what, model = job.setup, job.setup.what, job.model
    optimizer, T = OPTIMIZERS["adam"], what.lengths(job.gap)
    began = time.thread_time()
    workspace = model.fast(T, BATCH)
    exam = _Exam(job, workspace)
    theta = model.initial(job.seed, None)
    state, gradient = optimizer.start(theta.size, model.dtype), np.zeros_like(theta)
    curve, solved = [], None
    for t in range(setup.updates + 1):
        if t % EVERY == 0 or t == setup.updates:
            point = Point(t, *exam.score(theta), time.thread_time() - began)
            curve.append(point)
            if solved is None and len(curve) > 1 and min(p.accuracy for p in curve[-2:]) >= SOLVED:
                solved = curve[-2].update
            stop = see(point) or (solved is not None and not setup.to_the_end)
            if stop or t == setup.updates or np.isnan(point.loss):
                break
        x, targets, weights = what.batch(training_rng(job.seed, t + 1), job.gap, BATCH)
        workspace.gradient(theta, x, targets, gradient, weights)
        with np.errstate(all="ignore"):
            theta, state = optimizer.update(theta, clip(gradient, CLIP), job.rate, state, t + 1)
    return Result(job, model.layout.size, solved, tuple(curve))


class _Exam:
    """The held-out set of a job, to be scored again and again, a batch at a time."""

    def __init__(self, job, workspace):
        self.what, self.workspace = job.setup.what, workspace
        x, targets, weights = self.what.batch(held_out_rng(job.seed), job.gap, HELD_OUT)
        cuts = [slice(at, at + BATCH) for at in range(0, HELD_OUT, BATCH)]
        self.parts = [(x[:, cut], targets[:, cut], weights[:, cut]) for cut in cuts]

    def score(self, theta):
        """-> the share of right answers, the mean loss."""
        right, losses = [], []
        for x, targets, weights in self.parts:
            self.workspace.load(x, targets, weights)
            losses.append(self.workspace.score(theta))
            y, wanted = self.workspace.y[weights > 0], targets[weights > 0]
            if self.what.loss == "squared":
                right.append((np.abs(y - wanted) < NEAR).all(axis=-1))
            else:
                right.append(y.argmax(axis=-1) == wanted)
        loss = float(np.mean(losses))
        return (float(np.mean(right)), loss) if np.isfinite(loss) else (self.what.chance, float("nan"))
