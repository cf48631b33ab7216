"""Text that somebody typed, for the places of Streamlit that take Markdown."""

import re

_MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # the punctuation of ASCII: all that Markdown knows


def plain(text) -> str:
    """Text (str) -> Markdown that shows it as it is: no picture, no formula, no heading comes of it."""
    return _MARKS.sub(r"\\\g<0>", text)
