"""What can be done with a network by hand, and how each act is written in a link.

2              feed the letter of this index          x:1:0:-0.5:0   feed a vector
h:1:0.5        set a number of a state                reset, keep, back
"""

from dataclasses import dataclass

from rnnplay.options.field import Field, quote

MOST_ACTS = 60  # in one branch
PLAIN_ACTS = ("reset", "keep", "back")
NUMBER = Field("number", "A number here", "", "number", -100, 100)
INDEX = Field("place", "A place", "", "integer", 0, 200)
COUNT = Field("fork", "The place of the fork", "", "integer", 0, MOST_ACTS)


@dataclass(frozen=True)
class Feed:
    """One step of the network: the index of a letter, or a vector."""

    x: int | tuple

    def write(self):
        return str(self.x) if isinstance(self.x, int) else ":".join(["x", *map(brief, self.x)])


@dataclass(frozen=True)
class Put:
    """One number of a state, set by hand."""

    state: str
    unit: int
    value: float

    def write(self):
        return f"{self.state}:{self.unit}:{brief(self.value)}"


@dataclass(frozen=True)
class Act:
    """reset: the state becomes 0; keep: remember the state; back: put back what was kept."""

    kind: str

    def write(self):
        return self.kind


def brief(number):
    """A number as a person writes it, exactly: 1, not 1.0."""
    return repr(number).removesuffix(".0")


def read(word):
    """One act as it is written -> Feed, Put or Act. Raises ValueError."""
    if word in PLAIN_ACTS:
        return Act(word)
    parts = word.split(":")
    if len(parts) == 1:
        return Feed(INDEX.read(word))
    if parts[0] == "x":
        return Feed(tuple(map(NUMBER.read, parts[1:])))
    if len(parts) != 3:
        raise ValueError(f"{quote(word)} is nothing that can be done")
    return Put(parts[0], INDEX.read(parts[1]), NUMBER.read(parts[2]))
