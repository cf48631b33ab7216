"""A small picture of what a lab shows, drawn from a real run's numbers."""

from pathlib import Path

import streamlit as st

from rnnplay.ui.script import script

HERE = Path(__file__).parent

_thumb = st.components.v2.component(
    "rnnplay.thumb",
    html='<div class="thumb"></div>',
    css=HERE.joinpath("thumbs.css").read_text("utf-8"),
    js=script(HERE / "thumbs.js"),
)


def thumb(data, key):
    """data: one of those that views.thumbs makes."""
    _thumb(key=key, data=data)
