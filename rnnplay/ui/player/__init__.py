"""The player: a diagram that plays a training in the browser, from blocks of updates sent ahead."""

from pathlib import Path

import streamlit as st

from rnnplay.ui.script import script

HERE = Path(__file__).parent

player = st.components.v2.component(
    "rnnplay.player",
    html='<div class="rnnplay"></div>',
    css=HERE.joinpath("player.css").read_text("utf-8"),
    js=script(HERE / "player.js"),
)
