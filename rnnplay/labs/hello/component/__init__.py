"""The player: a diagram that plays a training in the browser, from blocks of updates sent ahead."""

from pathlib import Path

from rnnplay.app.component import component

HERE = Path(__file__).parent
NAMES = "player", "diagram", "inside", "panes", "transport", "narrow", "lecture"
SHEETS = tuple(HERE / f"{name}.css" for name in NAMES)  # a later sheet overrides an earlier one

player = component(HERE / "player", box="rnnplay", sheets=SHEETS)
