"""Reports facts of a lab to the guided tour, if the lab's address does not hold them."""

from pathlib import Path

from rnnplay.app.component import component

_fact = component(Path(__file__).with_name("report_fact"), sheets=())


def report_fact(name, value):
    """Report a fact, one of FACTS of the tour's cards, under its name."""
    _fact(key=f"tour-fact-{name}", data={"name": name, "value": str(value)})
