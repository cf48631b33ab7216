"""Text from outside, for the functions of Streamlit that read Markdown."""

import re

_MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # punctuation of ASCII: no other character means anything


def escape_markdown(text) -> str:
    """Text (str) -> Markdown that shows each of its characters: nothing in it is read as Markdown."""
    return _MARKS.sub(r"\\\g<0>", text)
