"""The picture of the loop lab on the home page, from a real run."""

from rnnplay.labs.loop.choices import LoopChoices
from rnnplay.labs.loop.networks import read, recurrent


def preview() -> dict:
    """The state of the trained network at each letter of a word, and its answer there."""
    choices = LoopChoices()
    trace = read(recurrent(len(choices.alphabet)), choices.x)
    return {
        "kind": "states",
        "letters": list(choices.letters),
        "h": trace.quantities["h"][:, 0].round(3).tolist(),
        "says": [("even", "odd")[k] for k in trace.p[:, 0].argmax(axis=-1)],
    }
