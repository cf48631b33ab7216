"""The key of a visitor's session, the same in all labs. The server keeps a quota for each key."""

from uuid import uuid4

import streamlit as st

NAME = "session-key"  # of its entry in the session


def session_key() -> str:
    """The key of this session: 32 random hexadecimal digits."""
    if NAME not in st.session_state:
        st.session_state[NAME] = uuid4().hex
    return st.session_state[NAME]
