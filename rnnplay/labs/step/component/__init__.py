"""The component of a hand run: branches side by side, or the matrices. Every number can be edited."""

from pathlib import Path

from rnnplay.app.component import component, trigger_value
from rnnplay.app.refusals import REFUSAL_SHEET

HERE = Path(__file__).parent

_by_hand = component(HERE / "by_hand", sheets=(REFUSAL_SHEET, HERE / "by_hand.css"))


def by_hand(data, key, on_edit):
    """Draw `data`, made by branches or matrices of branch_data, with "refused": StepState.refused_number.

    on_edit is called with each edit (anything).
    """
    _by_hand(key=key, data=data, on_edit_change=lambda: on_edit(trigger_value(key, "edit")))
