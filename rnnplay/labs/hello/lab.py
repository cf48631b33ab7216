"""The declaration of the hello lab: its page, tile, controls and parameters."""

from rnnplay.app.lab import Lab, Tile, labels
from rnnplay.labs.hello.page import QUESTION, page
from rnnplay.labs.hello.preview import preview
from rnnplay.labs.hello.state import HelloState
from rnnplay.options.refusal import sentences
from rnnplay.training.experiment import FIELDS

# The controls of the player, which its component marks with data-control: name -> label.
PLAYER = {
    "play": "Play",
    "step": "Step and Back",
    "reset": "Reset",
    "past": "The curve and the slider",
    "speed": "Speed",
    "show": "Scores or probabilities",
    "fresh": "New start",
    "copy": "Copy link",
    "beside": "The pane beside the diagram",
}

LAB = Lab(
    slug="hello",
    title="Hello, one update at a time",
    question=QUESTION,
    page=page,
    tile=Tile(
        "Every score of the article's figure, moving under each update, until it spells the word.", preview
    ),
    controls={**labels(FIELDS), "preset": "Start from", **PLAYER},
    parameters=(*(field.name for field in FIELDS), "update", "speed", "show"),
    problem=lambda query: sentences(HelloState(query).refusals),
    focus="hello-player",
    home_parameters=frozenset({"update", *(field.name for field in FIELDS)}),
)
