"""The loop lab's picture on the home page, from a real run."""

from rnnplay.labs.loop.networks import Loop, read, recurrent


def preview() -> dict:
    """The state of the trained network at each letter of a word, and its answer there."""
    text = Loop()
    trace = read(recurrent(len(text.alphabet)), text.x)
    return {
        "kind": "states",
        "letters": list(text.letters),
        "h": trace.quantities["h"][:, 0].round(3).tolist(),
        "says": [("even", "odd")[k] for k in trace.p[:, 0].argmax(axis=-1)],
    }
