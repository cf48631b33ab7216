"""The components of the page: the five shapes to choose from, and the network unrolled on an input."""

from pathlib import Path

from rnnplay.app.component import component, trigger_value
from rnnplay.app.refusals import REFUSAL_SHEET

HERE = Path(__file__).parent

_shape_choice = component(HERE / "shape_choice")
_wiring = component(HERE / "wiring", sheets=(REFUSAL_SHEET, HERE / "wiring.css"))


def shape_choice(data, key, receive):
    """data: {"shapes": [{slug, shape, learn}], "chosen": slug}; receive(slug): called when one is chosen."""
    _shape_choice(key=key, data=data, on_shape_change=lambda: receive(trigger_value(key, "shape")))


def wiring(data, key, receive):
    """data: diagram_data and the input; receive(message): called when the visitor asks another input."""
    _wiring(key=key, data=data, on_input_change=lambda: receive(trigger_value(key, "input")))
