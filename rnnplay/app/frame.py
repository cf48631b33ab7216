"""What every page has in common: title, logo, and the room that a projector needs."""

import gc
from pathlib import Path

import streamlit as st
from streamlit import net_util

ASSETS = Path(__file__).parents[2] / "assets"
STYLE = Path(__file__).with_name("frame.css")

# What was imported stays: leaving it out of every later garbage collection makes a rerun three times faster.
gc.freeze()

# Before it refuses a connection that another site's page makes, Streamlit asks a server elsewhere for the
# address of this one. All visitors wait for it: 20 seconds where there is no way out. "" is nobody's address.
net_util._external_ip = ""


def frame():
    """Call once a run, before anything is drawn."""
    st.set_page_config("rnnplay", page_icon=str(ASSETS / "icon.svg"), layout="wide")
    st.logo(str(ASSETS / "logo.svg"), icon_image=str(ASSETS / "logo.svg"), size="large")
    st.html(STYLE)


def head(question, note):
    """A lab's question, and beside it what to look at now."""
    with st.container(key="lab-head", horizontal=True, vertical_alignment="center"):
        st.title(question, anchor=False, width="content")
        st.caption(note)


def row():
    """The container of a lab's widgets, side by side."""
    return st.container(key="lab-controls", horizontal=True, vertical_alignment="bottom")
