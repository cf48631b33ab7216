"""The drawing of the loop lab: a network that unfolds into a chain of copies, and its arithmetic."""

from pathlib import Path

from rnnplay.app.component import component

_loop = component(Path(__file__).with_name("loop"))


def loop(data, key):
    """data: as chain_data.chain makes it, with `link`, the choices as the address has them, and `arrival`."""
    _loop(key=key, data=data)
