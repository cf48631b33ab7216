"""Escapes a visitor's text for the functions of Streamlit that read Markdown."""

import re

_MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # punctuation of ASCII; no other character has a meaning in Markdown


def escape_markdown(text) -> str:
    """Text (str) -> Markdown that shows each of its characters literally."""
    return _MARKS.sub(r"\\\g<0>", text)
