"""The one update of every training: clipping, then the optimizer; cutting a run does not change it."""

from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest

from rnnplay.nn.model import Model
from rnnplay.nn.optimizers import CLIPPINGS, OPTIMIZERS, clip
from rnnplay.tasks import TASKS
from rnnplay.training.update import UpdateRule, updates

THETA, GRADIENT = np.linspace(-1, 1, 7), np.linspace(3, -4, 7)


@pytest.mark.parametrize("by", CLIPPINGS)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_update_is_the_optimizer_on_the_clipped_gradient(name, by):
    rule, optimizer = UpdateRule(name, 0.5, by), OPTIMIZERS[name]
    theta, state = rule.update(THETA, GRADIENT, 0.1, rule.start(THETA), 1)
    wanted, memory = optimizer.update(THETA, clip(GRADIENT, 0.5, by), 0.1, optimizer.start(7), 1)
    assert np.array_equal(theta, wanted) and state.keys() == memory.keys()
    assert all(np.array_equal(state[key], memory[key]) for key in state)


def test_a_limit_of_zero_leaves_the_gradient_alone():
    assert np.array_equal(UpdateRule("sgd", 0).clipped(GRADIENT), GRADIENT)


def test_a_run_that_is_cut_gives_the_same_numbers():
    task, model = TASKS["cue"], Model("gru", len(TASKS["cue"].inputs), 5, len(TASKS["cue"].outputs))

    def some(run, count):
        options = {"seed": 3, "rate": 0.01, "rule": UpdateRule()}
        workspace = model.fast(task.lengths(4), 8)
        found = updates(run, model, workspace, lambda rng: task.batch(rng, 4, 8), **options)
        return [
            SimpleNamespace(update=t, theta=theta, state=state) for t, theta, state in islice(found, count)
        ]

    new = SimpleNamespace(update=0, theta=None, state=None)
    whole = some(new, 9)
    assert [run.update for run in whole] == list(range(9))
    again = some(whole[4], 4)[-1]
    assert again.update == 8 and np.array_equal(again.theta, whole[8].theta)
