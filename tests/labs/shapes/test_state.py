"""One visitor's gallery of the five shapes: what is trained, shared, asked and refused, without a page."""

import gc
import re
from concurrent.futures import Executor, Future

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.labs.shapes.claims import SHAPE_SCENARIOS
from rnnplay.labs.shapes.input_format import examples, read_own
from rnnplay.labs.shapes.run import ShapeRun, ShapeSetup, answer, by_length
from rnnplay.labs.shapes.state import GREETINGS, Gallery
from rnnplay.server.queue import WorkQueue
from rnnplay.server.shared_runs import SharedRuns
from rnnplay.tasks.wiring import SHAPES

QUICK = {"shape": "in-step", "updates": "30", "hidden": "8"}
each_shape = pytest.mark.parametrize("shape", SHAPES)


class Hand(Executor):
    """Counts what it is given, and computes it at once or when it is told to."""

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


class House:
    """Shared runs, a work queue and visitors."""

    def __init__(self, at_once=True, most=40):
        self.hand, self.shared_runs = Hand(at_once), SharedRuns(most)
        self.queue = WorkQueue(workers=1, slice_s=60, executor=self.hand)

    def visitor(self, query=QUICK):
        return Gallery(dict(query), lambda: self.queue, self.shared_runs)

    def watched(self, query=QUICK):
        """A visitor who has looked twice: at the beginning and at what came of it."""
        gallery = self.visitor(query)
        for _ in range(3):
            gallery.collect()
        return gallery


def test_it_begins_by_itself_and_learns_what_the_engine_computes():
    gallery = House().watched()
    alone = ShapeRun(gallery.setup).advance(60)
    assert gallery.status == "done" and not gallery.goes_on
    assert np.array_equal(gallery.run.theta, alone.theta)
    assert [p.score for p in gallery.run.curve] == [p.score for p in alone.curve]
    found, *_ = gallery.answer()
    assert np.array_equal(found.p, answer(alone, read_own("in-step", gallery.input)).p)


def test_before_the_first_slice_the_untrained_network_answers():
    gallery = House(at_once=False).visitor()
    gallery.collect()
    assert gallery.goes_on and gallery.run.theta is None
    assert np.isfinite(gallery.answer()[0].p).all()


def test_whoever_comes_later_finds_what_was_learned():
    house = House()
    first, given = house.watched(), house.hand.given
    later = house.watched()
    assert house.hand.given == given and later.status == "done" and later.work is None
    assert later.run.curve == first.run.curve


def test_who_comes_at_the_same_time_shares_one_training_and_a_pause_is_ones_own():
    house = House(at_once=False)
    one, two = house.visitor(), house.visitor()
    one.collect()
    two.collect()
    assert house.hand.given == 1 and one.work is two.work
    house.hand.back(0)
    one.collect()
    one.pause()
    at = one.run.update
    assert one.status == "paused" and at < one.setup.updates and not one.goes_on
    while not two.run.ended:
        house.hand.back(0.02)
        two.collect()
    one.collect()
    assert one.run.update == at and one.status == "paused"
    one.go_on()
    house.hand.back()
    one.collect()
    assert np.array_equal(one.run.theta, two.run.theta) and one.run.ended


def test_the_last_one_to_leave_puts_out_the_light():
    house = House(at_once=False)
    one, two = house.visitor(), house.visitor()
    for gallery in (one, two):
        gallery.collect()
    work = one.work
    one.choose("cell", "gru")
    assert work.status != "cancelled"
    two.choose("seed", "1")
    assert work.status == "cancelled"
    del one, two, gallery
    gc.collect()
    visitor = house.visitor(QUICK | {"seed": "7"})
    visitor.collect()
    assert list(house.shared_runs.running) == [visitor.setup]  # who is gone is forgotten


def test_a_shared_training_that_was_dropped_goes_on_alone():
    house = House(at_once=False)
    gallery = house.visitor()
    gallery.collect()
    house.hand.back(0)
    gallery.work.cancel()
    for _ in range(3):
        gallery.collect()
    while house.hand.waiting:
        house.hand.back()
    gallery.collect()
    assert gallery.run.ended


def test_again_learns_the_same_from_the_start():
    house = House()
    gallery = house.watched()
    before, given = gallery.run, house.hand.given
    gallery.again()
    assert gallery.run.update == 0 and gallery.goes_on
    gallery.collect()
    assert house.hand.given == given + 1 and np.array_equal(gallery.run.theta, before.theta)


def test_the_hall_keeps_no_more_than_it_may():
    house = House(most=2)
    for seed in range(4):
        house.watched(QUICK | {"seed": str(seed), "updates": "1"})
    assert [setup.seed for setup in house.shared_runs.finished] == [2, 3] and not house.shared_runs.running
    assert all(run.state is None for run in house.shared_runs.finished.values())


def test_how_it_does_by_length_is_worked_out_once():
    house = House()
    query = {"shape": "encoder-decoder", "updates": "2", "hidden": "8"}
    gallery = house.watched(query)
    assert gallery.lengths == by_length(gallery.run) and not gallery.goes_on
    given = house.hand.given
    assert house.watched(query).lengths == gallery.lengths and house.hand.given == given
    gallery.show(3)
    assert gallery.input.count(" and ") == 2 and gallery.input in examples("encoder-decoder", 3)


