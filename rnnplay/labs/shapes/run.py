"""One network on one of the five shapes, in training: how inputs and answers follow one another.

Update t trains on a new batch, drawn from training_rng(seed, t), with Adam. The gradient's norm is clipped
at 1, and W_hh starts orthogonal. The held-out set is scored every EVERY updates.

A network that writes is scored with the right words fed back. This is faster and gives the same score: the
sentence that it writes alone is right exactly if, after the right words so far, each next word is right.
"""

import time
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np

from rnnplay.nn.cells import CELLS
from rnnplay.nn.functions import one_hot, softmax
from rnnplay.nn.gate_roles import gates_of
from rnnplay.nn.model import Model
from rnnplay.options.common_fields import CELL, SEED
from rnnplay.options.field import Field
from rnnplay.tasks.wiring import SHAPES
from rnnplay.tasks.wiring.phrases import MOST_JOINED, Phrases
from rnnplay.training.time_slices import advance_for
from rnnplay.training.update import UpdateRule, updates

BATCH, SCORED = 32, 128  # sequences of a training batch, and at most of one batch when scoring
EVERY = 25  # updates from one evaluation to the next
RULE = UpdateRule("adam", clip=1.0)
MOST_WRITTEN = 40  # steps, if the network never writes its end

# name, label, what it is, kind, lowest, highest
# fmt: off
SHAPE_FIELDS = (
    Field("shape", "Shape", "How inputs and answers follow one another.", "choice", options=SHAPES),
    CELL,
    Field("hidden", "Units", "How many numbers the network keeps from step to step.", "integer", 1, 64),
    Field("rate", "Learning rate", "How far one update moves the weights.", "number", 1e-5, 1, log=True),
    Field("joined", "Joined phrases",
          "How many phrases one English sentence may have in training, joined by “and”.",
          "integer", 1, MOST_JOINED),
    Field("updates", "Updates", "How many updates the training takes.", "integer", 1, 5_000),
    SEED,
)
# fmt: on


@dataclass(frozen=True)
class ShapeSetup:
    """Every choice. Raises ValueError with one sentence.

    updates: None for the number that the task suggests; joined: for the encoder and decoder only.
    """

    shape: str = "in-step"
    cell: str = "lstm"
    hidden: int = 64
    rate: float = 0.003
    updates: int | None = None
    seed: int = 0
    joined: int = 1

    def __post_init__(self):
        for field in SHAPE_FIELDS:
            given = getattr(self, field.name)
            if field.name == "updates" and given is None:
                given = self.task.updates
            object.__setattr__(self, field.name, field.check(given))
        if self.joined > 1 and self.shape != "encoder-decoder":
            raise ValueError(f"Only phrases can be joined, not what there is to learn {self.shape}.")

    @property
    def task(self):
        """The task that is learned."""
        return SHAPES[self.shape] if self.joined == 1 else Phrases(self.joined)

    @property
    def options(self):
        """The cell's options: W_hh orthogonal, and gates that at first remember for the length of an
        example.
        """
        steps = self.task.steps
        has = vars(CELLS[self.cell])
        wanted = {"init": "orthogonal"} | ({"chrono": steps} if steps > 2 else {})
        return {name: value for name, value in wanted.items() if name in has}

    @property
    def model(self):
        """The network without its weights (Model), in float32."""
        task = self.task
        return Model(
            self.cell,
            len(task.inputs),
            self.hidden,
            len(task.outputs),
            np.float32,
            tuple(self.options.items()),
        )


@dataclass(frozen=True)
class ShapePoint:
    """One evaluation."""

    update: int
    loss: float  # held-out, in nats a scored step
    score: float  # share of right answers on the held-out set, from 0 to 1; see task.right
    seconds: float  # computing time since the start of the run


@dataclass(frozen=True, eq=False)
class ShapeRun:
    """One network after some updates: an immutable value that another process can continue.

    A run whose numbers overflow ends there, with the score of a constant guess and a loss of nan.
    """

    setup: ShapeSetup
    update: int = 0  # updates made
    theta: np.ndarray | None = None  # (n,) weights; None before the start
    state: dict | None = None  # of the optimizer
    curve: tuple[ShapePoint, ...] = ()
    cpu_s: float = 0.0
    ended: bool = False

    def advance(self, seconds):
        """Train on for about so many seconds, by at least one update -> ShapeRun."""
        return advance_for(self, seconds)

    @property
    def share(self):
        """The share of the updates that are made, 0 to 1."""
        return 1.0 if self.ended else self.update / self.setup.updates

    @property
    def cost(self):
        """Estimated computing time of the whole training, in arbitrary units."""
        setup, gates = self.setup, 3 if gates_of(CELLS[self.setup.cell]) else 1
        return setup.updates * setup.task.steps * (40 + setup.hidden) * gates

    @property
    def score(self):
        """The latest score on the held-out set, from 0 to 1; None before the first."""
        return self.curve[-1].score if self.curve else None

    def steps(self):
        """Yields a ShapeRun after each update from here to the end; first of all the untrained network."""
        began = time.thread_time() - self.cpu_s
        setup, task, model, run = self.setup, self.setup.task, self.setup.model, self
        if run.ended:
            return
        workspace, held_out = model.fast(task.steps, BATCH), _HeldOut(task, model)

        def batch(rng):
            return task.batch(rng, BATCH)

        for t, theta, state in updates(
            run, model, workspace, batch, seed=setup.seed, rate=setup.rate, rule=RULE
        ):
            run = replace(run, update=t, theta=theta, state=state, cpu_s=time.thread_time() - began)
            if t % EVERY == 0 or t == setup.updates:
                loss, score = held_out.score(theta)
                seconds = time.thread_time() - began
                curve = (*run.curve, ShapePoint(t, loss, score, seconds))
                ended = bool(t == setup.updates or np.isnan(loss))
                run = replace(run, curve=curve, ended=ended, cpu_s=seconds)
            yield run
            if run.ended:
                return


