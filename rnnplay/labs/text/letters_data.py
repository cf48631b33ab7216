"""The data of the component that shows a text letter by letter, as the network read it or drew it."""

import numpy as np

from rnnplay.app.binary_message import pack
from rnnplay.app.number_format import short
from rnnplay.tasks.symbols import visible

TOP = 10  # symbols listed beside a letter
FIRST = 60  # the letter that is explained at first: late enough to depend on others


def shown(vocab):
    """vocab -> each symbol as it is printed in a table."""
    return [visible(symbol) for symbol in vocab]


def inspection_data(letters, vocab, inspection, dependence, raw, name):
    """letters: list of str; inspection, dependence: as of inspection.py -> bytes for the component.

    raw (T,): the numbers that colour the text, and their name; None: the surprise colours it.
    """
    arrays = {"surprise": inspection.surprise, "guessed": inspection.guesses_p, "dependence": dependence}
    colour = inspection.surprise if raw is None else raw
    most = np.abs(colour[np.isfinite(colour)]).max(initial=0.0) or 1.0
    arrays["tint"] = np.nan_to_num(
        colour / most, posinf=1, neginf=-1
    )  # numbers that overflowed get the darkest colour
    if raw is not None:
        arrays["raw"] = raw
    header = {
        "mode": "inspection",
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
    """The legend of the colours: pairs (sign, words)."""
    low, high = np.nanmin(colour, initial=0.0), np.nanmax(colour, initial=0.0)
    if surprises:
        return [("above", f"surprise: none to {short(high)} bits")]
    above = [("above", f"above zero, to {short(high)}")] if high > 0 else []
    return above + ([("below", f"below zero, slanted, to {short(low)}")] if low < 0 else [])


def sampling_data(prime, vocab, record, temperature, greedy):
    """prime: list of str, the text that was given; record: SampleRecord -> bytes for the component."""
    count, V = record.scores.shape
    order = np.argsort(-record.scaled, axis=1, kind="stable")[:, : min(TOP, V)]
    rows = np.arange(count)
    missing = ~(order == record.ids[:, None]).any(axis=1)
    order[missing, -1] = record.ids[missing]  # the drawn symbol is in the list, however unlikely it was

    def listed(values):
        return np.take_along_axis(values, order, axis=1)

    high = record.cumulative[rows, record.ids]
    arrays = {
        "score": listed(record.scores),
        "scaled": listed(record.scaled),
        "p": listed(record.p),
        "from": listed(record.drawn_from),
        "low": high - record.drawn_from[rows, record.ids],
        "high": high,
        "u": record.u,
        "tint": np.concatenate([np.zeros(len(prime)), 1 - record.p[rows, record.ids]]),
    }
    header = {
        "mode": "sampling",
        "letters": [*prime, *(vocab[k] for k in record.ids.tolist())],
        "prime": len(prime),
        "shown": shown(vocab),
        "tops": order.tolist(),
        "chosen": record.ids.tolist(),
        "temperature": f"{temperature:g}",
        "greedy": greedy,
        "label": "The text that was written; left and right go from letter to letter",
        "legend": [
            ("above", "the darker, the less the network expected it"),
            ("prime", "grey: given, not drawn"),
        ],
        "at": len(prime),
    }
    return pack(header, {name: np.asarray(values, "<f4") for name, values in arrays.items()})
