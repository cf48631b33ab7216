"""A sentence as several networks read it: words shaded by how much gradient reaches them, and answers."""

from pathlib import Path

from rnnplay.app.component import component

_reading = component(Path(__file__).with_name("reading"))


def reading(data, key):
    """data: as views.reading.readings makes it."""
    _reading(key=key, data=data)
