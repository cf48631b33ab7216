"""The frame of every page: title, logo, style sheet, and the head of a lab."""

import gc
from pathlib import Path

import streamlit as st
from streamlit import net_util

ASSETS = Path(__file__).parents[2] / "assets"
STYLE = Path(__file__).with_name("frame.css")

# A garbage collection then skips all objects of the imported modules, which makes a rerun three times faster.
gc.freeze()

# Before Streamlit refuses a connection from another site, it asks a server on the internet for its own
# address. All visitors wait for the answer, 20 seconds on a machine without internet. The value "" avoids
# that request.
net_util._external_ip = ""


def frame():
    """Set up the page. Call it once a run, before anything is drawn."""
    st.set_page_config("rnnplay", page_icon=str(ASSETS / "icon.svg"), layout="wide")
    st.logo(str(ASSETS / "logo.svg"), icon_image=str(ASSETS / "logo.svg"), size="large")
    st.html(STYLE)


def head(question, note):
    """The head of a lab: its question, and a note beside it."""
    with st.container(key="lab-head", horizontal=True, vertical_alignment="center"):
        st.title(question, anchor=False, width="content")
        st.caption(note)


def row():
    """A container for a lab's widgets, side by side."""
    return st.container(key="lab-controls", horizontal=True, vertical_alignment="bottom")
