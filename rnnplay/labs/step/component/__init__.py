"""The component of a hand run: branches side by side, or the matrices. Every number can be edited."""

from pathlib import Path

from rnnplay.app.component import component, trigger_value

_by_hand = component(Path(__file__).with_name("by_hand"))


def by_hand(data, key, on_edit):
    """data: as branches or matrices of branch_data make it. on_edit: called with each edit (anything)."""
    _by_hand(key=key, data=data, on_edit_change=lambda: on_edit(trigger_value(key, "edit")))
