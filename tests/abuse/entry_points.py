"""Every entry point for input from outside: a maker of hostile inputs, and the code that receives them.

`enter` of an EntryPoint returns the sentences about the input, none if it was accepted, or raises ValueError
with one sentence. Any other exception is an error of the app.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from streamlit.runtime.state.query_params import process_query_params

from rnnplay.app.presentation import scenes
from rnnplay.app.presentation.choices import FRAME, Presentation
from rnnplay.app.presentation.state import PresentationState
from rnnplay.labs.gap.race_choices import GAP, GAPS, SEEDS
from rnnplay.labs.gap.results_file import finished_run, read_results
from rnnplay.labs.gap.setup import RATE, SIZE, START, TASK, UNITS, UPDATES
from rnnplay.labs.gap.state import SHIPPED
from rnnplay.labs.hello.state import HelloState
from rnnplay.labs.loop.choices import FIELDS as LOOP_FIELDS
from rnnplay.labs.registry import LABS
from rnnplay.labs.shapes.run import SHAPE_FIELDS
from rnnplay.labs.shapes.state import ShapesState
from rnnplay.labs.step.state import StepState
from rnnplay.labs.text.model_file import checkpoint, load, save
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.sampling import COUNT, TEMPERATURE, TOP_K
from rnnplay.labs.text.setup import FOLD, TEXT_FIELDS, TextSetup
from rnnplay.labs.text.state import SOURCE
from rnnplay.options.refusal import sentences
from rnnplay.tasks.text.corpus import Corpus, decode_upload
from rnnplay.tour.cards import CARDS
from rnnplay.tour.overlay.state import TourState
from rnnplay.training.experiment import FIELDS
from tests.abuse import hostile_inputs as hostile

EVERY_FIELD = (*FIELDS, *LOOP_FIELDS, *SHAPE_FIELDS, *TEXT_FIELDS, FOLD, SOURCE, COUNT, TEMPERATURE, TOP_K)
EVERY_FIELD += (TASK, GAP, GAPS, SEEDS, UPDATES, RATE, UNITS, SIZE, START)
CONTROLS = {slug: lab.controls for slug, lab in LABS.items()}
LEGAL = (
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
PLAYER_KEYS = [
    "n",
    "run",
    "at",
    "head",
    "start",
    "count",
    "columns",
    "losses",
    "details",
    "sample",
    "network",
    "lr",
    "fresh",
    "speed",
    "show",
]
LAB_KEYS = ["branch", "state", "unit", "text", "name", "at", "turn", "input", "example"]
SCENES = (Path(__file__).parents[2] / "assets" / "scenes.txt").read_text("utf-8")
# Legal messages of lecture mode and of the tour.
LECTURE_MESSAGES = [
    {"n": 1, "do": do, "to": to}
    for do, to in (
        ("lecture", True),
        ("predict", True),
        ("palette", "safe"),
        ("scenes", SCENES),
        ("scenes", "Framed | /hello?Embed=true&lecture=1"),
        ("scene", 1),
        ("scene", 8),
        ("forget", None),
    )
]
TOUR_MESSAGES = [*({"slug": slug} for slug in list(CARDS)[:4]), {"ready": 1}, {"ready": 2}, {"leave": True}]


@dataclass(frozen=True)
class EntryPoint:
    """make(rng) -> an input; enter(input) -> list of sentences. share: of all inputs, as a weight."""

    make: Callable
    enter: Callable
    share: float = 1


def address_entry(lab):
    """The entry point for the address of a Lab."""
    return EntryPoint(
        lambda rng: hostile.query(rng, lab.parameters, LEGAL), lambda query: [lab.problem(query)], 0.5
    )


def _player_data(query):
    state = HelloState(query)
    state.payload()
    return [sentences(state.refusals)]


def _hello_message(message):
    """A message to the hello lab's state, about its own run."""
    state = HelloState({"text": "hello", "update": "0"})
    state.receive({**message, "run": state.experiment.run_id} if isinstance(message, dict) else message)
    state.payload()
    return [state.message]


def _step_message(message):
    """A message to the step lab's state."""
    state = StepState({})
    state.receive_edit(message)
    return [sentences(state.refusals)]


