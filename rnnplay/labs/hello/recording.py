"""A training as a player without a server needs it: what the server would have answered, recorded.

A recording holds the updates 0 to `last`, everything about each of them, and what the network says there
by itself. Where that is too much, it holds fewer kinds of numbers, and then fewer updates.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from rnnplay.app.binary_message import laid_out
from rnnplay.labs.hello.diagram_data import block
from rnnplay.labs.hello.messages import Ask
from rnnplay.labs.hello.state import HelloState
from rnnplay.server.quota import Quotas

FULL = 600_000  # bytes of numbers up to which everything is recorded
MOST = 2_400_000  # bytes of numbers of a recording
NO_LIMIT = SimpleNamespace(page_quotas=Quotas())  # a recording never waits


@dataclass
class Recording:
    """Messages by what they answer, and the bytes of all their numbers."""

    header: dict
    last: int
    whole: bool  # everything is in it, not only the frames
    tables: list = field(default_factory=list)  # how a message's numbers lie in the bytes
    messages: dict = field(default_factory=dict)  # what it answers -> (header, which table, first byte)
    numbers: bytearray = field(default_factory=bytearray)

    def add(self, name, header, arrays):
        """One more answer."""
        table, numbers = laid_out(arrays)
        if table not in self.tables:
            self.tables.append(table)
        self.messages[name] = [header, self.tables.index(table), len(self.numbers)]
        self.numbers += numbers


def record(session, update, last, speed, show) -> Recording:
    """The training up to `last`, or as far as it goes and fits, opened at `update`."""
    state = HelloState({"speed": str(speed), "show": show}, lambda: NO_LIMIT)
    state.begin(session.experiment, 0, session)
    last = length(session, last)
    each = _bytes(_frames(session, 1)) + sum(map(_bytes, _more(state, 0)))
    whole = (last + 1) * each <= FULL
    opens = {"at": min(update, last), "head": last, "last": last, "trained": last, "losses_from": 0}
    header = state.header(Ask()) | opens | {"autoplay": False, "stopped": None, "message": ""}
    recording = Recording(header, last, whole)
    recording.add(*_frames(session, last + 1))
    for at in range(last + 1) if whole else ():
        for answer in _more(state, at):
            recording.add(*answer)
    return recording


def length(session, last) -> int:
    """The last update of a recording that should go up to `last`."""
    most = MOST // _bytes(_frames(session, 1)) - 1
    last = max(0, min(last, most))
    return min(last, session.reach(last))


def _bytes(answer):
    return sum(array.nbytes for array in answer[2].values())


def _frames(session, count):
    """The first updates: (name, header, arrays)."""
    table, frames = block(session.frames(0, count))
    return "first", {"block": table}, {"frames": frames, "losses": session.losses[:count]}


def _more(state, update):
    """What the panes beside the diagram ask for at one update: (name, header, arrays) each."""
    head, arrays = state.moment(update)
    yield f"moment {update}", {"moment": head}, arrays
    state.at = update
    for first in range(state.experiment.V):
        said, p = state.speech({"first": first, "temperature": 0.0, "seed": 0})
        yield f"speak {update} {first}", {"spoken": said}, {"spoken.p": np.asarray(p, "<f4")}
