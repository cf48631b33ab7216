"""The declaration of the step lab: its page, tile, controls and parameters."""

from rnnplay.app.lab import Lab, Tile, labels
from rnnplay.labs.step.hand_run import FIELDS
from rnnplay.labs.step.link import from_query
from rnnplay.labs.step.page import QUESTION, page
from rnnplay.labs.step.preview import preview
from rnnplay.options.refusal import sentences

PARTS = {
    "who": "Which branch is fed",
    "letters": "The letters as buttons",
    "vector": "A vector x",
    "doing": "Fork, undo, reset and keep",
    "side": "Python or weights",
}

LAB = Lab(
    slug="step",
    title="One step by hand",
    question=QUESTION,
    page=page,
    tile=Tile("y = rnn.step(x), one input at a time, by your own hand; the state is yours to fork.", preview),
    controls={**labels(FIELDS), **PARTS},
    parameters=(*(field.name for field in FIELDS), "acts", "fork", "more", "edits"),
    problem=lambda query: sentences(from_query(query)[1]),
    focus="step-columns",
)
