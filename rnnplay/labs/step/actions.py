"""The actions on a network that is run by hand, and how a link writes each of them.

2              feed the letter of this index          x:1:0:-0.5:0   feed a vector
h:1:0.5        set a number of a state                reset, keep, back
"""

from dataclasses import dataclass

from rnnplay.options.field import Field, quote

MOST_ACTIONS = 60  # in one branch
STATE_ACTIONS = ("reset", "keep", "back")
NUMBER = Field("number", "A number here", "", "number", -100, 100)
INDEX = Field("place", "A place", "", "integer", 0, 200)
COUNT = Field("fork", "The place of the fork", "", "integer", 0, MOST_ACTIONS)


@dataclass(frozen=True)
class Feed:
    """Compute one step of the network. x: the index of a letter, or a vector (V numbers)."""

    x: int | tuple

    def write(self):
        return str(self.x) if isinstance(self.x, int) else ":".join(["x", *map(exact, self.x)])


@dataclass(frozen=True)
class SetNumber:
    """Set one number of a state, `state`[`unit`], to `value`."""

    state: str
    unit: int
    value: float

    def write(self):
        return f"{self.state}:{self.unit}:{exact(self.value)}"


@dataclass(frozen=True)
class StateAction:
    """kind: "reset" sets the state to 0, "keep" copies it, "back" restores the copy."""

    kind: str

    def write(self):
        return self.kind


def exact(number):
    """A number with all its digits, without a ".0" at the end: 1, not 1.0."""
    return repr(number).removesuffix(".0")


def read_action(word):
    """An action as a link writes it -> Feed, SetNumber or StateAction. Raises ValueError."""
    if word in STATE_ACTIONS:
        return StateAction(word)
    parts = word.split(":")
    if len(parts) == 1:
        return Feed(INDEX.read(word))
    if parts[0] == "x":
        return Feed(tuple(map(NUMBER.read, parts[1:])))
    if len(parts) != 3:
        raise ValueError(f"{quote(word)} is not an action")
    return SetNumber(parts[0], INDEX.read(parts[1]), NUMBER.read(parts[2]))
