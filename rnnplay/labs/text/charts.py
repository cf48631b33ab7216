"""The chart of a training, and the share of real words in a sample."""

import re
from functools import lru_cache
from math import inf, isfinite

import pandas as pd

from rnnplay.app.charts import PADDING, SOFT, contestant_encodings, layered, number_axis, tooltip

WORD = re.compile(r"[^\W\d_]+['’]?[^\W\d_]+")
SHOWN = ("uniform", "unigram", "bigram", "five-gram", "compression")
NAMES = ("training", "held-out")
NEAR = 0.055  # of the axis: the height of a name
NAMES_WIDTH = 120  # pixels for the names beside the chart


def learning_curve(curve, baselines, updates):
    """Bits per character against updates, and those of the baselines -> (DataFrame, description).

    curve: TextPoints; baselines: name -> bits per character; updates: the end of the axis.
    """
    rows = [
        {"kind": name, "update": point.update, "bits": bits}
        for point in curve
        for name, bits in zip(NAMES, (point.train, point.valid), strict=True)
        if bits is not None and isfinite(bits)
    ]
    table = pd.DataFrame(rows, columns=["kind", "update", "bits"]).rename(columns={"kind": "cell"})
    shown = {name: baselines[name] for name in SHOWN if name in baselines}
    top = max([*shown.values(), *table["bits"][:1]], default=6.0)
    look = contestant_encodings(NAMES)
    x = number_axis("update", "updates", (0, max(updates, 1)))
    y = number_axis("bits", "bits per character", (0, top * 1.04))
    hint = tooltip(cell=("loss on", None), update=("update", "whole"), bits=("bits per character", "number"))
    layers = [
        *_baseline_lines(shown, top),
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


def _baseline_lines(shown, top):
    """Horizontal lines, each with its name beside the chart; names do not overlap."""
    once, layers, last = {"values": [{}]}, [], inf
    for name, bits in sorted(shown.items(), key=lambda one: -one[1]):
        last = min(bits, last - NEAR * top)  # the height of its name
        word = {"type": "text", "align": "left", "dx": 6, "text": f"{name} {bits:.2f}", "color": SOFT}
        line = {"type": "rule", "strokeDash": [2, 3], "color": SOFT}
        end = {"y": {"datum": last}, "x": {"value": {"expr": "width"}}}
        layers += [
            {"data": once, "mark": line, "encoding": {"y": {"datum": bits}}},
            {"data": once, "mark": word | {"baseline": "middle"}, "encoding": end},
        ]
    return layers


def words_of(text):
    """The words of a text (str), in small letters. A single letter is no word: noise is full of them."""
    return [word.lower() for word in WORD.findall(text)]


@lru_cache(maxsize=8)
def vocabulary(text):
    """All words of a text (str), once each. Cached, because every drawing of a training needs it."""
    return frozenset(words_of(text))


def real_words(sample, known):
    """-> the number of whole words of a sample (str), and the share of them in `known` (set), None for none.

    The first and the last word may be cut off and are not counted.
    """
    words = words_of(sample)[1:-1]
    return len(words), (sum(word in known for word in words) / len(words) if words else None)
