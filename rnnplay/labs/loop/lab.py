"""The declaration of the loop lab: its page, tile, controls and parameters."""

from rnnplay.app.lab import Lab, Tile, labels
from rnnplay.labs.loop.choices import FIELDS
from rnnplay.labs.loop.page import QUESTION, page
from rnnplay.labs.loop.preview import preview
from rnnplay.labs.loop.state import PLACE, LoopState
from rnnplay.options.refusal import sentences

# The controls of the drawing, which its component marks with data-control: name -> label.
DRAWING = {
    "longer": "Make it longer",
    "unfold": "Fold and unfold",
    "play": "Play",
    "step": "One step on and back",
    "sums": "The arithmetic",
    "twins": "The comparison",
}

LAB = Lab(
    slug="loop",
    title="The loop",
    question=QUESTION,
    page=page,
    tile=Tile(
        "One small network, used again at every step: unfold it, feed it, watch the state go round.", preview
    ),
    controls={**labels(FIELDS), **DRAWING},
    parameters=tuple(field.name for field in (*FIELDS, *PLACE)),
    problem=lambda query: sentences(LoopState(query).refusals),
    focus="loop-drawn",
)
