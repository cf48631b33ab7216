"""The player: a diagram that plays a training in the browser, from blocks of updates sent ahead."""

from pathlib import Path

from rnnplay.app.component import component

HERE = Path(__file__).parent
SHEETS = HERE / "player.css", HERE / "lecture.css"

player = component(HERE / "player", box="rnnplay", sheets=SHEETS)
