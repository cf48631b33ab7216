"""A sentence read by several networks: each word shaded by the gradient that reaches it, and the answers."""

from pathlib import Path

from rnnplay.app.component import component

_reading = component(Path(__file__).with_name("reading"))


def reading(data, key):
    """data: as `sentence_data` returns it."""
    _reading(key=key, data=data)
