"""A small picture of what a lab shows, drawn from a real run's numbers."""

from pathlib import Path

from rnnplay.ui.component import component

_thumb = component(Path(__file__).with_name("thumbs"), box="thumb")


def thumb(data, key):
    """data: one of those that views.thumbs makes."""
    _thumb(key=key, data=data)
