"""The bench in the page: branches side by side, and the matrices, every number of which can be typed over."""

from pathlib import Path

from rnnplay.app.component import component, trigger_value

_bench = component(Path(__file__).with_name("by_hand"), box="bench")


def bench(data, key, hear):
    """data: as views.step makes it. hear: is told of each number that is typed over."""
    _bench(key=key, data=data, on_edit_change=lambda: hear(trigger_value(key, "edit")))
