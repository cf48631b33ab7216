"""A learner's own input as one short text, the same in the page, in the address and for the network.

a picture   hexadecimal digits, four pixels each, row by row          "00007c44447c0000"
a film      where the dot is, frame by frame: row a-f, column 1-6     "c3c4c4d4"
words       the words
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from rnnplay.tasks.wiring import SHAPES, films, forms, phrases, reviews
from rnnplay.tasks.wiring import captions as scenes
from rnnplay.tasks.wiring.words import read_words

LONGEST = 2400  # characters of any input
FILM = re.compile(r"(?:[a-z][0-9])+")


@dataclass(frozen=True)
class Pad:
    """What an input is made on: kind "picture", "film" or "words"; rows and columns of pixels."""

    kind: str
    rows: int = 0
    columns: int = 0


PADS = {
    "one-to-one": Pad("picture", forms.SIDE, forms.SIDE),
    "one-to-many": Pad("picture", scenes.ROWS, scenes.COLUMNS),
    "many-to-one": Pad("words"),
    "encoder-decoder": Pad("words"),
    "in-step": Pad("film", films.SIDE, films.SIDE),
}


def read_own(shape, text):
    """text (str) -> what the task's `read` takes. Raises ValueError with one sentence, as that does."""
    pad = PADS[shape]
    if not isinstance(text, str) or len(text) > LONGEST:
        raise ValueError(f"an input must be a text of at most {LONGEST:,} characters")
    if pad.kind == "words":
        return text
    return _picture(pad, text) if pad.kind == "picture" else _film(pad, text)


def _picture(pad, text):
    digits = pad.rows * pad.columns // 4
    if not re.fullmatch(f"[0-9a-f]{{{digits}}}", text):
        raise ValueError(f"a picture must be {digits} hexadecimal digits, not “{text[:24]}”")
    bits = [int(bit) for digit in text for bit in f"{int(digit, 16):04b}"]
    return np.array(bits, np.float32).reshape(pad.rows, pad.columns)


def _film(pad, text):
    if not FILM.fullmatch(text) or len(text) > 2 * films.MOST:
        raise ValueError(
            f"a film must be written like c3c4d4, at most {films.MOST} frames, not “{text[:24]}”"
        )
    frames = np.zeros((len(text) // 2, pad.rows, pad.columns), np.float32)
    for frame, row, column in zip(frames, text[::2], text[1::2], strict=True):
        at = ord(row) - ord("a"), int(column) - 1
        if at[0] >= pad.rows or not 0 <= at[1] < pad.columns:
            last = chr(ord("a") + pad.rows - 1)
            raise ValueError(
                f"a dot must be in row a to {last}, column 1 to {pad.columns}, not {row}{column}"
            )
        frame[at] = 1
    return frames


def write_own(shape, x):
    """What a network reads, (T,) symbols or (T, V) numbers -> text."""
    pad, task = PADS[shape], SHAPES[shape]
    if pad.kind == "words":
        return " ".join(task.inputs[k] for k in x if task.inputs[k] != phrases.GO)
    if pad.kind == "film":
        return "".join(f"{chr(ord('a') + k // pad.columns)}{k % pad.columns + 1}" for k in x.argmax(axis=-1))
    bits = "".join(str(int(bit)) for bit in x[0][: pad.rows * pad.columns])
    return "".join(f"{int(bits[at : at + 4], 2):x}" for at in range(0, len(bits), 4))


@cache
def examples(shape, joined=1):
    """The inputs (str) that are held out, in their order; joined: of so many phrases."""
    return tuple(_keys(shape, joined))


@cache
def _keys(shape, joined=1):
    """Each held-out input -> the names wanted, from the first scored step on."""
    task = SHAPES[shape]
    x, targets, weights = task.held_out(joined) if shape == "encoder-decoder" else task.held_out()
    found = {}
    for b in range(targets.shape[1]):
        scored = np.flatnonzero(weights[:, b])
        read = scored[0] + 1 if shape in ("many-to-one", "encoder-decoder") else task.reads
        found[write_own(shape, x[:read, b])] = tuple(task.outputs[k] for k in targets[scored, b])
    return found


def wanted(shape, text):
    """The right answers to an input, from the first scored step on, or None where nobody can tell.

    Of a film, and of words that the task's grammar makes, they are known; of a picture, if it is held out.
    """
    match shape:
        case "in-step":
            return _moves(read_own(shape, text))
        case "many-to-one":
            return _stars(read_words(text, reviews.WORDS))
        case "encoder-decoder":
            return _french(read_words(text, phrases.ENGLISH))
    return _keys(shape).get(text)


def _moves(frames):
    at = np.argwhere(frames)[:, 1:]
    names = {step: name for name, step in films.MOVES.items()}
    found = tuple(names.get(tuple(step)) for step in np.diff(at, axis=0).tolist())
    return None if None in found else found


def _clauses(words, joints):
    """Words, cut at the joints -> the clauses, each a text, and the joints between them."""
    cut = [k for k, word in enumerate(words) if word in joints]
    edges = zip([-1, *cut], [*cut, len(words)], strict=True)
    return [" ".join(words[a + 1 : b]) for a, b in edges], [words[k] for k in cut]


def _stars(words):
    worths = reviews.IDIOM | reviews.PLAIN
    clauses, joints = _clauses(words, reviews.JOINS)
    if len(clauses) > 2 or not set(clauses) <= set(worths):
        return None
    worth = [worths[clause] for clause in clauses]
    return (reviews.STARS[reviews.stars(sum(worth) if joints == ["and"] else worth[-1])],)


@cache
def _translations():
    return {" ".join(phrases.english(one)): phrases.french(one) for one in phrases.PHRASES}


def _french(words):
    found, (english_and, french_and) = _translations(), phrases.AND
    clauses, _ = _clauses(words, (english_and,))
    if len(clauses) > phrases.MOST_JOINED or not all(clause in found for clause in clauses):
        return None
    said = [word for clause in clauses for word in (*found[clause], french_and)]
    return (*said[:-1], phrases.STOP)
