"""Lab: the declaration of a lab. Navigation, home page, lecture mode and tour are derived from these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tile:
    """A lab's tile on the home page.

    text: the subject of the lab in one line.
    preview() -> plain data of a small picture from a real run, for the home page's component.
    """

    text: str
    preview: Callable[[], dict]


@dataclass(frozen=True)
class Lab:
    """One lab: its page, and the names that navigation, address, lecture mode and tour need."""

    slug: str  # its folder, and its page in the address
    title: str
    question: str
    page: Callable[[], None]  # draws the page
    tile: Tile | None = None  # None: it is in the navigation only
    controls: Mapping[str, str] = field(default_factory=dict)  # name that hides it (?hide=name) -> label
    parameters: tuple[str, ...] = ()  # of its address
    # query (dict of str to str) -> sentences on the values in it that the lab does not accept, or ""
    problem: Callable[[dict], str] = lambda query: ""
    # (state, query) -> whether the open page could show this query; else the query opens the lab again
    show: Callable[[object, dict], bool] = lambda state, query: False
    focus: str = "lab-controls"  # key of the element that a card of the tour scrolls to in a small window
    # Old addresses have no page, because this lab was the home page. These parameters identify them.
    home_parameters: frozenset[str] = frozenset()


def labels(fields) -> dict[str, str]:
    """Fields of an experiment -> name of each: its label."""
    return {field.name: field.label for field in fields}
