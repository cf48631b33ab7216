"""The training of a language model as a chart, and how much of what it writes are words."""

import re
from functools import lru_cache
from math import inf, isfinite

import pandas as pd

from rnnplay.app.charts import PADDING, SOFT, contestant_encodings, layered, number_axis, tooltip

WORD = re.compile(r"[^\W\d_]+['’]?[^\W\d_]+")
SHOWN = ("uniform", "unigram", "bigram", "five-gram", "compression")
NAMES = ("training", "held-out")
NEAR = 0.055  # of the axis: a line of words
NAMES_WIDTH = 120  # of the names beside the chart


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
    look = contestant_encodings(NAMES)
    x = number_axis("update", "updates", (0, max(updates, 1)))
    y = number_axis("bits", "bits per character", (0, top * 1.04))
    hint = tooltip(cell=("loss on", None), update=("update", "whole"), bits=("bits per character", "number"))
    layers = [
        *_bars(shown, top),
        {
            "mark": {"type": "line", "strokeWidth": 2.2},
            "encoding": {"x": x, "y": y, "color": look["color"], "strokeDash": look["strokeDash"]},
        },
        {
            "mark": {"type": "point", "size": 160, "opacity": 0},
            "encoding": {"x": x, "y": y, "tooltip": hint},
        },
    ]
    return table, layered(layers, padding={**PADDING, "right": NAMES_WIDTH})


def _bars(shown, top):
    """Lines across, each with its name beside the chart, where no curve goes; names keep their distance."""
    once, layers, last = {"values": [{}]}, [], inf
    for name, bits in sorted(shown.items(), key=lambda one: -one[1]):
        last = min(bits, last - NEAR * top)  # where its name stands
        word = {"type": "text", "align": "left", "dx": 6, "text": f"{name} {bits:.2f}", "color": SOFT}
        line = {"type": "rule", "strokeDash": [2, 3], "color": SOFT}
        end = {"y": {"datum": last}, "x": {"value": {"expr": "width"}}}
        layers += [
            {"data": once, "mark": line, "encoding": {"y": {"datum": bits}}},
            {"data": once, "mark": word | {"baseline": "middle"}, "encoding": end},
        ]
    return layers


def words_of(text):
    """The words of a text, in small letters; one letter alone is none, for noise is full of those."""
    return [word.lower() for word in WORD.findall(text)]


@lru_cache(maxsize=8)
def vocabulary(text):
    """All words of a text (str), once each. Kept: it is asked for at every drawing of a training."""
    return frozenset(words_of(text))


def real_words(sample, known):
    """-> how many whole words a sample has, and the share of them that is in `known` (set); None of none.

    The first and the last word may be cut off, and are not counted.
    """
    words = words_of(sample)[1:-1]
    return len(words), (sum(word in known for word in words) / len(words) if words else None)
