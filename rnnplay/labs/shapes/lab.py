"""The declaration of the lab of the five shapes: its page, tile, controls and parameters."""

from rnnplay.app.lab import Lab, Tile, labels
from rnnplay.labs.shapes.page import QUESTION, page
from rnnplay.labs.shapes.preview import preview
from rnnplay.labs.shapes.run import SHAPE_FIELDS
from rnnplay.labs.shapes.state import ShapesState
from rnnplay.options.refusal import sentences

# The controls of the drawing, which its component marks with data-control: name -> label.
DRAWING = {
    "play": "Play",
    "step": "One step on and back",
    "pad": "Your input",
}

LAB = Lab(
    slug="shapes",
    title="Five shapes",
    question=QUESTION,
    page=page,
    tile=Tile(
        "Picture to words, words to stars, English to French: five wirings, each trained in seconds.", preview
    ),
    controls={**labels(SHAPE_FIELDS), **DRAWING},
    parameters=(*(field.name for field in SHAPE_FIELDS), "own"),
    problem=lambda query: sentences(ShapesState(query).refusals),
    focus="shapes-wiring",
)
