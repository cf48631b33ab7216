"""Cells on one task, side by side: each run is a job, a plain function of its frozen description.

run(job) -> Result, the same wherever it runs; Run(job).advance(seconds) -> Run, the same however it is cut

Update t trains on a fresh batch of training_rng(seed, t); every EVERY updates the held-out set is scored. A
run is solved at the first of two scores in a row of at least SOLVED, and ends there unless it is to go on.
"""

import time
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import dataclass, replace

import numpy as np

from rnnplay.labs.gap.setup import Job, spelled
from rnnplay.nn.optimizers import OPTIMIZERS, clip
from rnnplay.tasks.batch import held_out_rng, training_rng
from rnnplay.tasks.memory.adding import NEAR
from rnnplay.training.time_slices import go_on

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
        """The result as a dict, a line of a table; it needs at least one evaluation."""
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
            "curve": self.curve,
        }


@dataclass(frozen=True, eq=False)
class Run:
    """One network in training, as far as it has come: a value that can travel to another process and go on.

    A run whose numbers overflow ends there, with the accuracy of guessing and a loss of nan.
    """

    job: Job
    update: int = 0  # updates made
    theta: np.ndarray | None = None  # (n,); None: not begun
    state: dict | None = None  # the optimizer's
    curve: tuple[Point, ...] = ()
    updates_to_95: int | None = None
    cpu_s: float = 0.0  # over all processes it has been in
    ended: bool = False

    def advance(self, seconds):
        """Train on for about so long, by at least one update -> Run."""
        return go_on(self, seconds)

    @property
    def share(self):
        """How much of the work is done, 0 to 1."""
        return 1.0 if self.ended else self.update / self.job.setup.updates

    @property
    def cost(self):
        """How long all of it may take, in arbitrary units."""
        return self.job.cost

    @property
    def result(self):
        """What came of it so far."""
        return Result(self.job, self.job.model.layout.size, self.updates_to_95, self.curve)

    def steps(self):
        """Each Run from here to the end: the untrained network, then one update after the other."""
        began = time.thread_time() - self.cpu_s
        job, what, model = self.job, self.job.setup.what, self.job.model
        optimizer, rate = OPTIMIZERS["adam"], job.rate
        workspace = model.fast(what.lengths(job.gap), BATCH)
        exam, gradient = _Exam(job, workspace), np.zeros(model.layout.size, model.dtype)
        run = self
        while not run.ended:
            if run.theta is None:
                t, theta = 0, model.initial(job.seed, None)
                state = optimizer.start(theta.size, model.dtype)
            else:
                t = run.update + 1
                x, targets, weights = what.batch(training_rng(job.seed, t), job.gap, BATCH)
                workspace.gradient(run.theta, x, targets, gradient, weights)
                with np.errstate(all="ignore"):
                    theta, state = optimizer.update(run.theta, clip(gradient, CLIP), rate, run.state, t)
            run = replace(run, update=t, theta=theta, state=state)
            if t % EVERY == 0 or t == job.setup.updates:
                run = run._after(Point(t, *exam.score(theta), time.thread_time() - began))
            run = replace(run, cpu_s=time.thread_time() - began)
            yield run

    def _after(self, point):
        """The run after one more evaluation."""
        setup, curve, solved = self.job.setup, (*self.curve, point), self.updates_to_95
        if solved is None and len(curve) > 1 and min(p.accuracy for p in curve[-2:]) >= SOLVED:
            solved = curve[-2].update
        over = point.update == setup.updates or np.isnan(point.loss)
        ended = bool(over or (solved is not None and not setup.to_the_end))
        return replace(self, curve=curve, updates_to_95=solved, ended=ended)


def run(job: Job, see: Callable[[Point], bool | None] = lambda point: None) -> Result:
    """Train one network; see(point) hears of each evaluation and ends the run by returning True."""
    heard = 0
    for now in Run(job).steps():
        if len(now.curve) > heard and see(now.curve[-1]):
            break
        heard = len(now.curve)
    return now.result


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
