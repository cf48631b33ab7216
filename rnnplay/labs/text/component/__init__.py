"""The component that shows a text letter by letter: coloured, and each letter is explained."""

from pathlib import Path

from rnnplay.app.component import component

_letters = component(Path(__file__).with_name("letters"))


def letters(data, key):
    """data (bytes): as packed by letters_data."""
    _letters(key=key, data=data)
