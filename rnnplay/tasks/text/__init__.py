"""TEXTS: the texts that come with the project, for language models to learn character by character."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from rnnplay.tasks.text import grammars

SIZE = 200_000  # characters of a generated text
SEED = 1


@dataclass(frozen=True)
class Text:
    """note: what to watch for; source: its origin and licence; make() -> the text (str)."""

    title: str
    note: str
    source: str
    make: Callable[[], str]


@lru_cache(maxsize=1)
def _fables():
    return Path(__file__).with_name("fables.txt").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _python_help():
    """All topics of Python's help without repeated paragraphs, so that the held-out end is new text."""
    from pydoc_data.topics import topics

    paragraphs = re.split(r"\n\s*\n", "\n\n".join(topics.values()))
    return "\n\n".join(dict.fromkeys(paragraph.rstrip() for paragraph in paragraphs)) + "\n"


def _made(grammar):
    return lru_cache(maxsize=1)(lambda: grammar(np.random.default_rng(SEED), SIZE))


_BY_RULE = "Made by rule from random numbers; belongs to nobody."

TEXTS = {
    "fables": Text(
        "Fables",
        "A small book with names and phrases that come again. See words appear first, then names, then whole "
        "phrases; then training and held-out loss part: it learns by heart.",
        "Written for this project, under the project's licence.",
        _fables,
    ),
    "arithmetic": Text(
        "Sums",
        "The form of a line is learned within moments, adding much later. A model that adds correctly needs "
        "1.43 bits a character. Let it go on from a sum of your own.",
        _BY_RULE,
        _made(grammars.arithmetic),
    ),
    "dates": Text(
        "Dates",
        "One day, written four times a line. After the first time nothing is random, so 0.31 bits a "
        "character are enough. Is the year still right at the end of the line?",
        _BY_RULE,
        _made(grammars.dates),
    ),
    "brackets": Text(
        "Brackets and quotes",
        "All that opens has to close, the last one first. See how deep it still closes the right bracket, "
        "and look for units that are on inside quotes.",
        _BY_RULE,
        _made(grammars.brackets),
    ),
    "lists": Text(
        "Lists in lists",
        "Each line is indented as deep as the lists that are open. Look for a unit that counts the depth, "
        "and one that counts the spaces.",
        _BY_RULE,
        _made(grammars.nested_lists),
    ),
    "python": Text(
        "Python's help",
        "Plain English with code in between, and the largest text here. Watch spelling come first, then the "
        "form of headings and indented code. Sense never comes.",
        "The help topics that come with Python, here of the Python that runs this. © Python Software "
        "Foundation; free to use, copy and change under the PSF License Version 2, code in it also under "
        "Zero-Clause BSD.",
        _python_help,
    ),
}
