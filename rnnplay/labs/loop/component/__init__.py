"""The loop in the page: a chunk of network that unfolds into a chain of copies, and its arithmetic."""

from pathlib import Path

from rnnplay.app.component import component

_loop = component(Path(__file__).with_name("loop"))


def loop(data, key):
    """data: as views.loop.chain makes it, and `link`, the choices as the address says them."""
    _loop(key=key, data=data)
