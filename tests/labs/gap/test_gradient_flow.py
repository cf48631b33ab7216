"""A measurement of the gradient agrees with PyTorch's autograd and with the closed forms."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from rnnplay.labs.gap.gradient_flow import MOST_MEASUREMENTS, MonitoredRun, Run, distance, measure_flow
from rnnplay.labs.gap.runs import EVALUATION_INTERVAL, run
from rnnplay.labs.gap.setup import Job, Setup
from rnnplay.nn.cells import CELLS
from rnnplay.nn.functions import sigmoid
from rnnplay.tasks import TASKS
from rnnplay.tasks.batch import held_out_rng

each_cell = pytest.mark.parametrize("cell", CELLS)
# The gates of a cell, first the one that keeps the memory, and the state in which it lies.
KNOWN = {"rnn": ("", "h"), "lstm": ("fio", "c"), "gru": ("zr", "h")}


def weights_of(job, seed=1, scale=0.3):
    """Weights without zeros, as large as those of a trained network."""
    return np.random.default_rng(seed).normal(0, scale, job.model.layout.size)


# ---- the measured numbers


def rnn_step(p, x, h):
    return (torch.tanh(x @ p["W_xh"].T + h @ p["W_hh"].T + p["b_h"]),)


def lstm_step(p, x, h, c):
    i, f, g, o = (x @ p[f"W_x{k}"].T + h @ p[f"W_h{k}"].T + p[f"b_{k}"] for k in "ifgo")
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def gru_step(p, x, h):
    r, z = (torch.sigmoid(x @ p[f"W_x{k}"].T + h @ p[f"W_h{k}"].T + p[f"b_{k}"]) for k in "rz")
    n = torch.tanh(x @ p["W_xn"].T + (r * h) @ p["W_hn"].T + p["b_n"])
    return ((1 - z) * n + z * h,)


STEPS = {"rnn": rnn_step, "lstm": lstm_step, "gru": gru_step}


def autograd(job, theta, count):
    """The held-out sequences, one loss each, and autograd's dL_b/d(state) and dL_b/dx, each (T, B, ...)."""
    task, model = job.setup.memory_task, job.model
    x, targets, weights = (v[:, :count] for v in task.batch(held_out_rng(job.seed), job.gap, 256))
    p = replace(model, dtype=np.float64).params(theta)
    p = {name: torch.tensor(p[name]) for name in p.names}
    vectors = torch.tensor(x) if task.vectors else torch.nn.functional.one_hot(torch.tensor(x), model.inputs)
    vectors = vectors.double().requires_grad_()
    states, losses = (
        [(torch.zeros(count, model.hidden, dtype=torch.float64),) * (1 + (job.cell == "lstm"))],
        0,
    )
    for t, weight in enumerate(torch.tensor(weights)):
        states.append(STEPS[job.cell](p, vectors[t], *states[-1]))
        for state in states[-1]:
            state.retain_grad()
        y, wanted = states[-1][0] @ p["W_hy"].T + p["b_y"], torch.tensor(targets[t])
        if task.loss == "squared":
            loss = ((y - wanted) ** 2).sum(1)
        else:
            loss = torch.nn.functional.cross_entropy(y, wanted, reduction="none")
        losses = losses + weight * loss
    losses = losses / torch.tensor(weights).sum(0)
    losses.sum().backward()
    gradients = [np.stack([now[at].grad.numpy() for now in states[1:]]) for at in (0, -1)]
    return losses.detach().numpy(), *gradients, vectors.grad.numpy()


