"""Every place where something comes in from outside: what is made for it, and who takes it.

A door's `enter` returns what was said about the input (sentences; none if it was taken) or raises ValueError
with one. Anything else that it raises is a fault of ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rnnplay.tasks.text.corpus import Corpus, decode_upload
from rnnplay.training.experiment import FIELDS
from rnnplay.training.lineup import RATE, SIZE, START, TASK, UNITS, UPDATES
from rnnplay.training.loop import FIELDS as LOOP_FIELDS
from rnnplay.training.loop import Loop
from rnnplay.training.modelfile import checkpoint, load, save
from rnnplay.training.race import GAP, GAPS, SEEDS
from rnnplay.training.results import finished, read_results
from rnnplay.training.shapes import SHAPE_FIELDS
from rnnplay.training.speaking import COUNT, TEMPERATURE, TOP_K
from rnnplay.training.text import TextRun
from rnnplay.training.textsetup import FOLD, TEXT_FIELDS, TextSetup
from rnnplay.ui.board import SHIPPED, Board
from rnnplay.ui.desk import Desk
from rnnplay.ui.gallery import Gallery
from rnnplay.ui.study import SOURCE, Study
from rnnplay.ui.workbench import Workbench
from tests.abuse import hostile

EVERY_FIELD = (*FIELDS, *LOOP_FIELDS, *SHAPE_FIELDS, *TEXT_FIELDS, FOLD, SOURCE, COUNT, TEMPERATURE, TOP_K)
EVERY_FIELD += (TASK, GAP, GAPS, SEEDS, UPDATES, RATE, UNITS, SIZE, START)
NAMES = {
    "hello": [*(field.name for field in FIELDS), "update", "speed", "show"],
    "loop": [*(field.name for field in LOOP_FIELDS), "step", "unfold"],
    "shapes": [*(field.name for field in SHAPE_FIELDS), "own"],
    "step": ["word", "cell", "hidden", "start", "seed", "acts", "fork", "more", "edits", "who"],
    "text": [*(field.name for field in TEXT_FIELDS), "source", "view", "room"],
    "gap": [
        "claim",
        "task",
        "cells",
        "gap",
        "gaps",
        "seeds",
        "updates",
        "rate",
        "units",
        "size",
        "start",
        "sentence",
        "view",
    ],
}
GOOD = (
    "lstm",
    "gru",
    "cue",
    "hello",
    "3",
    "0.5",
    "100",
    "adam",
    "python",
    "0-4",
    "rnn,lstm",
    "encoder-decoder",
    "train",
)
ASKED = [
    "n",
    "run",
    "at",
    "head",
    "start",
    "count",
    "columns",
    "losses",
    "moment",
    "speak",
    "lr",
    "fresh",
    "speed",
    "show",
]
DONE = ["branch", "state", "unit", "text", "name", "at", "turn", "own", "example"]


@dataclass(frozen=True)
class Door:
    """share: of all inputs, how many come to this door."""

    make: Callable
    enter: Callable
    share: float = 1


def _address(lab, open_lab):
    return Door(lambda rng: hostile.query(rng, NAMES[lab], GOOD), open_lab, 0.5)


def _loop(query):
    return Loop.from_query(query)[1]


def _desk(query):
    desk = Desk(query)
    desk.payload()
    return [desk.message]


def _asked(message):
    """To a player's desk, the run that it asks about being the one that is there."""
    desk = Desk({"text": "hello", "update": "0"})
    desk.hear({**message, "run": desk.experiment.run_id} if isinstance(message, dict) else message)
    desk.payload()
    return [desk.message]


def _bench(query):
    work = Workbench(query)
    return [work.message]


def _typed_over(message):
    """To the bench."""
    lab = Workbench({})
    lab.hear(message)
    return [lab.message]


def _drawn(message):
    """To the gallery of the five shapes, as its next turn with the shape that is there."""
    lab = Gallery({})
    about = {"shape": lab.setup.shape, "turn": lab.turn + 1}
    lab.hear(message | about if isinstance(message, dict) else message)
    return [lab.message]


def _typed(given):
    field, text = given
    field.read(text)
    return []


@cache
def _files():
    run = TextRun(Corpus("It was 1 of the 2. " * 40), TextSetup(hidden=16, steps=10, batch=4, updates=9))
    while not run.ended:
        run = run.advance(0)
    return save(run), checkpoint(run)


def _model(change):
    return lambda rng: change(rng, _files()[rng.integers(2)])


def _learned(data):
    load(data)
    return []


def _uploaded(rng):
    data = [
        hostile.text(rng).encode(("utf-8", "utf-16", "latin-1")[rng.integers(3)], "replace") for _ in range(9)
    ]
    return hostile.damaged(rng, b" ".join(data) or b"?")


def _text_read(data):
    text, _ = decode_upload(data)
    Corpus(text)
    return []


def _results(text):
    setup, rows = read_results(text)
    for row in rows:
        finished(setup, row)
    return []


@cache
def _lines():
    return SHIPPED.read_text("utf-8").split("\n")[:9]


DOORS = {
    "address of hello": _address("hello", _desk),
    "address of loop": _address("loop", _loop),
    "address of shapes": _address("shapes", lambda query: [Gallery(query).message]),
    "address of step": _address("step", _bench),
    "address of text": _address("text", lambda query: [Study(query).message]),
    "address of gap": _address("gap", lambda query: [Board(query).message]),
    "typed into a field": Door(
        lambda rng: (EVERY_FIELD[rng.integers(len(EVERY_FIELD))], hostile.text(rng)), _typed, 2
    ),
    "message of the player": Door(lambda rng: hostile.message(rng, ASKED), _asked),
    "message of the bench": Door(lambda rng: hostile.message(rng, DONE), _typed_over),
    "message of the shapes": Door(lambda rng: hostile.message(rng, DONE), _drawn),
    "model file, damaged": Door(_model(hostile.damaged), _learned),
    "model file, forged": Door(_model(hostile.forged), _learned),
    "text file": Door(_uploaded, _text_read),
    "results file": Door(lambda rng: hostile.table(rng, _lines()), _results),
}
