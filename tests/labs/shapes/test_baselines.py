"""The baselines asked one by one are those whose scores the tasks give."""

import numpy as np
import pytest

from rnnplay.labs.shapes.baselines import NAMES, simpler
from rnnplay.tasks.wiring import SHAPES


@pytest.mark.parametrize("shape", NAMES)
def test_a_baseline_that_is_asked_is_the_one_that_is_scored(shape):
    task, right = SHAPES[shape], []
    x, targets, weights = task.held_out()
    for b in range(targets.shape[1]):
        scored = np.flatnonzero(weights[:, b])
        read = task.reads if task.vectors else scored[0] + 1
        wanted = tuple(task.outputs[k] for k in targets[scored, b])
        found = simpler(shape, x[:read, b : b + 1])
        right += [found == wanted] if task.end else map(str.__eq__, found, wanted)
    assert np.mean(right) == pytest.approx(task.baseline_score())


def test_where_no_baseline_can_be_asked_nothing_is_said():
    assert simpler("one-to-many", np.zeros((1, 1, 106))) is None
