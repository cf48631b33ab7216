"""The identity of this server. A page uses it to tell a restarted server from another server."""

import socket
from hashlib import sha256
from uuid import uuid4

import streamlit as st

STARTED = uuid4().hex  # a new value at each start


def server_identity() -> dict:
    """place: the same after a restart on the same machine and port; started: a new value at each start."""
    place = f"{socket.gethostname()}:{st.get_option('server.port')}"
    return {"place": sha256(place.encode()).hexdigest()[:16], "started": STARTED}
