"""The state of the page of the five shapes: training, sharing, questions and refusals, without a page."""

import gc
import re
from concurrent.futures import Executor, Future

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.labs.shapes.claims import CLAIMS
from rnnplay.labs.shapes.input_format import examples, parse_input
from rnnplay.labs.shapes.run import ShapeRun, ShapeSetup, answer, share_right_by_length
from rnnplay.labs.shapes.state import FIRST_INPUTS, ShapesState
from rnnplay.options.refusal import sentences
from rnnplay.server.queue import WorkQueue
from rnnplay.server.shared_runs import SharedRuns
from rnnplay.tasks.wiring import SHAPES

QUICK = {"shape": "in-step", "updates": "30", "hidden": "8"}
each_shape = pytest.mark.parametrize("shape", SHAPES)


class ManualExecutor(Executor):
    """Counts the tasks it is given, and computes them at once or one by one with `back`."""

    def __init__(self, at_once=True):
        self.at_once, self.given, self.waiting = at_once, 0, []

    def submit(self, function, task, *more):
        future = Future()
        self.given += 1
        self.waiting.append((future, function, task, more))
        if self.at_once:
            self.back()
        return future

    def back(self, seconds=60):
        future, function, task, more = self.waiting.pop(0)
        future.set_result(function(task, *more[:-1], seconds))


class ShapesServer:
    """Shared runs, a work queue and visitors."""

    def __init__(self, at_once=True, most=40):
        self.executor, self.shared_runs = ManualExecutor(at_once), SharedRuns(most)
        self.queue = WorkQueue(workers=1, slice_s=60, executor=self.executor)

    def visitor(self, query=QUICK):
        return ShapesState(dict(query), lambda: self.queue, self.shared_runs)

    def watched(self, query=QUICK):
        """A visitor whose page was drawn twice: before and after the first results."""
        state = self.visitor(query)
        for _ in range(3):
            state.training.collect()
        return state


def test_the_training_begins_by_itself_and_gives_the_numbers_of_a_plain_run():
    state = ShapesServer().watched()
    alone = ShapeRun(state.setup).advance(60)
    assert state.training.status == "done" and not state.training.goes_on
    assert np.array_equal(state.training.run.theta, alone.theta)
    assert [p.score for p in state.training.run.curve] == [p.score for p in alone.curve]
    found, *_ = state.answer()
    assert np.array_equal(found.p, answer(alone, parse_input("in-step", state.input)).p)


def test_before_the_first_slice_the_untrained_network_answers():
    state = ShapesServer(at_once=False).visitor()
    state.training.collect()
    assert state.training.goes_on and state.training.run.theta is None
    assert np.isfinite(state.answer()[0].p).all()


def test_a_later_visitor_finds_the_trained_network():
    server = ShapesServer()
    first, given = server.watched(), server.executor.given
    later = server.watched()
    assert server.executor.given == given and later.training.status == "done" and later.training.work is None
    assert later.training.run.curve == first.training.run.curve


def test_visitors_share_one_training_and_only_the_one_who_pauses_stops():
    server = ShapesServer(at_once=False)
    one, two = server.visitor(), server.visitor()
    one.training.collect()
    two.training.collect()
    assert server.executor.given == 1 and one.training.work is two.training.work
    server.executor.back(0)
    one.training.collect()
    one.training.pause()
    at = one.training.run.update
    assert one.training.status == "paused" and at < one.setup.updates and not one.training.goes_on
    while not two.training.run.ended:
        server.executor.back(0.02)
        two.training.collect()
    one.training.collect()
    assert one.training.run.update == at and one.training.status == "paused"
    one.training.resume()
    server.executor.back()
    one.training.collect()
    assert np.array_equal(one.training.run.theta, two.training.run.theta) and one.training.run.ended


def test_a_training_is_cancelled_when_its_last_watcher_leaves():
    server = ShapesServer(at_once=False)
    one, two = server.visitor(), server.visitor()
    for state in (one, two):
        state.training.collect()
    work = one.training.work
    one.choose("cell", "gru")
    assert work.status != "cancelled"
    two.choose("seed", "1")
    assert work.status == "cancelled"
    del one, two, state
    gc.collect()
    visitor = server.visitor(QUICK | {"seed": "7"})
    visitor.training.collect()
    assert list(server.shared_runs.running) == [visitor.setup]  # the visitors who left are removed


def test_a_shared_training_that_was_dropped_goes_on_alone():
    server = ShapesServer(at_once=False)
    state = server.visitor()
    state.training.collect()
    server.executor.back(0)
    state.training.work.cancel()
    for _ in range(3):
        state.training.collect()
    while server.executor.waiting:
        server.executor.back()
    state.training.collect()
    assert state.training.run.ended


def test_a_restarted_training_comes_out_the_same():
    server = ShapesServer()
    state = server.watched()
    before, given = state.training.run, server.executor.given
    state.training.restart()
    assert state.training.run.update == 0 and state.training.goes_on
    state.training.collect()
    assert server.executor.given == given + 1 and np.array_equal(state.training.run.theta, before.theta)


def test_no_more_runs_are_kept_than_allowed():
    server = ShapesServer(most=2)
    for seed in range(4):
        server.watched(QUICK | {"seed": str(seed), "updates": "1"})
    assert [setup.seed for setup in server.shared_runs.finished] == [2, 3] and not server.shared_runs.running
    assert all(run.state is None for run in server.shared_runs.finished.values())


