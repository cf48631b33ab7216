"""The bench in the page: branches side by side, and the matrices, every number of which can be typed over."""

from pathlib import Path

import streamlit as st

from rnnplay.ui.script import script

HERE = Path(__file__).parent

_bench = st.components.v2.component(
    "rnnplay.bench",
    html='<div class="bench"></div>',
    css=HERE.joinpath("bench.css").read_text("utf-8"),
    js=script(HERE / "bench.js"),
)


def bench(data, key, hear):
    """data: as views.step makes it. hear: is told of each number that is typed over."""
    _bench(key=key, data=data, on_edit_change=lambda: hear(st.session_state[key]["edit"]))
