"""The address of a page whose choices are kept by the server. The browser's history gets no new entry."""

from pathlib import Path

import streamlit as st

from rnnplay.app.js_bundle import script

_address = st.components.v2.component(
    "rnnplay.address", html="<span></span>", js=script(Path(__file__).with_name("write_address.js"))
)


def set_address(search):
    """Set the lab's parameters in the address to `search` (str, without its question mark)."""
    _address(key="address", data={"search": search}, height=1)
