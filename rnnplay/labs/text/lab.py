"""The declaration of the text lab: its page, tile, controls and parameters."""

from rnnplay.app.lab import Lab, Tile, labels
from rnnplay.labs.text.page import QUESTION, page, show
from rnnplay.labs.text.preview import preview
from rnnplay.labs.text.setup import FOLD, TEXT_FIELDS
from rnnplay.labs.text.state import TextState
from rnnplay.options.refusal import sentences

LAB = Lab(
    slug="text",
    title="A chunk of text",
    question=QUESTION,
    page=page,
    tile=Tile("Your own text, character by character: from noise to words in a minute.", preview),
    controls={
        **labels((*TEXT_FIELDS, FOLD)),
        "preset": "Start from",
        "source": "The text",
        "view": "The views",
    },
    parameters=(*(field.name for field in TEXT_FIELDS), "source", "view", "room"),
    problem=lambda query: sentences(TextState(query).refusals),
    show=show,
)
