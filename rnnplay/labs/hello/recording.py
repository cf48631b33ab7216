"""A recording: the answers of the server, for a player without a server.

A recording holds the frames of the updates 0 to `last`, the details of each, and the text that the network
samples from each first letter. If that is too large, it holds the frames only, and if needed fewer updates.
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
NO_LIMIT = SimpleNamespace(page_quotas=Quotas())  # no quota limits a recording


@dataclass
class Recording:
    """The answer to each request, and the bytes of the numbers in all answers."""

    header: dict
    last: int
    whole: bool  # whether details and samples are recorded, not only frames
    tables: list = field(default_factory=list)  # names, kinds and shapes of an answer's arrays
    messages: dict = field(default_factory=dict)  # request -> (header, index of its table, first byte)
    numbers: bytearray = field(default_factory=bytearray)

    def add(self, name, header, arrays):
        """Record one answer."""
        table, numbers = laid_out(arrays)
        if table not in self.tables:
            self.tables.append(table)
        self.messages[name] = [header, self.tables.index(table), len(self.numbers)]
        self.numbers += numbers


def record(session, update, last, speed, show) -> Recording:
    """Record the training up to `last`, or to its end, or as far as it fits; it opens at `update`.

    speed: updates a second. show: "scores" or "probabilities".
    """
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
    """The last update that a recording up to `last` really holds."""
    most = MOST // _bytes(_frames(session, 1)) - 1
    last = max(0, min(last, most))
    return min(last, session.reach(last))


def _bytes(answer):
    return sum(array.nbytes for array in answer[2].values())


def _frames(session, count):
    """The frames of the first updates: (name, header, arrays)."""
    table, frames = block(session.frames(0, count))
    return "first", {"block": table}, {"frames": frames, "losses": session.losses[:count]}


def _more(state, update):
    """The answers for the panels beside the diagram at one update: (name, header, arrays) each."""
    head, arrays = state.details(update)
    yield f"details {update}", {"details": head}, arrays
    state.at = update
    for first in range(state.experiment.V):
        sampled, p = state.sample({"first": first, "temperature": 0.0, "seed": 0})
        yield f"sample {update} {first}", {"sampled": sampled}, {"sampled.p": np.asarray(p, "<f4")}
