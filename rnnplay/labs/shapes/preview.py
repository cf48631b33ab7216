"""The picture of the five shapes on the home page."""

from rnnplay.tasks.wiring.captions import SCENES, paint


def preview() -> dict:
    """One of the pictures, and the sentence that describes it."""
    words = SCENES[len(SCENES) // 3]
    return {"kind": "shapes", "picture": paint(words).astype(int).tolist(), "sentence": " ".join(words)}
