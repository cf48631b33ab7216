"""The registries refuse an incomplete task with a sentence; a complete one is right in the gap lab."""

from concurrent.futures import Executor, Future
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from rnnplay.cli.parser import main
from rnnplay.labs.gap.gradient_flow import clue, words
from rnnplay.labs.gap.results_file import read_results
from rnnplay.labs.gap.state import GapState
from rnnplay.tasks import TASKS
from rnnplay.tasks.batch import LONGEST, Batch, check_gap
from rnnplay.tasks.required_attributes import SHAPE, TASK, checked_shapes, checked_tasks
from rnnplay.tasks.wiring import SHAPES


@dataclass(frozen=True)
class Largest:
    """A task for tests only, with vectors of three numbers: say the one that was marked."""

    title, learn = "Marked pair", "Two numbers go by at each step and one pair is marked; at the end, say it."
    source, scored, right = "Made for a test.", "The last step.", "Both are less than 0.1 away."
    loss, chance, vectors = "squared", 0.01, True
    inputs, outputs, clues = ("left", "right", "marked"), ("left", "right"), ("marked",)
    gaps, rate, updates = (1, LONGEST), 0.01, 25

    def lengths(self, gap):
        return gap + 1

    def batch(self, rng, gap, B):
        check_gap(self, gap)
        x = np.concatenate([rng.random((gap + 1, B, 2)), np.zeros((gap + 1, B, 1))], axis=-1)
        x[0, :, 2] = 1
        targets, weights = np.zeros((gap + 1, B, 2)), np.zeros((gap + 1, B), np.float32)
        targets[-1], weights[-1] = x[0, :, :2], 1
        return Batch(x, targets, weights)


class AtOnce(Executor):
    """Does the work in this process."""

    def submit(self, function, *arguments):
        future = Future()
        future.set_result(function(*arguments))
        return future


def without(task, name, required):
    """The same task, but it does not state this."""
    return SimpleNamespace(**{part: getattr(task, part, None) for part in required if part != name})


@pytest.mark.parametrize("name", TASK.split())
def test_a_task_that_does_not_state_something_is_refused_in_a_sentence(name):
    sentence = f"The task new must state its {name}: see rnnplay/tasks/__init__.py."
    with pytest.raises(ValueError, match=sentence):
        checked_tasks({**TASKS, "new": without(TASKS["cue"], name, TASK.split())})


@pytest.mark.parametrize("name", [*SHAPE.split(), "fed"])
def test_a_shape_that_does_not_state_something_is_refused_in_a_sentence(name):
    with pytest.raises(ValueError, match=f"The task new must state its {name}: see rnnplay/tasks/wiring"):
        checked_shapes({"new": without(SHAPES["encoder-decoder"], name, [*SHAPE.split(), "fed"])})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"loss": "hinge"}, "loss of the task new must be one of cross-entropy, squared"),
        ({"clues": ()}, "clues of the task new must be among its inputs, and there are none"),
        ({"clues": ("cat",)}, "clues of the task new must be among its inputs, not 'cat'"),
    ],
)
def test_a_task_with_an_impossible_part_is_refused_in_a_sentence(change, complaint):
    parts = {part: getattr(TASKS["cue"], part) for part in TASK.split()}
    with pytest.raises(ValueError, match=complaint):
        checked_tasks({"new": SimpleNamespace(**parts | change)})


def test_every_clue_of_a_task_is_found_in_its_sequences():
    rng = np.random.default_rng(0)
    for name, task in TASKS.items():
        x = task.batch(rng, task.gaps[0] + 3, 4).x
        for b in range(4):
            assert clue(task, x[:, b]), name
            assert len(words(task, x[:, b])) == len(x)


def test_a_new_task_is_one_class_and_one_line(monkeypatch, tmp_path):
    monkeypatch.setitem(TASKS, "largest", checked_tasks({"largest": Largest()})["largest"])
    state = GapState({"task": "largest", "gap": "5", "seeds": "1", "updates": "25"})
    assert not state.refusals and state.race.setup.memory_task == Largest()
    assert GapState(state.to_query()).race == state.race
    x = Largest().batch(np.random.default_rng(1), 5, 1).x[:, 0]
    assert clue(Largest(), x) == (0,) and words(Largest(), x)[0] == f"{x[0, 0]:.2f} {x[0, 1]:.2f} ▲"
    monkeypatch.setattr("rnnplay.cli.compare.processes", lambda count: AtOnce())
    out = tmp_path / "results.csv"
    flags = ["--task", "largest", "--cells", "rnn", "--gaps", "5", "--seeds", "1", "--updates", "25"]
    assert main(["compare", *flags, "--workers", "1", "--out", str(out)]) == 0
    setup, rows = read_results(out)
    assert setup.task == "largest" and [row["gap"] for row in rows] == [5]