def test_results_by_length_are_measured_once():
    server = ShapesServer()
    query = {"shape": "encoder-decoder", "updates": "2", "hidden": "8"}
    state = server.watched(query)
    training = state.training
    assert training.by_length == share_right_by_length(training.run) and not training.goes_on
    given = server.executor.given
    assert (
        server.watched(query).training.by_length == state.training.by_length
        and server.executor.given == given
    )
    state.show_example(3)
    assert state.input.count(" and ") == 2 and state.input in examples("encoder-decoder", 3)


def test_numbers_that_overflow_are_told_from_numbers_that_do_not():
    state = ShapesServer().watched({"shape": "many-to-one", "cell": "rnn", "hidden": "4", "updates": "2"})
    broken = ShapesState({"shape": "many-to-one"}, state.work_queue, state.shared_runs)
    weights = np.full(broken.setup.model.layout.size, np.nan, "f4")
    broken.training.run = ShapeRun(broken.setup, 25, weights, {})
    assert not np.isfinite(broken.answer()[0].p).all() and not broken.training.overflowed
    assert not state.training.overflowed


@each_shape
def test_every_shape_opens_with_an_input_and_the_address_opens_it_again(shape):
    server = ShapesServer()
    first = server.visitor({"shape": shape})
    assert not first.refusals and first.setup == ShapeSetup(shape)
    for _ in range(3):
        first.receive({"turn": first.turn + 1, "shape": shape, "example": True})
        again = server.visitor(first.to_query())
        assert not again.refusals and again.to_query() == first.to_query()
        assert again.input == first.input in examples(shape)


def test_the_first_inputs_were_never_trained_on():
    assert FIRST_INPUTS["encoder-decoder"] in examples("encoder-decoder")
    for shape, text in FIRST_INPUTS.items():
        SHAPES[shape].read(parse_input(shape, text))


def test_another_shape_has_its_own_updates_and_each_remembers_its_input():
    state = ShapesServer().visitor({"shape": "many-to-one", "updates": "7", "cell": "gru"})
    state.ask("the movie is good")
    state.choose("shape", "encoder-decoder")
    state.choose("joined", "2")
    assert state.setup == ShapeSetup("encoder-decoder", "gru", joined=2)
    state.choose("shape", "many-to-one")
    assert state.setup == ShapeSetup("many-to-one", "gru") and state.input == "the movie is good"


def test_a_bad_choice_is_refused_with_a_sentence():
    state = ShapesServer().visitor()
    setup = state.setup
    for name, text in [
        ("hidden", "0"),
        ("cell", "elman"),
        ("rate", "x"),
        ("joined", "2"),
        ("updates", "9e9"),
    ]:
        state.choose(name, text)
        assert state.setup == setup and state.refusals[name].sentence.endswith("is used instead.")
        assert state.refusals[name].text == text


def test_an_unknown_word_is_named_and_the_input_before_stays():
    state = ShapesServer().visitor({"shape": "many-to-one"})
    state.receive({"turn": 1, "shape": "many-to-one", "input": "The zebra is good"})
    text, sentence = state.refused_input
    assert text == "The zebra is good" and "“zebra”" in sentence
    assert state.input == FIRST_INPUTS["many-to-one"]
    state.receive({"turn": 2, "shape": "many-to-one", "input": "The movie is good!"})
    assert state.refused_input is None and state.input == "The movie is good!"


def test_one_question_asked_twice_is_answered_once():
    state = ShapesServer().visitor()
    first, ask = state.input, {"turn": 5, "shape": "in-step", "example": True}
    state.receive(ask)
    shown = state.input
    state.receive(ask)
    state.receive({"turn": 4, "shape": "in-step", "input": "a1a2"})
    state.receive({"turn": 6, "shape": "one-to-one", "input": "a1a2"})  # sent before the shape was changed
    assert state.input == shown != first and state.turn == 5


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
MESSAGES = ANYTHING | st.fixed_dictionaries(
    {"turn": ANYTHING | st.integers(0, 99), "shape": ANYTHING | st.sampled_from(list(SHAPES))},
    optional={"input": ANYTHING, "example": ANYTHING},
)


@each_shape
@given(message=MESSAGES)
def test_no_message_of_the_page_breaks_the_state(shape, message):
    state = ShapesServer().visitor({"shape": shape})
    state.receive(message)
    assert isinstance(state.turn, int)
    SHAPES[shape].read(parse_input(shape, state.input))


@given(query=st.dictionaries(st.sampled_from([*QUICK, "cell", "rate", "seed", "joined", "own"]), st.text()))
def test_no_address_breaks_the_page(query):
    state = ShapesServer().visitor(query)
    again = ShapesServer().visitor(state.to_query())
    assert again.to_query() == state.to_query() and not again.refusals


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"shape": "star"}, "Shape must be one of one-to-one, .* not “star”: many-to-one is used instead"),
        ({"hidden": "99"}, "Units must be a whole number from 1 to 64, not 99: 64 is used"),
        ({"shape": "in-step", "joined": "2"}, "Only phrases can be joined"),
        ({"own": "the zebra"}, "This network was never told the word “zebra”: an example is used instead"),
        ({"shape": "in-step", "own": "a1g9"}, "A dot must be in row a to f, column 1 to 6, not g9"),
        ({"shape": "one-to-one", "own": "zz"}, "A picture must be 16 hexadecimal digits, not “zz”"),
    ],
)
def test_a_bad_value_in_the_address_is_explained(query, complaint):
    message = sentences(ShapesServer().visitor(query).refusals)

    assert re.search(complaint, message), message


def test_a_claim_is_shown_for_its_setup_only():
    server = ShapesServer()
    for claim in CLAIMS:
        state = server.visitor({"shape": claim.setup.shape})
        assert claim in state.claims
        state.choose("seed", "3")
        assert claim in state.claims
        state.choose("hidden", "7")
        assert not state.claims