@pytest.mark.parametrize("cell", STEPS)
@pytest.mark.parametrize("task", ["cue", "adding", "copy"])
def test_the_gradient_that_reaches_a_step_is_autograds(cell, task):
    job = Job(Setup(task, units=8), cell, 12, 3)
    theta = weights_of(job)
    seen = measure_flow(job, theta, sequences=5)
    losses, dh, d_state, dx = autograd(job, theta, 5)
    assert seen.state == ("c" if cell == "lstm" else "h")
    for ours, theirs in ((seen.reach, d_state), (seen.reach_readout, dh)):
        np.testing.assert_allclose(ours, np.linalg.norm(theirs, axis=-1).mean(axis=1), rtol=1e-9)
    assert seen.loss == pytest.approx(losses.mean(), rel=1e-9)
    assert np.array_equal(seen.reach, seen.reach_readout) == (cell != "lstm")

    model = replace(job.model, dtype=np.float64)
    x, targets, weights = (v[:, :5] for v in job.setup.memory_task.batch(held_out_rng(3), 12, 256))
    p = model.params(theta)
    gradients = model.backprop(p, model.unroll(p, x, targets, weights=weights), each_step=False)
    np.testing.assert_allclose(5 * gradients.dx, dx, rtol=1e-9, atol=1e-14)
    assert seen.grad_norm == pytest.approx(np.linalg.norm(gradients.flat), rel=1e-12)


@each_cell
@pytest.mark.parametrize("task", TASKS)
def test_a_measurement_holds_the_gates_and_the_first_sequence(cell, task):
    job = Job(Setup(task, units=6), cell, 20, 0)
    seen, memory_task = measure_flow(job, weights_of(job), 75, sequences=4), job.setup.memory_task
    T = memory_task.lengths(20)
    assert seen.update == 75 and 0 <= seen.accuracy <= 1 and seen.state in seen.units
    assert all(values.shape == (T, job.hidden) for values in seen.units.values())
    assert set(seen.units) == {*seen.gates, seen.state}
    for name, gate in seen.gates.items():
        assert gate.shape == (T,) and 0 < gate.min() and gate.max() < 1
        assert 0 < seen.units[name].min() and seen.units[name].max() < 1
    assert len(seen.words) == T and 1 <= len(seen.clue) <= 3 and distance(T)[seen.clue[0]] >= 20
    x = memory_task.batch(held_out_rng(0), 20, 256).x[:, 0]
    if task == "adding":
        assert [float(word.split()[0]) for word in seen.words] == pytest.approx(x[:, 0], abs=0.0051)
        assert [t for t, word in enumerate(seen.words) if "▲" in word] == list(seen.clue)
    else:
        assert seen.words == tuple(memory_task.inputs[symbol] for symbol in x)


@pytest.mark.parametrize("cell", KNOWN)
def test_the_gates_are_found_in_the_equations(cell):
    job = Job(Setup("cue", units=6), cell, 20, 0)
    seen, (gates, state) = measure_flow(job, weights_of(job), sequences=1), KNOWN[cell]
    assert set(seen.gates) == set(gates) and seen.state == state
    assert (seen.kept is None) == (not gates)
    if gates:
        assert np.array_equal(seen.kept, seen.gates[gates[0]])
        np.testing.assert_allclose(seen.units[gates[0]].mean(axis=1), seen.kept, rtol=1e-5)


# ---- the closed forms


def without_weights(cell, biases):
    """-> (job, theta): only the readout has weights, and the gates have these biases."""
    job = Job(Setup("cue", units=8), cell, 24, 0)
    p = replace(job.model, dtype=np.float64).params()
    p.W_hy = np.random.default_rng(0).normal(size=p.W_hy.shape)
    for name, bias in biases.items():
        p[name][...] = bias
    return job, p.flat


@pytest.mark.parametrize(("bias", "share"), [(0.0, 0.5), (1.0, 0.7310585786), (3.0, 0.9525741268)])
@pytest.mark.parametrize(("cell", "gate"), [("lstm", "b_f"), ("gru", "b_z")])
def test_a_gate_without_weights_keeps_its_share_each_step(cell, gate, bias, share):
    seen = measure_flow(*without_weights(cell, {gate: bias, "b_i" if cell == "lstm" else "b_n": 0.7}))
    np.testing.assert_allclose(seen.reach[:-1] / seen.reach[1:], share, rtol=1e-9)
    np.testing.assert_allclose(seen.predicted, sigmoid(bias) ** distance(len(seen.predicted)), rtol=1e-10)
    np.testing.assert_allclose(seen.reach / seen.reach[-1], seen.predicted, rtol=1e-10)
    np.testing.assert_allclose(seen.kept, share, rtol=1e-9)


