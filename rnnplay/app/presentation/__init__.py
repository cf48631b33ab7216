"""The presentation of the app: lecture mode, hidden controls, palette, scenes.

The component of this folder applies it to the page and handles the keyboard shortcuts of the whole app.
"""

from pathlib import Path

import streamlit as st

from rnnplay.app.charts import enlarged, recoloured
from rnnplay.app.component import component, trigger_value
from rnnplay.app.navigation import go
from rnnplay.app.presentation.choices import Presentation
from rnnplay.app.presentation.state import PresentationState
from rnnplay.app.server_identity import server_identity

KEY = "presentation-state"  # of the session
_component = component(Path(__file__).with_name("presentation"))


def presentation(labs):
    """Read the address and mount the component: once a run. labs: slug -> Lab."""
    state = st.session_state.get(KEY)
    if state is None:
        controls = {slug: dict(lab.controls) for slug, lab in labs.items()}
        state = st.session_state[KEY] = PresentationState(controls)
    state.read_address(st.query_params.to_dict())
    _mount(state, {slug: list(lab.parameters) for slug, lab in labs.items()})


@st.fragment(key="presentation-fragment")
def _mount(state, parameters):
    """Mount the component in a fragment: a pressed key reruns this fragment only, and no lab."""
    scene = state.pop_scene()
    if scene:
        go(*scene)
    if state.redraw:
        state.redraw = False
        st.rerun()
    _component(
        key="presentation",
        data=state.payload() | {"parameters": parameters, "server": server_identity()},
        on_say_change=lambda: state.receive(trigger_value("presentation", "say")),
    )


def current() -> Presentation:
    """The Presentation of this visitor."""
    state = st.session_state.get(KEY)
    return state.presentation if state else Presentation()


def hides(name) -> bool:
    """Whether the visitor's address hides the control of this name."""
    return name in current().hide


def coloured(description):
    """A chart's description with the visitor's palette, and in a lecture with larger words."""
    now = current()
    description = recoloured(description) if now.palette == "safe" else description
    return enlarged(description) if now.lecture else description
