"""What every page has in common: title, logo, and the room that a projector needs."""

import gc
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).parents[2] / "assets"
STYLE = Path(__file__).with_name("frame.css")

# What was imported stays: leaving it out of every later garbage collection makes a rerun three times faster.
gc.freeze()


def frame():
    """Call once a run, before anything is drawn."""
    st.set_page_config("rnnplay", page_icon=str(ASSETS / "icon.svg"), layout="wide")
    st.logo(str(ASSETS / "logo.svg"), icon_image=str(ASSETS / "logo.svg"), size="large")
    st.html(STYLE)
