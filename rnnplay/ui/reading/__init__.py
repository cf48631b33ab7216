"""A sentence as several networks read it: words shaded by how much gradient reaches them, and answers."""

from pathlib import Path

import streamlit as st

from rnnplay.ui.script import script

HERE = Path(__file__).parent

_reading = st.components.v2.component(
    "rnnplay.reading",
    html='<div class="reading"></div>',
    css=HERE.joinpath("reading.css").read_text("utf-8"),
    js=script(HERE / "reading.js"),
)


def reading(data, key):
    """data: as views.reading.readings makes it."""
    _reading(key=key, data=data)
