"""A text letter by letter, packed for the page: what the network made of each, or how each was drawn."""

import numpy as np

from rnnplay.app.binary_message import pack
from rnnplay.app.number_format import short
from rnnplay.tasks.symbols import visible

TOP = 10  # symbols listed beside a letter
FIRST = 60  # the letter that is asked at first: there is something before it


def shown(vocab):
    """Each symbol as it is printed in a table."""
    return [visible(symbol) for symbol in vocab]


def inside(letters, vocab, inspection, depends, raw, name):
    """letters: list of str; inspection, depends: as of training.inspecting; raw (T,): what colours the text,
    called `name`; None: the surprise does.
    """
    arrays = {"surprise": inspection.surprise, "guessed": inspection.guesses_p, "depends": depends}
    colour = inspection.surprise if raw is None else raw
    most = np.abs(colour[np.isfinite(colour)]).max(initial=0.0) or 1.0
    arrays["tint"] = np.nan_to_num(
        colour / most, posinf=1, neginf=-1
    )  # what has overflowed: as dark as can be
    if raw is not None:
        arrays["raw"] = raw
    header = {
        "mode": "inside",
        "letters": list(letters),
        "vocab": list(vocab),
        "shown": shown(vocab),
        "guesses": inspection.guesses.tolist(),
        "unit": name,
        "label": "The text; left and right go from letter to letter",
        "legend": _legend(colour, raw is None),
        "at": min(FIRST, len(letters) - 1),
    }
    return pack(header, {name: np.asarray(values, "<f4") for name, values in arrays.items()})


def _legend(colour, surprises):
    """What the colours mean: pairs (sign, words)."""
    low, high = np.nanmin(colour, initial=0.0), np.nanmax(colour, initial=0.0)
    if surprises:
        return [("above", f"surprise: none to {short(high)} bits")]
    above = [("above", f"above zero, to {short(high)}")] if high > 0 else []
    return above + ([("below", f"below zero, slanted, to {short(low)}")] if low < 0 else [])


def drawn(prime, vocab, drawing, temperature, greedy):
    """prime: list of str that were given; drawing: a Drawing."""
    count, V = drawing.scores.shape
    order = np.argsort(-drawing.scaled, axis=1, kind="stable")[:, : min(TOP, V)]
    rows = np.arange(count)
    missing = ~(order == drawing.ids[:, None]).any(axis=1)
    order[missing, -1] = drawing.ids[missing]  # what was drawn stands in the list, however unlikely it was

    def listed(values):
        return np.take_along_axis(values, order, axis=1)

    high = drawing.cumulative[rows, drawing.ids]
    arrays = {
        "score": listed(drawing.scores),
        "scaled": listed(drawing.scaled),
        "p": listed(drawing.p),
        "from": listed(drawing.drawn_from),
        "low": high - drawing.drawn_from[rows, drawing.ids],
        "high": high,
        "u": drawing.u,
        "tint": np.concatenate([np.zeros(len(prime)), 1 - drawing.p[rows, drawing.ids]]),
    }
    header = {
        "mode": "draw",
        "letters": [*prime, *(vocab[k] for k in drawing.ids.tolist())],
        "prime": len(prime),
        "shown": shown(vocab),
        "tops": order.tolist(),
        "chosen": drawing.ids.tolist(),
        "temperature": f"{temperature:g}",
        "greedy": greedy,
        "label": "What was written; left and right go from letter to letter",
        "legend": [
            ("above", "the darker, the less the network expected it"),
            ("prime", "grey: given, not drawn"),
        ],
        "at": len(prime),
    }
    return pack(header, {name: np.asarray(values, "<f4") for name, values in arrays.items()})
