"""Where a visitor of the tour is: what the address and the page may ask for, and what they may not."""

import pytest

from rnnplay.tour.cards import CARDS, FIRST
from rnnplay.tour.overlay.progress import Visit

OTHER = list(CARDS)[-1]
LAB = CARDS[FIRST].lab


def test_an_address_with_nothing_but_a_card_has_its_stage_set_once():
    visit = Visit()
    visit.arrive(FIRST, set(), "")
    assert visit.due() is CARDS[FIRST] and visit.due() is None
    visit.arrive(FIRST, set(), "glossary")
    assert visit.due() is None and visit.at == FIRST, "who has gone elsewhere stays there"
    visit.arrive(OTHER, set(), LAB)
    assert visit.due() is CARDS[OTHER]


def test_a_page_that_is_loaded_anew_keeps_the_choices_of_its_visitor():
    visit = Visit()
    visit.arrive(FIRST, {"text"}, LAB)
    assert visit.due() is None and visit.at == FIRST
    visit.arrive(OTHER, {"text"}, LAB)
    assert visit.at == FIRST, "an address that comes late calls no other card back"


def test_a_stage_is_set_when_the_one_before_is_gone():
    visit = Visit()
    visit.hear({"slug": FIRST})
    waits = visit.clear
    assert waits and visit.due() is None
    visit.hear({"ready": waits + 1})
    assert visit.due() is None
    visit.hear({"ready": waits})
    assert visit.due() is CARDS[FIRST]
    visit.hear({"leave": True})
    assert visit.at is None and visit.payload()["at"] is None


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"slug": "nowhere"}, {"slug": 3}, {"ready": "1"}, {"leave": 1.5}, {"slug": [FIRST]}],
)
def test_a_message_that_makes_no_sense_changes_nothing(message):
    visit = Visit()
    before = visit.payload()
    visit.hear(message)
    assert visit.payload() == before and visit.due() is None


def test_a_card_that_is_not_there_is_named_in_a_sentence_and_nothing_else_happens():
    visit = Visit()
    visit.arrive("<b>x</b>" * 99, set(), LAB)
    assert visit.due() is None and visit.at is None
    assert visit.problem.startswith("There is no card “<b>x</b>") and len(visit.problem) < 90