def test_numbers_that_overflow_end_it_and_are_no_secret():
    gallery = House().watched({"shape": "many-to-one", "cell": "rnn", "hidden": "4", "updates": "2"})
    broken = Gallery({"shape": "many-to-one"}, gallery.work_queue, gallery.shared_runs)
    broken.run = ShapeRun(broken.setup, 25, np.full(broken.setup.model.layout.size, np.nan, "f4"), {})
    assert not np.isfinite(broken.answer()[0].p).all() and not broken.overflowed
    assert not gallery.overflowed


@each_shape
def test_every_shape_opens_with_an_input_and_the_address_opens_it_again(shape):
    house = House()
    first = house.visitor({"shape": shape})
    assert not first.message and first.setup == ShapeSetup(shape)
    for _ in range(3):
        first.hear({"turn": first.turn + 1, "shape": shape, "example": True})
        again = house.visitor(first.to_query())
        assert not again.message and again.to_query() == first.to_query()
        assert again.input == first.input in examples(shape)


def test_the_greetings_were_never_trained_on():
    assert GREETINGS["encoder-decoder"] in examples("encoder-decoder")
    for shape, text in GREETINGS.items():
        SHAPES[shape].read(read_own(shape, text))


def test_another_shape_has_its_own_updates_and_each_remembers_its_input():
    gallery = House().visitor({"shape": "many-to-one", "updates": "7", "cell": "gru"})
    gallery.ask("the movie is good")
    gallery.choose("shape", "encoder-decoder")
    gallery.choose("joined", "2")
    assert gallery.setup == ShapeSetup("encoder-decoder", "gru", joined=2)
    gallery.choose("shape", "many-to-one")
    assert gallery.setup == ShapeSetup("many-to-one", "gru") and gallery.input == "the movie is good"


def test_a_bad_choice_is_refused_with_a_sentence():
    gallery = House().visitor()
    setup = gallery.setup
    for name, text in [
        ("hidden", "0"),
        ("cell", "elman"),
        ("rate", "x"),
        ("joined", "2"),
        ("updates", "9e9"),
    ]:
        gallery.choose(name, text)
        assert gallery.setup == setup and gallery.message.endswith("Nothing was changed.")
        assert gallery.drafts == {name: text}


def test_an_unknown_word_is_named_and_the_input_before_stays():
    gallery = House().visitor({"shape": "many-to-one"})
    gallery.hear({"turn": 1, "shape": "many-to-one", "own": "The zebra is good"})
    text, sentence = gallery.refusal
    assert text == "The zebra is good" and "“zebra”" in sentence
    assert gallery.input == GREETINGS["many-to-one"]
    gallery.hear({"turn": 2, "shape": "many-to-one", "own": "The movie is good!"})
    assert gallery.refusal is None and gallery.input == "The movie is good!"


def test_one_question_asked_twice_is_answered_once():
    gallery = House().visitor()
    first, ask = gallery.input, {"turn": 5, "shape": "in-step", "example": True}
    gallery.hear(ask)
    shown = gallery.input
    gallery.hear(ask)
    gallery.hear({"turn": 4, "shape": "in-step", "own": "a1a2"})
    gallery.hear({"turn": 6, "shape": "one-to-one", "own": "a1a2"})  # sent before the shape was changed
    assert gallery.input == shown != first and gallery.turn == 5


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
MESSAGES = ANYTHING | st.fixed_dictionaries(
    {"turn": ANYTHING | st.integers(0, 99), "shape": ANYTHING | st.sampled_from(list(SHAPES))},
    optional={"own": ANYTHING, "example": ANYTHING},
)


@each_shape
@given(message=MESSAGES)
def test_whatever_the_page_sends_the_visitor_can_go_on(shape, message):
    gallery = House().visitor({"shape": shape})
    gallery.hear(message)
    assert isinstance(gallery.turn, int)
    SHAPES[shape].read(read_own(shape, gallery.input))


@given(query=st.dictionaries(st.sampled_from([*QUICK, "cell", "rate", "seed", "joined", "own"]), st.text()))
def test_whatever_the_address_says_the_page_opens(query):
    gallery = House().visitor(query)
    again = House().visitor(gallery.to_query())
    assert again.to_query() == gallery.to_query() and not again.message


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"shape": "star"}, "Shape must be one of one-to-one, .* not “star”; many-to-one is used instead"),
        ({"hidden": "99"}, "Units must be a whole number from 1 to 64, not 99; 64 is used"),
        ({"shape": "in-step", "joined": "2"}, "Only phrases can be joined"),
        ({"own": "the zebra"}, "This network was never told the word “zebra”. An example stands in"),
        ({"shape": "in-step", "own": "a1g9"}, "A dot must be in row a to f, column 1 to 6, not g9"),
        ({"shape": "one-to-one", "own": "zz"}, "A picture must be 16 hexadecimal digits, not “zz”"),
    ],
)
def test_what_is_wrong_in_the_address_is_said(query, complaint):
    message = House().visitor(query).message

    assert re.search(complaint, message), message


def test_a_claim_is_made_of_its_own_setup_only():
    house = House()
    for scenario in SHAPE_SCENARIOS:
        gallery = house.visitor({"shape": scenario.setup.shape})
        assert scenario in gallery.scenarios
        gallery.choose("seed", "3")
        assert scenario in gallery.scenarios
        gallery.choose("hidden", "7")
        assert not gallery.scenarios
