"""A small picture of what a lab shows, drawn from a real run's numbers."""

from pathlib import Path

from rnnplay.app.component import component

_thumb = component(Path(__file__).with_name("previews"), box="thumb")


def thumb(data, key):
    """data: one of those that views.thumbs makes."""
    _thumb(key=key, data=data)
