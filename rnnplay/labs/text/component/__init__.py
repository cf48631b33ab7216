"""A text letter by letter in the page: coloured, and each letter can be asked."""

from pathlib import Path

from rnnplay.app.component import component

_letters = component(Path(__file__).with_name("letters"))


def letters(data, key):
    """data (bytes): as views.letters packs it."""
    _letters(key=key, data=data)
