"""The picture of the five shapes on the home page."""

from rnnplay.tasks.wiring.captions import COMBINATIONS, paint


def preview() -> dict:
    """One of the pictures, and the sentence that describes it."""
    parts = COMBINATIONS[len(COMBINATIONS) // 3]
    return {"kind": "shapes", "picture": paint(parts).astype(int).tolist(), "sentence": " ".join(parts)}
