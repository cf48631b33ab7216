"""The player, a diagram that plays the updates sent to it, and the component that reports its position."""

from pathlib import Path

from rnnplay.app.component import component

HERE = Path(__file__).parent
NAMES = "player", "diagram", "inside", "panes", "transport", "narrow", "lecture"
SHEETS = tuple(HERE / f"{name}.css" for name in NAMES)  # a later sheet overrides an earlier one

player = component(HERE / "player", box="rnnplay", sheets=SHEETS)
position = component(HERE / "position", sheets=())
