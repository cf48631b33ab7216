"""A sentence read by several networks: each word shaded by the gradient that reaches it, and the answers."""

from pathlib import Path

from rnnplay.app.component import component

_sentence_readings = component(Path(__file__).with_name("sentence_readings"))


def sentence_readings(data, key):
    """Draw the sentence and the networks' answers. data: as `sentence_data` returns it."""
    _sentence_readings(key=key, data=data)
