"""The guided tour on the page: a card beside it, and the set-up of the lab that the card asks for."""

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from rnnplay.app.component import component, trigger_value
from rnnplay.app.navigation import go
from rnnplay.app.presentation.choices import FRAME
from rnnplay.tour.cards import CARDS, FIRST
from rnnplay.tour.overlay.state import TourState

HERE = Path(__file__).parent

_tour = component(HERE / "tour")


def tour(labs):
    """Draw the card: once a run, after all else that stands on every page. labs: slug -> Lab.

    -> whether the page is to be drawn. While a lab is being set up, it is not: the run without the page
    removes the lab's components, and the next run makes new ones.
    """
    state = st.session_state.get("tour")
    if state is None:
        focus = {slug: lab.focus for slug, lab in labs.items()}
        state = st.session_state["tour"] = TourState(focus)
    query = st.query_params.to_dict()
    lab = urlsplit(st.context.url or "").path.rpartition("/")[2]
    own = labs[lab].parameters if lab in labs else query.keys() - set(FRAME)
    state.read_address(query.get("tour"), query.keys() & set(own), lab)
    card = state.pop_card()
    if card:
        open_card(card, labs[card.lab], {name: text for name, text in query.items() if name in FRAME})
    st.html(HERE / "page.css")
    _tour(
        key="tour-card",
        data=state.payload(),
        on_go_change=lambda: state.receive(trigger_value("tour-card", "go")),
    )
    return not state.clearing


def open_card(card, lab, frame):
    """Go to the page of a Card, set up as it asks for. frame: the parameters of every page in the address."""
    visit = st.session_state.get(card.lab)
    shown = visit is not None and lab.show(visit.state, card.query)
    go(card.lab, frame | card.query | {"tour": card.slug}, kept=shown)


def start():
    """The start of the tour: (number of cards, slug of the first card's lab, query that opens the card)."""
    first = CARDS[FIRST]
    return len(CARDS), first.lab, {"tour": first.slug}
