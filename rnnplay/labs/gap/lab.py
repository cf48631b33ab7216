"""The declaration of the gap lab: its page, tile, controls and parameters."""

from rnnplay.app.lab import Lab, Tile, labels
from rnnplay.labs.gap.page import QUESTION, page, show
from rnnplay.labs.gap.preview import preview
from rnnplay.labs.gap.race_choices import FIELDS
from rnnplay.labs.gap.state import GapState
from rnnplay.options.refusal import sentences

LAB = Lab(
    slug="gap",
    title="The long gap",
    question=QUESTION,
    page=page,
    tile=Tile(
        "The cue is long past. The plain RNN guesses, LSTM and GRU still know; and you see why.", preview
    ),
    controls={**labels(FIELDS), "claim": "Start from", "view": "The views"},
    parameters=("claim", *(field.name for field in FIELDS), "view"),
    problem=lambda query: sentences(GapState(query).refusals),
    show=show,
)
