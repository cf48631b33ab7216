"""Plain data for the sentence component: one sentence as read by several networks."""

import numpy as np

from rnnplay.app.number_format import percent


def sentence_data(readers, answers, wanted, clue):
    """-> dict for the component.

    readers: list of (name, SentenceReading); answers: words; wanted: index of the right one; clue: its step.
    """
    return {
        "words": list(readers[0][1].words),
        "clue": clue,
        "answers": list(answers),
        "wanted": wanted,
        "readers": [_reader(name, reading, answers, wanted) for name, reading in readers],
    }


def _reader(name, reading, answers, wanted):
    last = np.nan_to_num(reading.p[-1])
    best = int(last.argmax())
    right = best == wanted
    note = f"{'✓' if right else '✗'} says {answers[best]}, {percent(last[best])}"
    if not right:
        note += f", and {answers[wanted]}, {percent(last[wanted])}"
    return {
        "name": name,
        "right": right,
        "note": note,
        "shades": shades(reading.reach).tolist(),
        "reach": _finite(reading.reach),
        "p": [_finite(row) for row in reading.p],
    }


def shades(reach):
    """reach (T,) -> (T,) from 0 to 1: the gradient at each word, as a share of the largest."""
    reach = np.nan_to_num(reach, posinf=0.0)
    return reach / reach.max() if reach.max() > 0 else np.zeros_like(reach)


def _finite(values):
    """The values as a list without inf and nan, which JSON does not have."""
    return np.nan_to_num(np.asarray(values, float), posinf=1e300).tolist()
