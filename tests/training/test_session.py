"""Every update of a training is replayed exactly, in any order of requests."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.nn.cells import CELLS
from rnnplay.nn.optimizers import CLIPPINGS, OPTIMIZERS, clip
from rnnplay.training import session as session_module
from rnnplay.training.checkpoints import Checkpoints
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

FIGURE = Experiment(start="figure", lr=0.08)
RUNS = [Experiment(cell=cell, optimizer=name, lr=0.05) for cell in CELLS for name in OPTIMIZERS]
RUNS += [Experiment(clip=0.3, clip_by=by, lr=((0, 0.5), (17, 0.01))) for by in CLIPPINGS]
RUNS += [
    Experiment(lr=0.05, activation="relu", init="identity"),
    Experiment(cell="lstm", lr=0.5, chrono=20, init="orthogonal"),
    Experiment(cell="gru", lr=0.5, reset="after", chrono=20),
]
RUNS += [Experiment(text="the quick brown fox jumps", hidden=20, optimizer="adam", lr=0.01)]

each_run = pytest.mark.parametrize(
    "experiment", RUNS, ids=lambda e: "&".join(map("=".join, e.to_query().items()))
)


def arrays(frames):
    """Every array of some frames, by name."""
    flat = {name: array for name, array in vars(frames).items() if isinstance(array, np.ndarray)}
    return flat | frames.quantities


def assert_same(some, others):
    """Equal bit for bit."""
    assert len(some) == len(others) and some.start == others.start
    for name, array in arrays(some).items():
        assert array.tobytes() == arrays(others)[name].tobytes(), name


def thinned(experiment, cap=30_000):
    """A session whose checkpoints were thinned out early."""
    session = Session(experiment)
    session._checkpoints.cap, session._checkpoints.spacing = cap, 2
    session.reach(200)
    assert session._checkpoints.spacing > 2
    return session


@each_run
def test_frames_are_the_training_written_out(experiment):
    model, optimizer = experiment.model, OPTIMIZERS[experiment.optimizer]
    frames = Session(experiment).frames(0, 40)
    assert len(frames) == 40 and np.array_equal(frames.theta[0], experiment.initial())
    state = optimizer.start(model.layout.size)
    for t, theta in enumerate(frames.theta):
        p = model.params(theta)
        trace = model.unroll(p, experiment.x, experiment.targets)
        g = model.backprop(p, trace).flat
        expected = {"loss": trace.loss, "grad_norm": np.linalg.norm(g), "lr": experiment.lr_at(t)}
        expected |= {"y": trace.y[:, 0], "p": trace.p[:, 0], "losses": trace.losses[:, 0]}
        expected |= {name: q[:, 0] for name, q in trace.quantities.items()}
        expected["sampled"] = model.sample(theta, experiment.x[0, 0], experiment.T)[0]
        g = clip(g, experiment.clip, experiment.clip_by)
        expected["theta"], state = optimizer.update(theta, g, experiment.lr_at(t), state, t + 1)
        for name, value in expected.items():
            row = t + (name == "theta")  # an update leads to the next frame's parameters
            if row < len(frames):
                found = arrays(frames)[name][row]
                np.testing.assert_allclose(found, value, rtol=1e-9, atol=1e-11, err_msg=name)


@cache
def straight(experiment):
    return Session(experiment).frames(0, 201)


@each_run
@settings(max_examples=15, deadline=None)
@given(asked=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), min_size=1, max_size=8))
def test_replay_is_exact(experiment, asked):
    session = thinned(experiment)
    for start, count in asked:
        count = min(count, 201 - start)
        whole, part = arrays(straight(experiment)), session.frames(start, count)
        assert len(part) == count
        for name, array in arrays(part).items():
            assert array.tobytes() == whole[name][start : start + count].tobytes(), name
        session.reach(start + 40)  # training goes on in between, from where it was
    assert session.losses[:201].tobytes() == straight(experiment).loss.tobytes()


@each_run
@pytest.mark.parametrize("update", [0, 1, 33, 150])
def test_a_branch_shares_the_past_and_is_the_run_with_that_rate(experiment, update):
    session = thinned(experiment)
    branch = session.branch(update, 0.02)
    assert branch.experiment == experiment.with_lr(update, 0.02)
    assert branch.trained == update
    assert branch.losses.tobytes() == session.losses[: update + 1].tobytes()
    from_the_start = Session(experiment.with_lr(update, 0.02))
    assert_same(branch.frames(170, 31), from_the_start.frames(170, 31))
    assert_same(branch.frames(0, 201), from_the_start.frames(0, 201))
    assert branch.first_consistent == from_the_start.first_consistent
    assert_same(session.frames(0, 201), straight(experiment))  # the trunk is as it was


def test_no_way_is_gone_twice(monkeypatch):
    updates, rule = [], type(OPTIMIZERS["sgd"])
    monkeypatch.setattr(rule, "update", lambda self, w, g, lr, s, t: (updates.append(t), (w - lr * g, {}))[1])

    def cost(work):
        updates.clear()
        work()
        return len(updates)

    session = Session(Experiment())
    assert cost(lambda: session.reach(5000)) == 5000
    assert cost(lambda: session.frames(1000, 240)) <= 240 + 32  # at most the way from a checkpoint
    assert cost(lambda: session.frames(1240, 240)) == 240  # straight on
    assert cost(lambda: session.reach(5010)) == 10
    branches = []
    assert cost(lambda: branches.append(session.branch(4999, 0.05))) <= 32 + 2
    assert cost(lambda: branches[0].reach(5010)) <= 11


@each_run
def test_update_details_agree_with_the_frame(experiment):
    session = Session(experiment)
    for update in (0, 23):
        details, frames = session.details(update), session.frames(update, 2)
        assert details.theta_before.tobytes() == frames.theta[0].tobytes()
        assert details.theta_after.tobytes() == frames.theta[1].tobytes()
        assert details.lr == frames.lr[0]
        optimizer = OPTIMIZERS[experiment.optimizer]
        before = details.theta_before, details.clipped, details.lr, details.state_before, update + 1
        by_hand, state = optimizer.update(*before)
        np.testing.assert_allclose(by_hand, details.theta_after, rtol=1e-9, atol=1e-11)
        for name in optimizer.states:
            np.testing.assert_allclose(state[name], details.state_after[name], rtol=1e-9, atol=1e-15)
        np.testing.assert_allclose(details.trace.y[:, 0], frames.y[0], rtol=0, atol=1e-12)
        np.testing.assert_allclose(details.y_after, frames.y[1], rtol=0, atol=1e-12)
        np.testing.assert_allclose(details.actual, frames.y[1] - frames.y[0], rtol=0, atol=1e-11)


@each_run
def test_the_prediction_is_the_derivative_along_the_step(experiment):
    model, details = experiment.model, Session(experiment).details(3)
    step = details.theta_after - details.theta_before
    # The loss must change along the predicted scores as its gradient says.
    through_scores = (details.gradients.dy[:, 0] * details.predicted).sum()
    assert through_scores == pytest.approx(details.gradients.flat @ step, rel=1e-6)
    # And every single score must, for a step this small, change as predicted.
    small = model.params(details.theta_before + 1e-5 * step)
    change = model.unroll(small, experiment.x, experiment.targets).y[:, 0] - details.trace.y[:, 0]
    np.testing.assert_allclose(change, 1e-5 * details.predicted, rtol=0, atol=0.01 * np.abs(change).max())


def test_the_figure_is_the_articles():
    frames = Session(FIGURE).frames(0, 2)
    scores = [[1.0, 2.2, -3.0, 4.1], [0.5, 0.3, -1.0, 1.2], [0.1, 0.5, 1.9, -1.1], [0.2, -1.5, -0.1, 2.2]]
    hidden = [[0.3, -0.1, 0.9], [1.0, 0.3, 0.1], [0.1, -0.5, -0.3], [-0.3, 0.9, 0.7]]
    assert np.array_equal(frames.y[0].round(1), scores)
    assert np.array_equal(frames.quantities["h"][0].round(1), hidden)


def test_one_update_of_the_figure_does_what_the_article_says():
    session = Session(FIGURE)
    frames = session.frames(0, 2)
    assert frames.y[0, 0, 1].round(1) == 2.2 and frames.y[1, 0, 1].round(1) == 2.3
    wanted = np.zeros((4, 4), bool)
    wanted[np.arange(4), FIGURE.targets[:, 0]] = True
    change = frames.y[1] - frames.y[0]
    assert (change[wanted] > 0).all() and (change[~wanted] < 0).all()
    np.testing.assert_allclose(4 * frames.loss, [5.590, 2.981], atol=5e-4)
    session.reach(20)
    assert session.first_consistent == 12


@pytest.mark.parametrize("experiment", [Experiment(seed=seed) for seed in range(5)], ids=lambda e: e.seed)
def test_first_consistent_is_the_first(experiment):
    session = Session(experiment)
    session.reach(300)
    frames = session.frames(0, 301)
    right = (frames.y.argmax(2) == experiment.targets[:, 0]).all(axis=1)
    assert session.first_consistent == right.argmax() > 0
    # From then on it spells the text when fed its own letters.
    assert np.array_equal(frames.sampled[session.first_consistent], experiment.targets[:, 0])


class LateDivergingExperiment(Experiment):
    """From update 40 on it climbs, in steps as large as numbers get."""

    def lr_at(self, t):
        return -1e308 if t >= 40 else super().lr_at(t)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_explosion_leaves_the_last_good_update(optimizer):
    session = Session(LateDivergingExperiment(optimizer=optimizer))
    session.reach(500)
    stop = session.stopped
    assert 40 <= stop.update == session.trained < 50
    assert (
        stop.reason.startswith(f"After update {stop.update} the ") and len(session.losses) == stop.update + 1
    )
    frames = session.frames(0, 500)
    assert len(frames) == stop.update + 1
    assert all(np.isfinite(array).all() for array in arrays(frames).values())
    assert session.reach(1000) == stop.update and len(session.frames(stop.update + 1, 5)) == 0
    assert_same(session.frames(0, 40), Session(Experiment(optimizer=optimizer)).frames(0, 40))
    # The last step is shown as far as it was finite, and another rate leads on from before.
    last = Session(LateDivergingExperiment(optimizer=optimizer)).details(stop.update)
    assert np.isfinite(last.gradients.flat).all()
    assert last.theta_after is last.state_after is last.y_after is last.predicted is last.actual is None
    assert session.details(30).theta_after is not None
    with pytest.raises(ValueError, match=f"update {stop.update + 1} is not in this training"):
        session.details(stop.update + 1)
    calm = session.branch(39, 0.1)
    assert calm.trained == 39


@pytest.mark.filterwarnings("error")
def test_weights_may_overflow_too():
    class Heavy(Experiment):
        def lr_at(self, t):
            return float("inf") if t == 5 else 0.1

    session = Session(Heavy())
    assert session.reach(100) == 5 == session.stopped.update
    assert "weights" in session.stopped.reason
    assert session.details(5).theta_after is None and session.details(4).theta_after is not None


def test_time_that_is_up_ends_a_request_and_the_next_goes_on():
    session = Session(Experiment(text="the quick brown fox jumps over the lazy dog", hidden=64))
    began = time.process_time()
    reached = session.reach(100_000, seconds=0.05)
    assert time.process_time() - began < 1 and 0 < reached < 100_000
    assert session.reach(100_000, seconds=0.05) > reached

    # With no time at all each request still takes one update further.
    fresh, requests = Session(Experiment()), 1
    while not len(fresh.frames(10, 4, seconds=0)):
        requests += 1
    assert requests == 10  # update 0 was there from the beginning
    assert_same(fresh.frames(10, 4), Session(Experiment()).frames(10, 4))


def test_training_ends_at_the_last_update_there_can_be(monkeypatch):
    monkeypatch.setattr(session_module, "MAX_UPDATES", 50)
    session = Session(Experiment())
    assert session.reach(10**9) == 50 and session.stopped is None
    assert len(session.frames(45, 10**9)) == 6 and len(session.frames(10**9, 3)) == 0
    assert session.details(50).theta_after is not None
    for update in (-1, 51):
        with pytest.raises(
            ValueError, match=f"update {update} is not in this training, which goes from 0 to 50"
        ):
            session.details(update)


def test_a_sampled_text_is_repeatable_and_varies_more_with_temperature():
    session = Session(Experiment())
    session.reach(100)
    text, _ = session.sample(100, 4)
    assert text.tolist() == session.experiment.targets[:, 0].tolist()
    first, again, other = (session.sample(100, 50, 1.0, seed=seed)[0] for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert (
        session.sample(100, 3, first=1)[0].tolist()
        != text[:3].tolist()
        == session.sample(100, 3, first=0)[0].tolist()
    )
    greedy, _ = session.sample(100, 200)
    cold, hot = (session.sample(100, 200, temperature)[0] for temperature in (0.01, 100.0))
    assert np.array_equal(cold, greedy) and len(set(hot.tolist())) == 4


def test_several_at_once_get_the_same():
    session = Session(RUNS[0])
    with ThreadPoolExecutor(8) as pool:
        parts = list(pool.map(lambda i: session.frames(i * 37 % 170, 20), range(60)))
    for part in parts:
        whole = arrays(straight(RUNS[0]))
        assert part.theta.tobytes() == whole["theta"][part.start : part.start + 20].tobytes()
        assert part.y.tobytes() == whole["y"][part.start : part.start + 20].tobytes()


@given(cap=st.integers(0, 3000), updates=st.integers(1, 400))
def test_checkpoints_stay_within_their_cap_and_always_find_one(cap, updates):
    checkpoints = Checkpoints(spacing=2, cap=cap)
    for update in range(updates):
        checkpoints.offer(update, np.full(10, update), {"m": np.zeros(10)})
    assert len(checkpoints.kept) * 160 <= max(cap, 2 * 160)
    for update in range(updates):
        found, theta, _ = checkpoints.nearest(update)
        assert update - checkpoints.spacing < found <= update and theta[0] == found
