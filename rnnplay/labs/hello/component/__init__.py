"""The player, a diagram that plays the updates sent to it, and the components that carry its messages.

Streamlit sends the whole script of a component each time its data change. The player's script is large, so
its data never change: two components with short scripts carry the messages and the position.
"""

from pathlib import Path

from rnnplay.app.component import component
from rnnplay.app.refusals import REFUSAL_SHEET

HERE = Path(__file__).parent
NAMES = "player", "diagram", "cell_view", "panes", "transport", "narrow", "lecture"
SHEETS = (REFUSAL_SHEET, *(HERE / f"{name}.css" for name in NAMES))  # a later sheet overrides an earlier one

player = component(HERE / "player", box="rnnplay", sheets=SHEETS)
messages = component(HERE / "messages", sheets=())
report_position = component(HERE / "report_position", sheets=())
