"""The place of a visitor in the tour, and what the address and the page's script may change of it."""

import pytest

from rnnplay.tour.cards import CARDS, FIRST
from rnnplay.tour.overlay.state import TourState

OTHER = list(CARDS)[-1]
LAB = CARDS[FIRST].lab


def test_an_address_with_nothing_but_a_card_sets_up_its_lab_once():
    state = TourState({})
    state.read_address(FIRST, set(), "")
    assert state.pop_card() is CARDS[FIRST] and state.pop_card() is None
    state.read_address(FIRST, set(), "glossary")
    assert state.pop_card() is None and state.at == FIRST, (
        "a visitor who has gone to another page stays there"
    )
    state.read_address(OTHER, set(), LAB)
    assert state.pop_card() is CARDS[OTHER]


def test_a_page_that_is_loaded_again_keeps_the_choices_of_its_visitor():
    state = TourState({})
    state.read_address(FIRST, {"text"}, LAB)
    assert state.pop_card() is None and state.at == FIRST
    state.read_address(OTHER, {"text"}, LAB)
    assert state.at == FIRST, "an address that comes late opens no other card"


def test_a_lab_is_set_up_when_the_page_is_empty():
    state = TourState({})
    state.receive({"slug": FIRST})
    waits = state.clearing
    assert waits and state.pop_card() is None
    state.receive({"ready": waits + 1})
    assert state.pop_card() is None
    state.receive({"ready": waits})
    assert state.pop_card() is CARDS[FIRST]
    state.receive({"leave": True})
    assert state.at is None and state.payload()["at"] is None


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"slug": "nowhere"}, {"slug": 3}, {"ready": "1"}, {"leave": 1.5}, {"slug": [FIRST]}],
)
def test_a_message_that_makes_no_sense_changes_nothing(message):
    state = TourState({})
    before = state.payload()
    state.receive(message)
    assert state.payload() == before and state.pop_card() is None


def test_a_card_that_is_not_there_is_named_in_a_sentence_and_nothing_else_happens():
    state = TourState({})
    state.read_address("<b>x</b>" * 99, set(), LAB)
    assert state.pop_card() is None and state.at is None
    assert state.problem.startswith("There is no card “<b>x</b>") and len(state.problem) < 90
