"""The text format of a visitor's input: its reader and writer, and the right answers to an input.

a picture   hexadecimal digits, four pixels each, row by row          "00007c44447c0000"
a film      the place of the dot, frame by frame: row a-f, column 1-6 "c3c4c4d4"
words       the words
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from rnnplay.tasks.wiring import SHAPES, captions, films, forms, phrases, reviews
from rnnplay.tasks.wiring.words import read_words

LONGEST = 2400  # characters of any input
FILM_PATTERN = re.compile(r"(?:[a-z][0-9])+")


@dataclass(frozen=True)
class InputLayout:
    """kind: "picture", "film" or "words"; rows, columns: pixels of a picture or of a frame."""

    kind: str
    rows: int = 0
    columns: int = 0


INPUT_LAYOUTS = {
    "one-to-one": InputLayout("picture", forms.SIDE, forms.SIDE),
    "one-to-many": InputLayout("picture", captions.ROWS, captions.COLUMNS),
    "many-to-one": InputLayout("words"),
    "encoder-decoder": InputLayout("words"),
    "in-step": InputLayout("film", films.SIDE, films.SIDE),
}


def parse_input(shape, text):
    """text (str) -> the argument of the task's `read`. Raises ValueError with one sentence."""
    layout = INPUT_LAYOUTS[shape]
    if not isinstance(text, str) or len(text) > LONGEST:
        raise ValueError(f"an input must be a text of at most {LONGEST:,} characters")
    if layout.kind == "words":
        return text
    return _picture(layout, text) if layout.kind == "picture" else _film(layout, text)


def _picture(layout, text):
    digits = layout.rows * layout.columns // 4
    if not re.fullmatch(f"[0-9a-f]{{{digits}}}", text):
        raise ValueError(f"a picture must be {digits} hexadecimal digits, not “{text[:24]}”")
    bits = [int(bit) for digit in text for bit in f"{int(digit, 16):04b}"]
    return np.array(bits, np.float32).reshape(layout.rows, layout.columns)


def _film(layout, text):
    if not FILM_PATTERN.fullmatch(text) or len(text) > 2 * films.MOST:
        raise ValueError(
            f"a film must be written like c3c4d4, at most {films.MOST} frames, not “{text[:24]}”"
        )
    frames = np.zeros((len(text) // 2, layout.rows, layout.columns), np.float32)
    for frame, row, column in zip(frames, text[::2], text[1::2], strict=True):
        at = ord(row) - ord("a"), int(column) - 1
        if at[0] >= layout.rows or not 0 <= at[1] < layout.columns:
            last = chr(ord("a") + layout.rows - 1)
            raise ValueError(
                f"a dot must be in row a to {last}, column 1 to {layout.columns}, not {row}{column}"
            )
        frame[at] = 1
    return frames


def format_input(shape, x):
    """x (T,) symbols or (T, V) numbers, as a network reads them -> text (str)."""
    layout, task = INPUT_LAYOUTS[shape], SHAPES[shape]
    if layout.kind == "words":
        return " ".join(task.inputs[k] for k in x if task.inputs[k] != phrases.GO)
    if layout.kind == "film":
        places = (divmod(k, layout.columns) for k in x.argmax(axis=-1))
        return "".join(f"{chr(ord('a') + row)}{column + 1}" for row, column in places)
    bits = "".join(str(int(bit)) for bit in x[0][: layout.rows * layout.columns])
    return "".join(f"{int(bits[at : at + 4], 2):x}" for at in range(0, len(bits), 4))


@cache
def examples(shape, joined=1):
    """The held-out inputs (str), in their order; joined: of how many phrases each."""
    return tuple(_held_out_answers(shape, joined))


@cache
def _held_out_answers(shape, joined=1):
    """Each held-out input -> the names of the right answers, from the first scored step on."""
    task = SHAPES[shape]
    x, targets, weights = task.held_out(joined) if shape == "encoder-decoder" else task.held_out()
    found = {}
    for b in range(targets.shape[1]):
        scored = np.flatnonzero(weights[:, b])
        read = scored[0] + 1 if shape in ("many-to-one", "encoder-decoder") else task.reads
        found[format_input(shape, x[:read, b])] = tuple(task.outputs[k] for k in targets[scored, b])
    return found


def right_answers(shape, text):
    """The names of the right answers to an input, from the first scored step on; None if they are not known.

    They are known for a film, for words that follow the task's grammar, and for a picture that is held out.
    """
    match shape:
        case "in-step":
            return _moves(parse_input(shape, text))
        case "many-to-one":
            return _stars(read_words(text, reviews.WORDS))
        case "encoder-decoder":
            return _french(read_words(text, phrases.ENGLISH))
    return _held_out_answers(shape).get(text)


def _moves(frames):
    at = np.argwhere(frames)[:, 1:]
    names = {step: name for name, step in films.MOVES.items()}
    found = tuple(names.get(tuple(step)) for step in np.diff(at, axis=0).tolist())
    return None if None in found else found


def _clauses(words, joints):
    """Words, cut at the words `joints` -> the clauses, each a text, and the joints between them."""
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
    french = [word for clause in clauses for word in (*found[clause], french_and)]
    return (*french[:-1], phrases.STOP)
