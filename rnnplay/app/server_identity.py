"""The identity of this server, by which a page tells a server that was started anew from another one."""

import socket
from hashlib import sha256
from uuid import uuid4

import streamlit as st

STARTED = uuid4().hex  # another one after each start


def server_identity() -> dict:
    """place: stays the same when the server is started anew on its machine and port; started: does not."""
    place = f"{socket.gethostname()}:{st.get_option('server.port')}"
    return {"place": sha256(place.encode()).hexdigest()[:16], "started": STARTED}
