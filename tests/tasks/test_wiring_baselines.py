"""A baseline's answers to single inputs add up to the score that the task gives for it."""

import numpy as np
import pytest

from rnnplay.tasks.wiring import SHAPES


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "one-to-many"])
def test_the_answers_of_a_baseline_add_up_to_its_score(shape):
    task, right = SHAPES[shape], []
    x, targets, weights = task.held_out()
    for b in range(targets.shape[1]):
        scored = np.flatnonzero(weights[:, b])
        read = task.reads if task.vectors else scored[0] + 1
        wanted = tuple(task.outputs[k] for k in targets[scored, b])
        found = task.baseline_answers(x[:read, b : b + 1])
        right += [found == wanted] if task.end else map(str.__eq__, found, wanted)
    assert np.mean(right) == pytest.approx(task.baseline_score())


def test_a_baseline_that_needs_the_right_first_word_answers_nothing():
    assert SHAPES["one-to-many"].baseline_answers(np.zeros((1, 1, 106))) is None
