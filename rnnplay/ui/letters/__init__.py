"""A text letter by letter in the page: coloured, and each letter can be asked."""

from pathlib import Path

import streamlit as st

from rnnplay.ui.script import script

HERE = Path(__file__).parent

_letters = st.components.v2.component(
    "rnnplay.letters",
    html='<div class="letters"></div>',
    css=HERE.joinpath("letters.css").read_text("utf-8"),
    js=script(HERE / "letters.js"),
)


def letters(data, key):
    """data (bytes): as views.letters packs it."""
    _letters(key=key, data=data)