@pytest.mark.parametrize(("cell", "gate"), [("lstm", "b_f"), ("gru", "b_z")])
def test_units_that_keep_for_different_times_add_up_to_the_closed_form(cell, gate):
    job, theta = without_weights(cell, {})
    p = replace(job.model, dtype=np.float64).params(theta)
    p[gate][...] = np.linspace(-2, 5, job.hidden)
    seen = measure_flow(job, theta)
    np.testing.assert_allclose(seen.reach / seen.reach[-1], seen.predicted, rtol=1e-10)
    steps = seen.predicted[:-1] / seen.predicted[1:]
    # Far back only the units with a long memory count.
    assert sigmoid(-2) < steps.min() and steps[0] > steps[-1] + 0.01


def left_over_the_gap(seen):
    """The gradient 60 steps before the last, as a share of the last step's."""
    return seen.reach[-61] / seen.reach[-1]


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("seed", range(3))
def test_gates_keep_the_gradient_if_they_start_open_and_only_then(cell, seed):
    left = {}
    for start in ("suited", "glorot"):
        job = Job(Setup("cue", start=start), cell, 60, seed)
        left[start] = left_over_the_gap(measure_flow(job, job.model.initial(seed, None), sequences=8))
    assert left["glorot"] < 1e-6 and left["suited"] > 1e-2


def test_a_plain_cell_loses_in_training_the_gradient_that_it_starts_with():
    first, last = [], []
    for seed in range(3):
        monitored = MonitoredRun(Run(Job(Setup("cue", updates=400), "rnn", 60, seed))).advance(np.inf)
        first.append(left_over_the_gap(monitored.measurements[0]))
        last.append(left_over_the_gap(monitored.measurements[-1]))
    assert min(first) > 1e-6 and np.median(last) < 1e-3 * np.median(first)


def test_weights_that_are_nan_are_measured_without_an_error():
    job = Job(Setup("cue", units=4), "rnn", 5, 0)
    seen = measure_flow(job, np.full(job.model.layout.size, np.nan))
    assert np.isnan(seen.loss) and np.isnan(seen.reach).all() and seen.predicted is None


# ---- a monitored run


def scores(curve):
    return [(point.update, point.accuracy, point.loss) for point in curve]


@pytest.mark.parametrize("seconds", [0, 0.03, 60])
def test_a_monitored_run_is_the_run_itself_measured_at_each_evaluation(seconds):
    job = Job(Setup("sentence", units=8, updates=110), "gru", 5, 0)
    monitored, shares = MonitoredRun(Run(job)), []
    while not monitored.ended:
        monitored = monitored.advance(seconds)
        shares.append(monitored.share)
    alone = run(job)
    assert scores(monitored.run.curve) == scores(alone.curve)
    assert monitored.run.updates_to_95 == alone.updates_to_95
    assert [seen.update for seen in monitored.measurements] == [point.update for point in alone.curve]
    assert shares == sorted(shares) and shares[-1] == 1 and monitored.cost > 0
    for seen, point in zip(monitored.measurements, alone.curve, strict=True):
        assert seen.accuracy == pytest.approx(point.accuracy, abs=0.35)
    last = measure_flow(job, monitored.run.theta, monitored.run.update)
    assert np.array_equal(monitored.measurements[-1].reach, last.reach)
    assert monitored.advance(1).measurements == monitored.measurements


@pytest.mark.parametrize("updates", [1, 25, 600, 1000, 1001, 20_000])
def test_a_long_run_is_measured_at_most_forty_times(updates):
    every = MonitoredRun(Run(Job(Setup("cue", updates=updates), "rnn", 5, 0))).interval
    assert (
        every % EVALUATION_INTERVAL == 0
        and updates / every <= MOST_MEASUREMENTS
        and (every == EVALUATION_INTERVAL) == (updates <= MOST_MEASUREMENTS * EVALUATION_INTERVAL)
    )
