"""The player: a diagram that plays a training in the browser, from blocks of updates sent ahead."""

from pathlib import Path

import streamlit as st

from rnnplay.ui.script import script

HERE = Path(__file__).parent

player = st.components.v2.component(
    "rnnplay.player",
    html='<div class="rnnplay"></div>',
    css="\n".join(HERE.joinpath(f"{name}.css").read_text("utf-8") for name in ("player", "lecture")),
    js=script(HERE / "player.js"),
)
