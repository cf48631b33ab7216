"""The state of the gap lab without a page: which runs start, which are kept, and what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.labs.gap.race_choices import Race
from rnnplay.labs.gap.results_file import read_results
from rnnplay.labs.gap.runs import run
from rnnplay.labs.gap.state import SHIPPED, VIEWS, GapState, ended, shipped_runs
from rnnplay.options.refusal import Refusal
from rnnplay.server.limits import read_limits
from rnnplay.server.queue import WorkQueue
from tests.server.executors import HeldExecutor, SynchronousExecutor

QUICK = Race(gap=5, gaps=(5, 9), seeds=(0, 1), updates=30, cells=("rnn", "gru"))


def state_with(executor, query=(), **settings):
    queue = WorkQueue(workers=1, slice_s=60, executor=executor, limits=lambda: read_limits(settings))
    return GapState(dict(query), lambda: queue)


@pytest.fixture
def at_once():
    return SynchronousExecutor()


@pytest.fixture
def done(at_once):
    """The state after a quick race."""
    made = state_with(at_once, QUICK.to_query())
    made.start("race")
    made.collect()
    return made


def curves(state, view):
    return {
        job: [(p.update, p.accuracy, p.loss) for p in state.run_of(job).curve] for job in state.jobs_of(view)
    }


def test_the_state_has_the_curves_that_run_computes(done):
    assert not done.missing("race") and done.working("race") is None
    for job, curve in curves(done, "race").items():
        assert curve == [(p.update, p.accuracy, p.loss) for p in run(job).curve]


@pytest.mark.parametrize(
    ("name", "text", "view", "more"),
    [("seeds", "4", "race", 4), ("cells", "rnn,gru,lstm", "race", 2), ("gaps", "5,9", "curve", 4)],
)
def test_only_the_missing_runs_of_a_larger_race_are_computed(done, at_once, name, text, view, more):
    before, count = curves(done, "race"), len({task.job for task in at_once.given})
    done.choose(name, text)
    assert len(done.missing(view)) == more
    done.start(view)
    done.collect()
    assert not done.missing(view)
    assert len({task.job for task in at_once.given}) == count + more
    assert all(curves(done, view)[job] == curve for job, curve in before.items())


def test_running_again_computes_all_runs_and_gives_the_same_numbers(done, at_once):
    before, count = curves(done, "race"), len(at_once.given)
    done.start("race", again=True)
    done.collect()
    assert len(at_once.given) > count and curves(done, "race") == before


def test_another_set_up_stops_the_work_and_keeps_the_runs():
    waiting = state_with(HeldExecutor(), QUICK.to_query())
    waiting.start("race")
    work = waiting.working("race")
    assert work
    waiting.choose("task", "order")
    assert waiting.working("race") is None and work.status == "cancelled"
    waiting.choose("task", "cue")
    assert all(waiting.run_of(job) is not None for job in QUICK.jobs())


def test_a_bad_choice_is_one_sentence_and_changes_nothing(done):
    before = done.race
    done.choose("gap", "9999")
    sentence = f"Gap must be a whole number from 1 to 200, not 9999: {before.gap} is used instead."
    assert done.refusals == {"gap": Refusal("gap", "9999", sentence)}
    assert done.race == before and not done.missing("race")
    done.choose("seeds", "3")
    assert list(done.refusals) == ["gap"]  # it stays in its field until it is mended
    done.choose("gap", str(before.gap))
    assert not done.refusals


def test_bad_filler_words_are_refused_once_and_others_stay_in_force(done):
    assert done.choose_filler(7) and done.filler == 7
    assert done.choose_filler(1000) and done.filler == 7
    sentence = "Filler must be a whole number from 0 to 999, not 1000: 7 is used instead."
    assert done.refusals == {"filler": Refusal("filler", 1000, sentence)}
    assert not done.choose_filler(1000)  # the page runs again with the same number in the field
    assert done.choose_filler(7) and not done.refusals


def test_one_click_may_ask_for_a_limited_amount_of_computing():
    query = Race(seeds=tuple(range(20)), gap=200, updates=20_000).to_query()
    much = state_with(HeldExecutor(), query, RNNPLAY_HOSTED="1")
    much.start("race")
    assert "minutes of computing, and one click may ask for 15:" in much.message
    assert much.working("race") is None


def test_compare_can_go_on_from_the_results_of_the_page(done):
    setup, rows = read_results(done.results())
    assert setup == done.race.setup and len(rows) == len(done.jobs_of("race"))


def test_a_claim_is_judged_when_all_its_runs_are_there():
    fresh = state_with(HeldExecutor())
    assert fresh.race.claim and fresh.verdict() is True  # the race that ships with the project
    fresh.choose("seeds", "7")
    assert fresh.race.claim is None and fresh.verdict() is None


def test_the_race_that_ships_is_whole_and_was_made_by_its_command():
    setup, runs = shipped_runs()
    assert setup == Race().setup and all(map(ended, runs))
    assert {run.job.key for run in runs} == {job.key for job in Race().jobs(*Race().gaps)}
    assert SHIPPED.name in Race().command(*Race().gaps, out=f"assets/{SHIPPED.name}")
    quickest = min(runs, key=lambda made: made.update * made.cost)
    again = run(replace(quickest.job))
    assert again.curve[0].loss == pytest.approx(quickest.curve[0].loss, rel=1e-3)
    assert again.updates_to_95 == pytest.approx(quickest.updates_to_95, abs=50)


def test_monitoring_trains_the_same_network(at_once):
    inside = state_with(at_once, QUICK.to_query())
    inside.start_monitoring()
    inside.collect()
    for job in inside.monitored_jobs():
        watched = inside.monitored[job]
        assert [one.update for one in watched.measurements] == [0, 25, 30]
        assert [(p.update, p.loss) for p in watched.run.curve] == [(p.update, p.loss) for p in run(job).curve]


def test_the_sentence_is_learned_across_the_chosen_gap(at_once):
    reading = state_with(at_once, {"sentence": "two [cats|dogs] at home say [meow|woof]"})
    assert not reading.message
    reading.learn_sentence(4)
    reading.collect()
    for job in reading.sentence_jobs(4):
        assert reading.sentence_runs[job].ended and job.setup.memory_task.outputs == ("meow", "woof")
    count = len(at_once.given)
    reading.learn_sentence(4)
    assert len(at_once.given) == count  # a trained network is not trained again


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(st.sampled_from(["view", "task", "gap", "seeds", "cells", "gaps"]), st.text(max_size=30))
)
def test_any_address_opens_some_view(query):
    strange = state_with(HeldExecutor(), query)
    assert strange.view in VIEWS
    assert state_with(HeldExecutor(), strange.to_query()).race == strange.race
