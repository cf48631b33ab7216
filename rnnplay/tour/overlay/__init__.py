"""The guided tour: a card beside the page, and the stages that it sets.

A lab whose networks took long to train says itself what becomes of a stage: its visit has
    stage(query) -> bool       whether it took the query over; if not, the lab is made anew from it
"""

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from rnnplay.app.component import component, said
from rnnplay.app.navigation import go
from rnnplay.app.presentation.choices import FRAME
from rnnplay.tour.overlay.progress import Visit

HERE = Path(__file__).parent

_tour = component(HERE / "tour")


def tour():
    """Call once a run, last of all that stands on every page. -> whether the page is to be drawn.

    It is not while a stage is taken away: what stood there is gone then, and its components forget all.
    """
    visit = st.session_state.get("tour")
    if visit is None:
        visit = st.session_state["tour"] = Visit()
    query = st.query_params.to_dict()
    lab = urlsplit(st.context.url or "").path.rpartition("/")[2]
    visit.arrive(query.get("tour"), query.keys() - set(FRAME), lab)
    card = visit.due()
    if card:
        ready(card, {name: text for name, text in query.items() if name in FRAME})
    st.html(HERE / "page.css")
    _tour(
        key="tour-card",
        data=visit.payload(),
        on_go_change=lambda: visit.hear(said("tour-card", "go")),
    )
    return not visit.clear


def ready(card, frame):
    """Go where the stage of a card is set. frame: what the address says of the whole app."""
    shown = st.session_state.get(card.lab)
    kept = hasattr(shown, "stage") and shown.stage(card.query)
    go(card.lab, frame | card.query | {"tour": card.slug}, kept=kept)
