"""A lab as the rest of the app knows it: each lab declares one, and everything else is derived from these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tile:
    """A lab's tile on the home page.

    text: what one learns there, in a line.
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
    tile: Tile | None = None  # None: it is found in the navigation only
    controls: Mapping[str, str] = field(default_factory=dict)  # name that hides it (?hide=name) -> label
    parameters: tuple[str, ...] = ()  # of its address
    # query (dict of str to str) -> sentences on the values in it that the lab does not accept, or ""
    problem: Callable[[dict], str] = lambda query: ""
    # (state, query) -> whether the open page could show this query; if not, the lab is opened anew from it
    show: Callable[[object, dict], bool] = lambda state, query: False
    focus: str = "lab-controls"  # key of the element that a card of the tour scrolls to in a small window
    # Parameters by which an address without a page, from the time when this lab was the home page, is known.
    home_parameters: frozenset[str] = frozenset()


def labels(fields) -> dict[str, str]:
    """Fields of an experiment -> name of each: its label."""
    return {field.name: field.label for field in fields}
