"""Facts that a lab reports to the guided tour, where the lab's address does not hold them."""

from pathlib import Path

from rnnplay.app.component import component

_fact = component(Path(__file__).with_name("report_fact"), box="told", sheets=())


def tell(name, value):
    """Say something of a lab that its address does not hold and a card of the tour asks for: one of FACTS."""
    _fact(key=f"tour-fact-{name}", data={"name": name, "value": str(value)})
