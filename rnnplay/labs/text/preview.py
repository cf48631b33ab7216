"""The picture of the text lab on the home page, from a real run."""

import re
from functools import cache
from pathlib import Path

import numpy as np

SAMPLES = Path(__file__).parents[3] / "assets" / "samples.txt"
SHOWN = 5  # samples


def preview() -> dict:
    """The text that a model wrote after a few numbers of updates."""
    known = samples()
    places = np.linspace(0, len(known) - 1, SHOWN).round().astype(int)
    return {"kind": "samples", "samples": [[known[k][0], known[k][1][:160]] for k in places]}


@cache
def samples() -> list:
    """[(update, text)] of the training that ships: the text lab's “A minute”, as “What it wrote” saves it."""
    parts = re.split(r"^=== update (\d+) ===\n", SAMPLES.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [(int(update), text.strip()) for update, text in zip(parts[::2], parts[1::2], strict=True)]
