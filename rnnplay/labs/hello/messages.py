"""Messages of the player. A message may hold any values; an Ask made from it holds legal values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real

from rnnplay.training.experiment import FIELD, MAX_UPDATES

SPEED = (1, 600)  # updates a second
MOST_FRAMES = 1_200  # two seconds at the highest speed
HUGE = 1e300  # neither infinite nor a whole number that no float can hold
LONGEST_RATE = 40  # characters of a typed learning rate
DIGITS = 12  # of the name of a run or a network
SHOWS = ("scores", "probabilities")


@dataclass(frozen=True)
class Ask:
    """One request of the player. A field that is None is not requested."""

    n: int = 0
    run: str = ""
    network: str = ""  # the network whose description the player has
    at: int = 0  # the update that is shown
    head: int = 0  # the furthest update that was ever shown
    start: int = 0
    count: int = 0
    columns: tuple = (0, 0)
    losses: int = 0  # number of losses that the player has
    details: int | None = None  # the update whose details are wanted
    sample: dict | None = None  # the text to sample: {first, temperature, seed}
    lr: float | None = None
    typed_lr: str | None = None  # the text of the field for the learning rate
    fresh: bool = False
    speed: int = 2
    show: str = "scores"

    @classmethod
    def read(cls, message) -> "Ask | None":
        """A message from the browser -> Ask, or None if it names no run."""
        if not isinstance(message, Mapping) or not isinstance(message.get("run"), str):
            return None
        numbers = ("at", "head", "start", "losses")
        update = {name: whole(message.get(name), 0, MAX_UPDATES) for name in numbers}
        low, high = FIELD["lr"].low, FIELD["lr"].high
        lr, details, columns = message.get("lr"), message.get("details"), message.get("columns")
        network, typed = message.get("network"), message.get("typed_lr")
        first, last = columns if isinstance(columns, list) and len(columns) == 2 else (0, 0)
        return cls(
            n=whole(message.get("n"), 0, 2**53),
            run=message["run"][:DIGITS],
            network=network[:DIGITS] if isinstance(network, str) else "",
            count=whole(message.get("count"), 0, MOST_FRAMES),
            columns=(whole(first, 0, 1_000), whole(last, 0, 1_000)),
            details=None if details is None else whole(details, 0, MAX_UPDATES),
            sample=_sample(message.get("sample")),
            lr=min(max(float(lr), low), high) if _number(lr) else None,
            typed_lr=typed[:LONGEST_RATE] if isinstance(typed, str) else None,
            fresh=message.get("fresh") is True,
            speed=whole(message.get("speed"), *SPEED),
            show=message.get("show") if message.get("show") in SHOWS else SHOWS[0],
            **update,
        )


def _number(value) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and abs(value) < HUGE


def whole(value, low, high) -> int:
    """Any value -> a whole number from low to high."""
    return min(max(int(value), low), high) if _number(value) else low


def _sample(asked) -> dict | None:
    if not isinstance(asked, Mapping):
        return None
    heat = asked.get("temperature")
    return {
        "first": whole(asked.get("first"), 0, 1_000),
        "temperature": min(max(float(heat), 0.0), 10.0) if _number(heat) else 0.0,
        "seed": whole(asked.get("seed"), 0, 2**31 - 1),
    }
