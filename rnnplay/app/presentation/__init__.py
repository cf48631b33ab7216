"""How the app is shown: lecture mode, hidden controls, colours, scenes. The page sees to the keys of it."""

from pathlib import Path

import streamlit as st

from rnnplay.app.charts import enlarged, recoloured
from rnnplay.app.component import component, said
from rnnplay.app.navigation import go
from rnnplay.app.presentation.choices import Manner
from rnnplay.app.presentation.visitor import Visitor

_component = component(Path(__file__).with_name("presentation"), box="manner")


def manner():
    """Call once a run. It takes no room on the page."""
    visitor = st.session_state.get("manner-visitor")
    if visitor is None:
        visitor = st.session_state["manner-visitor"] = Visitor()
    visitor.arrive(st.query_params.to_dict())
    _spoken(visitor)


@st.fragment(key="manner-spoken")
def _spoken(visitor):
    """A key that is pressed runs this alone again, and nothing of a lab."""
    away = visitor.leave()
    if away:
        go(*away)
    if visitor.redraw:
        visitor.redraw = False
        st.rerun()
    _component(
        key="manner",
        data=visitor.payload(),
        on_say_change=lambda: visitor.hear(said("manner", "say")),
    )


def current() -> Manner:
    """How the app is shown to this visitor."""
    visitor = st.session_state.get("manner-visitor")
    return visitor.manner if visitor else Manner()


def hides(name):
    """Whether a control is not to be seen."""
    return name in current().hide


def coloured(description):
    """A chart's description in the visitor's colours, and in a lecture with large words."""
    now = current()
    description = recoloured(description) if now.palette == "safe" else description
    return enlarged(description) if now.lecture else description
