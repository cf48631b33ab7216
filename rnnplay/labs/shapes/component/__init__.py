"""The five shapes in the page: pictures to choose from, and the network unrolled on a learner's input."""

from pathlib import Path

from rnnplay.app.component import component, trigger_value

HERE = Path(__file__).parent

_five, _wiring = component(HERE / "five"), component(HERE / "wiring")


def five(data, key, hear):
    """data: {"shapes": [{slug, shape, learn}], "chosen": slug}. hear: is told which is chosen (anything)."""
    _five(key=key, data=data, on_shape_change=lambda: hear(trigger_value(key, "shape")))


def wiring(data, key, hear):
    """data: as views.wiring makes it, and what the pad needs. hear: is told of another input (anything)."""
    _wiring(key=key, data=data, on_own_change=lambda: hear(trigger_value(key, "own")))
