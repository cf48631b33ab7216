"""Runs are comparable: matched sizes, the same data, and the same rows in every process."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from rnnplay.labs.gap.contestants import read_contestant
from rnnplay.labs.gap.runs import EVALUATION_INTERVAL, SOLVED, Run, results, run
from rnnplay.labs.gap.setup import STARTS, Job, Setup, jobs, matched_units
from rnnplay.nn.cells import CELLS
from rnnplay.tasks import TASKS

QUICK = Setup("cue", updates=30)
ALL = [(cell, ()) for cell in CELLS]


def rows(results_list):
    """The rows of the results, sorted, without their computing time."""
    return sorted(({**r.row, "cpu_s": 0, "curve": scores(r.curve)} for r in results_list), key=str)


def scores(curve):
    """A curve without its computing time."""
    return [(point.update, point.accuracy, point.loss) for point in curve]


def test_the_rows_do_not_depend_on_the_executor():
    wanted = jobs(QUICK, ALL, [5, 9], [0, 7])
    alone = rows(map(run, wanted))
    with ThreadPoolExecutor(3) as threads:
        assert rows(results(wanted, threads)) == alone
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        assert rows(results(wanted, processes)) == alone


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_takes_every_task(task, cell):
    result = run(Job(Setup(task, updates=2), cell, 9, 0))
    assert [point.update for point in result.curve] == [0, 2]
    assert all(0 <= p.accuracy <= 1 and np.isfinite(p.loss) and p.cpu_s >= 0 for p in result.curve)
    # An untrained network is about as good as a guess.
    assert result.curve[0].accuracy == pytest.approx(TASKS[task].chance, abs=0.2)


def test_a_run_ends_when_it_is_solved_unless_to_the_end_is_set():
    job = Job(Setup("sentence", updates=200), "gru", 5, 0)
    solved = run(job)
    assert solved.updates_to_95 == solved.curve[-2].update < solved.curve[-1].update < 200
    assert min(point.accuracy for point in solved.curve[-2:]) >= SOLVED
    assert solved.curve[1].update - solved.curve[0].update == EVALUATION_INTERVAL
    whole = run(replace(job, setup=replace(job.setup, to_the_end=True)))
    assert whole.updates_to_95 == solved.updates_to_95 and whole.curve[-1].update == 200
    assert scores(whole.curve)[: len(solved.curve)] == scores(solved.curve)


@pytest.mark.parametrize("cell", CELLS)
def test_a_run_is_the_same_in_time_slices_of_any_length(cell):
    whole = Run(Job(QUICK, cell, 12, 0)).advance(np.inf)
    assert whole.ended and whole.share == 1
    rng, parts, others = np.random.default_rng(0), [Run(whole.job)], Run(Job(QUICK, cell, 12, 1))
    while not parts[-1].ended:
        parts.append(parts[-1].advance(rng.choice([0, 0.003, 0.01])))
        others = others.advance(0)  # the same shape in between
    last = parts[-1]
    assert scores(last.curve) == scores(whole.curve) == scores(run(whole.job).curve)
    assert np.array_equal(last.theta, whole.theta)
    assert all(np.array_equal(last.state[name], whole.state[name]) for name in whole.state)
    for name in ("update", "share", "cpu_s"):
        course = [getattr(part, name) for part in parts]
        assert course == sorted(set(course)), name
    assert [p.cpu_s for p in last.curve] == sorted(p.cpu_s for p in last.curve)


def test_a_slice_is_about_as_long_as_asked_for():
    first = Run(Job(Setup("cue", updates=2000, to_the_end=True), "rnn", 5, 0)).advance(0)
    assert first.update == 1 and not first.ended and [point.update for point in first.curve] == [0]
    more = first.advance(0.1)
    assert 1 < more.update < 2000 and more.result.curve == more.curve


def test_the_callback_can_end_a_run():
    seen = []
    result = run(Job(QUICK, "rnn", 5, 0), lambda point: seen.append(point) or len(seen) == 2)
    assert result.curve == tuple(seen) and [point.update for point in seen] == [0, 25]


def test_a_run_that_overflows_says_so():
    job = Job(Setup("adding", updates=100), "rnn", 60, 0, (("activation", "relu"), ("rate", 1.0)))
    last = run(job).curve[-1]
    assert np.isnan(last.loss) or last.loss > 1
    assert last.accuracy <= 0.5


def test_sizes_are_matched_as_chung_2014_did():
    units = {cell: Job(Setup("two-cues"), cell, 40, 0).hidden for cell in CELLS}
    assert units == {"rnn": 74, "lstm": 32, "gru": 38}
    for task in TASKS:
        sizes = [Job(Setup(task), cell, 40, 0).model.layout.size for cell in CELLS]
        assert max(sizes) < 1.05 * min(sizes)
    same = Setup(size="units", units=20)
    assert {Job(same, cell, 40, 0).hidden for cell in CELLS} == {20}
    assert matched_units("lstm", 7, 3, 11) == 11


def test_each_cell_starts_as_it_suits_it_or_all_alike():
    suited = {cell: Job(Setup("cue"), cell, 40, 0).options for cell in CELLS}
    T = TASKS["cue"].lengths(40)
    assert suited["rnn"] == {"init": "glorot"}
    assert suited["lstm"] == suited["gru"] == {"init": "orthogonal", "chrono": T}
    for start in STARTS:
        options = [Job(Setup("cue", start=start), cell, 40, 0).options for cell in CELLS]
        assert start == "suited" or {o["init"] for o in options} == {start}
    job = Job(Setup("cue"), *("lstm", 40, 0), read_contestant("lstm:forget_bias=3:chrono=0:rate=0.001")[1])
    assert job.options == {"init": "orthogonal", "chrono": 0, "forget_bias": 3.0} and job.rate == 0.001


def test_each_combination_comes_once_and_in_order():
    once = jobs(QUICK, [("gru", ()), ("rnn", ()), ("gru", ())], [9, 5, 9], [3, 1])
    assert [(job.cell, job.gap, job.seed) for job in once] == [
        (cell, gap, seed) for cell in ("rnn", "gru") for gap in (5, 9) for seed in (1, 3)
    ]


@pytest.mark.parametrize(
    ("build", "complaint"),
    [
        (lambda: Setup("forget"), "Task must be one of cue, fixed-cue, .*, not “forget”"),
        (lambda: Setup(updates=0), "Updates must be a whole number from 1 to 20,000, not 0"),
        (lambda: Setup(rate=float("nan")), "Learning rate must be a number from 0.00001 to 1, not nan"),
        (lambda: Setup(units=1000), "Units must be a whole number from 1 to 256, not 1000"),
        (lambda: Setup(start="best"), "Start must be one of suited, glorot, orthogonal, not “best”"),
        (lambda: Setup("cue", sentence="[a|b] [c|d]"), "Only the task sentence takes a sentence"),
        (lambda: Setup("sentence", sentence="hm"), "This sentence is no task: mark one clue"),
        (lambda: Job(QUICK, "elman", 5, 0), "Cell must be one of rnn, lstm, gru, not “elman”"),
        (lambda: Job(QUICK, "rnn", 0, 0), "For the task cue the gap must be .* from 1 to 1,000, not 0"),
        (lambda: Job(Setup("sentence"), "rnn", 2, 0), "For the task sentence the gap must be .* from 3"),
        (lambda: Job(QUICK, "rnn", 5, -1), "Seed must be a whole number from 0 to 2,147,483,647, not -1"),
        (lambda: Job(QUICK, "rnn", 5, 0, (("chrono", 9),)), "The cell rnn has .* not “chrono”"),
        (lambda: read_contestant("rnn:speed=9"), "An option must be one of .*, not “speed”"),
        (lambda: read_contestant("rnn:init=zeros"), "Recurrent start must be one of .*, not “zeros”"),
    ],
)
def test_an_illegal_value_is_refused_in_one_sentence(build, complaint):
    with pytest.raises(ValueError, match=complaint):
        build()