def _shapes_message(message):
    """A message to the shapes lab's state, as the next turn of the chosen shape."""
    lab = ShapesState({})
    about = {"shape": lab.setup.shape, "turn": lab.turn + 1}
    lab.receive(message | about if isinstance(message, dict) else message)
    return [lab.refused_input and lab.refused_input[1]]


def _lecture_messages(given):
    """An address, then messages of lecture mode. The frame's own payload and query must be legal."""
    query, messages = given
    state = PresentationState(CONTROLS)
    state.read_address(query)
    for message in messages:
        state.receive(message)
        _check_payload(state.payload())
        process_query_params((state.pop_scene() or (None, {}))[1])  # the address of the scene
    told = state.presentation.to_query()
    again, problems = Presentation().with_query(told, CONTROLS)
    assert not problems and again.to_query() == told, told
    return state.payload()["problems"]


def _scenes(text):
    """A file of scenes, and the link made from it."""
    found, problems = scenes.read(text, LABS, FRAME)
    for scene in found:
        process_query_params(dict(scene.query))
    if found:
        assert scenes.unpack(scenes.pack(found), LABS, FRAME) == (found, [])
    return problems


def _tour_messages(given):
    """To the tour: an address, then messages, and the card that is due after each."""
    (slug, lab), messages = given
    state = TourState({})
    state.read_address(slug, set(), lab)
    for message in messages:
        state.receive(message)
        card = state.pop_card()
        assert card is None or card is CARDS[state.at]
        _check_payload(state.payload())
    return [state.problem]


def _check_payload(payload):
    """Raises AssertionError if this payload cannot be sent to the page."""
    try:
        json.dumps(payload, allow_nan=False, ensure_ascii=False).encode()
    except ValueError as fault:
        raise AssertionError(f"{fault} in what is sent to the page") from fault


def _field(given):
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


def _model_file(data):
    load(data)
    return []


def _uploaded(rng):
    data = [
        hostile.text(rng).encode(("utf-8", "utf-16", "latin-1")[rng.integers(3)], "replace") for _ in range(9)
    ]
    return hostile.damaged(rng, b" ".join(data) or b"?")


def _text_file(data):
    text, _ = decode_upload(data)
    Corpus(text)
    return []


def _results_file(text):
    setup, rows = read_results(text)
    for row in rows:
        finished_run(setup, row)
    return []


@cache
def _lines():
    return SHIPPED.read_text("utf-8").split("\n")[:9]


ENTRY_POINTS = {
    **{f"address of {slug}": address_entry(lab) for slug, lab in LABS.items() if lab.controls},
    "data of the player": EntryPoint(
        lambda rng: hostile.query(rng, LABS["hello"].parameters, LEGAL), _player_data, 0.5
    ),
    "address of the frame": EntryPoint(
        lambda rng: (hostile.query(rng, FRAME, ("1", "safe", "lr,speed", "2")), ()), _lecture_messages
    ),
    "address of the tour": EntryPoint(
        lambda rng: ((hostile.text(rng), list(LABS)[rng.integers(len(LABS))]), ()), _tour_messages, 0.5
    ),
    "typed into a field": EntryPoint(
        lambda rng: (EVERY_FIELD[rng.integers(len(EVERY_FIELD))], hostile.text(rng)), _field, 2
    ),
    "message of the player": EntryPoint(lambda rng: hostile.message(rng, PLAYER_KEYS), _hello_message),
    "message of the step lab": EntryPoint(lambda rng: hostile.message(rng, LAB_KEYS), _step_message),
    "message of the shapes": EntryPoint(lambda rng: hostile.message(rng, LAB_KEYS), _shapes_message),
    "message of lecture mode": EntryPoint(
        lambda rng: ({}, hostile.messages(rng, LECTURE_MESSAGES)), _lecture_messages
    ),
    "message of the tour": EntryPoint(
        lambda rng: ((None, ""), hostile.messages(rng, TOUR_MESSAGES)), _tour_messages
    ),
    "model file, damaged": EntryPoint(_model(hostile.damaged), _model_file),
    "model file, forged": EntryPoint(_model(hostile.forged), _model_file),
    "text file": EntryPoint(_uploaded, _text_file),
    "results file": EntryPoint(lambda rng: hostile.table(rng, _lines()), _results_file),
    "file of scenes": EntryPoint(lambda rng: hostile.table(rng, SCENES.split("\n"), "|"), _scenes),
}
