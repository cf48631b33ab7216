"""The training of one network on a memory task, as a function of its frozen description (Job).

run(job) -> Result                       the same numbers in any process
Run(job).advance(seconds) -> Run         the same numbers in time slices of any length

Update t trains on a fresh batch of training_rng(seed, t). The held-out set is scored every
EVALUATION_INTERVAL updates. A run has solved its task at the first of two scores in a row that reach SOLVED;
it ends there unless the set-up says `to_the_end`.
"""

import time
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import dataclass, replace

import numpy as np

from rnnplay.labs.gap.setup import Job, options_text
from rnnplay.tasks.batch import held_out_rng
from rnnplay.tasks.memory.adding import NEAR
from rnnplay.training.time_slices import advance_for
from rnnplay.training.update import UpdateRule, updates

BATCH, HELD_OUT = 32, 256  # sequences in a batch, and in the held-out set
EVALUATION_INTERVAL = 25  # updates
SOLVED = 0.95
RULE = UpdateRule("adam", clip=1.0)


@dataclass(frozen=True)
class Point:
    """One evaluation on the held-out set."""

    update: int
    accuracy: float  # share of right answers, 0 to 1
    loss: float  # mean, in nats or squared error
    cpu_s: float  # seconds of processor time since the start of the run


@dataclass(frozen=True)
class Result:
    """The outcome of a job; curve: its evaluations, from the untrained network on."""

    job: Job
    parameters: int
    updates_to_95: int | None
    curve: tuple[Point, ...]

    @property
    def row(self):
        """The result as one row of a table (dict); it needs at least one evaluation."""
        job, last = self.job, self.curve[-1]
        return {
            "task": job.setup.task,
            "cell": job.cell,
            "options": options_text(job.options),
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
    """The state of one network's training: an immutable value that another process can continue.

    A run whose numbers overflow ends at once, with the accuracy of guessing and a loss of nan.
    """

    job: Job
    update: int = 0  # updates made
    theta: np.ndarray | None = None  # (n,) weights; None before the start
    state: dict | None = None  # of the optimizer
    curve: tuple[Point, ...] = ()
    updates_to_95: int | None = None
    cpu_s: float = 0.0  # seconds of processor time, over all processes
    ended: bool = False

    def advance(self, seconds):
        """Train for about this many seconds, and by at least one update -> Run."""
        return advance_for(self, seconds)

    @property
    def share(self):
        """The share of the work that is done, 0 to 1."""
        return 1.0 if self.ended else self.update / self.job.setup.updates

    @property
    def cost(self):
        """Estimated computing time of one update, in arbitrary units."""
        return self.job.cost

    @property
    def result(self):
        """The outcome so far."""
        return Result(self.job, self.job.model.layout.size, self.updates_to_95, self.curve)

    def steps(self):
        """Yield a Run after each update until the end; the first one is the untrained network."""
        start = time.thread_time() - self.cpu_s
        job, task, model, run = self.job, self.job.setup.memory_task, self.job.model, self
        if run.ended:
            return
        workspace = model.fast(task.lengths(job.gap), BATCH)
        held_out = _HeldOutSet(job, workspace)

        def batch(rng):
            return task.batch(rng, job.gap, BATCH)

        for t, theta, state in updates(run, model, workspace, batch, seed=job.seed, rate=job.rate, rule=RULE):
            run = replace(run, update=t, theta=theta, state=state)
            if t % EVALUATION_INTERVAL == 0 or t == job.setup.updates:
                run = run._with_evaluation(Point(t, *held_out.score(theta), time.thread_time() - start))
            run = replace(run, cpu_s=time.thread_time() - start)
            yield run
            if run.ended:
                return

    def _with_evaluation(self, point):
        """The run with one more evaluation, ended if that is the last one."""
        setup, curve, solved = self.job.setup, (*self.curve, point), self.updates_to_95
        if solved is None and len(curve) > 1 and min(p.accuracy for p in curve[-2:]) >= SOLVED:
            solved = curve[-2].update
        last = point.update == setup.updates or np.isnan(point.loss)
        ended = bool(last or (solved is not None and not setup.to_the_end))
        return replace(self, curve=curve, updates_to_95=solved, ended=ended)


def run(job: Job, on_evaluation: Callable[[Point], bool | None] = lambda point: None) -> Result:
    """Train one network. on_evaluation(point) is called after each evaluation; True ends the run."""
    reported = 0
    for current in Run(job).steps():
        if len(current.curve) > reported and on_evaluation(current.curve[-1]):
            break
        reported = len(current.curve)
    return current.result


def results(jobs, executor):
    """Run the jobs on a concurrent.futures executor, and yield each Result as it arrives.

    Closing the generator cancels the jobs that have not started.
    """
    longest_first = sorted(jobs, key=lambda job: -job.cost)  # so that none of them is left for the end
    futures = [executor.submit(run, job) for job in longest_first]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


class _HeldOutSet:
    """The held-out set of a job, scored in batches of BATCH sequences."""

    def __init__(self, job, workspace):
        self.task, self.workspace = job.setup.memory_task, workspace
        x, targets, weights = self.task.batch(held_out_rng(job.seed), job.gap, HELD_OUT)
        slices = [slice(at, at + BATCH) for at in range(0, HELD_OUT, BATCH)]
        self.batches = [(x[:, part], targets[:, part], weights[:, part]) for part in slices]

    def score(self, theta):
        """theta (n,) -> (share of right answers, mean loss)."""
        right, losses = [], []
        for x, targets, weights in self.batches:
            self.workspace.load(x, targets, weights)
            losses.append(self.workspace.score(theta))
            y, wanted = self.workspace.y[weights > 0], targets[weights > 0]
            if self.task.loss == "squared":
                right.append((np.abs(y - wanted) < NEAR).all(axis=-1))
            else:
                right.append(y.argmax(axis=-1) == wanted)
        loss = float(np.mean(losses))
        return (float(np.mean(right)), loss) if np.isfinite(loss) else (self.task.chance, float("nan"))
