"""Visit: the state and the widgets of a lab for one visitor, kept in the session from run to run."""

from dataclasses import dataclass

import streamlit as st

from rnnplay.app.controls import Controls


@dataclass(frozen=True)
class Visit:
    """One visitor's state of a lab, and the widgets that show it.

    The session keeps both in one object, so that an interrupted run cannot leave one without the other.
    """

    state: object
    controls: Controls


def visit(lab, open_lab) -> Visit:
    """This visitor's Visit to `lab` (slug). The first run makes it: open_lab(query) -> state."""
    if lab not in st.session_state:
        st.session_state[lab] = Visit(open_lab(st.query_params.to_dict()), Controls(lab))
    return st.session_state[lab]
