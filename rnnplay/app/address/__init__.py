"""The page's address, kept up to date without a new entry in the browser's history."""

from pathlib import Path

import streamlit as st

from rnnplay.app.js_bundle import script

_address = st.components.v2.component(
    "rnnplay.address", html="<span></span>", js=script(Path(__file__).with_name("address_component.js"))
)


def address(search):
    """From now on the address says `search` (str, without its question mark)."""
    _address(key="address", data={"search": search}, height=1)
