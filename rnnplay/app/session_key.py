"""Who somebody is while their page is open: one key in all labs, by which computing is shared out."""

from uuid import uuid4

import streamlit as st


def who() -> str:
    """The key of this session."""
    key = st.session_state.get("who")
    if key is None:
        key = st.session_state["who"] = uuid4().hex
    return key
