"""The training of a language model as a chart, and how much of what it writes are words."""

import re
from math import isfinite

import pandas as pd

from rnnplay.views.charts import SOFT, layered, looks, number, told

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SHOWN = ("uniform", "unigram", "bigram", "five-gram", "compression")
NAMES = ("training", "held-out")


def learning(curve, bars, updates):
    """Bits per character as the network trains, and what simpler models get -> (DataFrame, description).

    curve: TextPoints; bars: name -> bits per character; updates: the last one of the axis.
    """
    rows = [
        {"kind": name, "update": point.update, "bits": bits}
        for point in curve
        for name, bits in zip(NAMES, (point.train, point.valid), strict=True)
        if bits is not None and isfinite(bits)
    ]
    table = pd.DataFrame(rows, columns=["kind", "update", "bits"]).rename(columns={"kind": "cell"})
    shown = {name: bars[name] for name in SHOWN if name in bars}
    top = max([*shown.values(), *table["bits"][:1]], default=6.0)
    look = looks(NAMES)
    x = number("update", "updates", (0, max(updates, 1)))
    y = number("bits", "bits per character", (0, top * 1.04))
    hint = told(cell=("loss on", None), update=("update", "whole"), bits=("bits per character", "number"))
    layers = [
        *(layer for k, (name, bits) in enumerate(shown.items()) for layer in _bar(name, bits, k)),
        {
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {"x": x, "y": y, "color": look["color"], "strokeDash": look["strokeDash"]},
        },
        {
            "mark": {"type": "point", "size": 160, "opacity": 0},
            "encoding": {"x": x, "y": y, "tooltip": hint},
        },
    ]
    return table, layered(layers)


def _bar(name, bits, k):
    """A line across, its name at the right end: names in turn further left, so that close ones stay apart."""
    once = {"values": [{}]}
    where = {"y": {"datum": bits}}
    word = {"type": "text", "align": "right", "baseline": "bottom", "dx": -4 - 90 * (k % 3), "dy": -1}
    return [
        {"data": once, "mark": {"type": "rule", "strokeDash": [2, 3], "color": SOFT}, "encoding": where},
        {
            "data": once,
            "mark": {**word, "text": f"{name} {bits:.2f}", "color": SOFT},
            "encoding": {**where, "x": {"value": {"expr": "width"}}},
        },
    ]


def words_of(text):
    """The words of a text, in small letters."""
    return [word.lower() for word in WORD.findall(text)]


def real_words(sample, known):
    """-> how many whole words a sample has, and the share of them that is in `known` (set); None of none.

    The first and the last word may be cut off, and are not counted.
    """
    words = words_of(sample)[1:-1]
    return len(words), (sum(word in known for word in words) / len(words) if words else None)