class _HeldOut:
    """A task's held-out set, cut into batches of equal size for scoring."""

    def __init__(self, task, model):
        x, targets, weights = task.held_out()
        T, N = targets.shape
        size = max(part for part in range(1, SCORED + 1) if N % part == 0)
        cuts = [slice(at, at + size) for at in range(0, N, size)]
        self.task, self.workspace = task, model.fast(T, size)
        self.parts = [(x[:, cut], targets[:, cut], weights[:, cut]) for cut in cuts]

    def score(self, theta):
        """theta (n,) -> the mean loss in nats, the share of right answers."""
        right, losses = [], []
        for x, targets, weights in self.parts:
            self.workspace.load(x, targets, weights)
            losses.append(self.workspace.score(theta))
            scored, hit = weights > 0, self.workspace.y.argmax(axis=-1) == targets
            right.append((hit | ~scored).all(axis=0) if self.task.end else hit[scored])
        loss = float(np.mean(losses))
        if not np.isfinite(loss):
            return float("nan"), self.task.chance
        return loss, float(np.mean(np.concatenate(right)))


@dataclass(frozen=True, eq=False)
class Answer:
    """A network's answer to one input over T steps: those that read, then those that write, if any."""

    x: np.ndarray  # (T,) symbols or (T, V) numbers, including the words that it fed back
    p: np.ndarray  # (T, O) probabilities
    states: dict  # name -> (T, H)
    chosen: tuple[str, ...]  # the most probable answer of each step
    read: int  # number of steps that read the input
    first: int  # the first step that is scored; answers before it do not count
    text: str  # the scored answers in words

    @property
    def summary(self):
        """name -> (H,): the states after the input was read. The network writes from these numbers alone."""
        return {name: values[self.read - 1] for name, values in self.states.items()}


def answer(run, parsed):
    """The network of a run on an input, as `parse_input` gives it -> Answer. Raises ValueError."""
    if run.theta is None:
        raise ValueError("the network has to be begun before it can be asked")
    task = run.setup.task
    given = task.read(parsed)
    x, y, states = unroll(run, given)
    read, chosen = len(given), tuple(task.outputs[k] for k in y[:, 0].argmax(axis=-1))
    first, alone = task.first(read), {name: values[:, 0] for name, values in states.items()}
    return Answer(x[:, 0], softmax(y[:, 0]), alone, chosen, read, first, task.say(chosen[first:]))


def unroll(run, x):
    """Read x (T, B) or (T, B, V); if the task is to write, write until every row has written its end.

    -> x (T', ...) with the words that were fed back, scores (T', B, O), states {name: (T', B, H)}
    """
    task, model = run.setup.task, run.setup.model
    p, states, steps, x = model.params(run.theta), [], [], list(x)
    now = SimpleNamespace(**{s: np.zeros((len(x[0]), model.hidden)) for s in model.recurrent.states})
    most = len(x) + MOST_WRITTEN if task.end else len(x)
    read, ended = len(x), np.zeros(len(x[0]), bool)
    while len(steps) < most:
        now_x = x[len(steps)]
        now = model.recurrent.step(p, now_x if task.vectors else one_hot(now_x, model.inputs), now)
        steps.append(getattr(now, model.readout_state) @ p.W_hy.T + p.b_y)
        states.append(now)
        if len(steps) < read:
            continue
        chosen = steps[-1].argmax(axis=-1)
        ended |= np.array([task.outputs[k] == task.end for k in chosen])
        if ended.all():
            break
        if task.end and len(steps) < most:
            x.append(task.fed(chosen))
    stacked = {name: np.stack([getattr(now, name) for now in states]) for name in model.recurrent.states}
    return np.stack(x), np.stack(steps), stacked


def share_right(run, batch):
    """The share of the rows of a Batch that a writing network gets right from end to end, from 0 to 1.

    Each word that it writes is fed back. All rows of the batch must be read to the same step.
    """
    first = int(np.flatnonzero(batch.weights[:, 0])[0])
    wanted = batch.targets[first:]
    written = unroll(run, batch.x[: first + 1])[1][first:].argmax(axis=-1)
    if len(written) < len(wanted):
        return 0.0  # every row ended too early
    return float((written[: len(wanted)] == wanted).all(axis=0).mean())


def share_right_by_length(run):
    """Of an encoder and decoder: number of English words -> share of unseen phrases that are right."""
    lengths = range(1, MOST_JOINED + 1)
    return {6 * n - 1: share_right(run, run.setup.task.held_out(n)) for n in lengths}
