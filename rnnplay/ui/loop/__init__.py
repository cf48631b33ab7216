"""The loop in the page: a chunk of network that unfolds into a chain of copies, and its arithmetic."""

from pathlib import Path

import streamlit as st

from rnnplay.ui.script import script

HERE = Path(__file__).parent

_loop = st.components.v2.component(
    "rnnplay.loop",
    html='<div class="loop"></div>',
    css=HERE.joinpath("loop.css").read_text("utf-8"),
    js=script(HERE / "loop.js"),
)


def loop(data, key):
    """data: as views.loop.chain makes it, and `link`, the choices as the address says them."""
    _loop(key=key, data=data)
