"""Seconds of computing, shared out: each visitor has a purse, all have one together, and a line before it.

    a purse fills by `share` seconds a second, and holds `saved` at most; a new one is full
    whoever computes pays afterwards what it took, so a purse may be overdrawn, and is then waited for

There is one for what is computed in the page's own process, and one for what workers compute.
"""

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf

WORTH = 0.05  # seconds: with less in the purse it is not worth beginning
FORGET = 5  # seconds after which one who does not ask again has left the line


@dataclass(frozen=True)
class Wait:
    """For nothing, or for about so many seconds; place: in the line, from 1, or 0 where there is none."""

    seconds: float = 0.0
    place: int = 0

    def __bool__(self):
        return self.seconds > 0 or self.place > 0


class Purse:
    """What is left, in seconds."""

    def __init__(self, share, saved, now):
        saved = inf if share == inf else saved
        self.share, self.saved, self.left, self.when = share, saved, saved, now

    def fill(self, now):
        if self.saved != inf:
            self.left = min(self.saved, self.left + max(0.0, now - self.when) * self.share)
        self.when = now
        return self.left

    def until(self, wanted, now):
        """Seconds until there is so much in it."""
        missing = min(wanted, self.saved) - self.fill(now)
        return missing / self.share if missing > 0 else 0.0


class Budget:
    """The purses. Every method may be called by any thread.

    share, saved: of one visitor; share_all, saved_all: of all together; inf: without limit.
    """

    def __init__(self, share=inf, saved=inf, share_all=inf, saved_all=inf, clock=time.monotonic):
        self.share, self.saved, self.clock = share, inf if share == inf else saved, clock
        self._lock = threading.Lock()
        self._purses = {}  # visitor -> Purse, of those that are not full
        self._all = Purse(share_all, saved_all, clock())
        self._line = {}  # visitor -> when last asked: in the order of their coming
        self._tidied = clock()

    def wait(self, visitor) -> Wait:
        """May this visitor compute now? Who must wait for the others keeps a place in the line by asking."""
        with self._lock:
            now = self.clock()
            self._tidy(now)
            purse = self._purses.get(visitor)
            if purse and purse.fill(now) < min(WORTH, self.saved):
                self._line.pop(visitor, None)
                return Wait(purse.until(4 * WORTH, now))
            before = list(self._line).index(visitor) if visitor in self._line else len(self._line)
            seconds = self._all.until((before + 1) * WORTH, now)
            if not seconds:
                self._line.pop(visitor, None)
                return Wait()
            self._line[visitor] = now
            return Wait(max(seconds, 0.2), before + 1)

    def have(self, visitor):
        """How many seconds this visitor could compute at most."""
        with self._lock:
            now = self.clock()
            purse = self._purses.get(visitor)
            return max(0.0, min(purse.fill(now) if purse else self.saved, self._all.fill(now)))

    def spend(self, visitor, seconds):
        """This visitor has computed for so long."""
        with self._lock:
            now = self.clock()
            self._all.fill(now)
            self._all.left -= seconds
            if self.saved != inf:
                purse = self._purses.setdefault(visitor, Purse(self.share, self.saved, now))
                purse.fill(now)
                purse.left -= seconds

    @contextmanager
    def charge(self, visitor):
        """What is computed in this block, by this thread, is paid for."""
        began = time.thread_time()
        try:
            yield
        finally:
            self.spend(visitor, time.thread_time() - began)

    def _tidy(self, now):
        """A purse that is full again is forgotten, and so is who left the line."""
        for visitor, asked in list(self._line.items()):
            if now - asked > FORGET:
                del self._line[visitor]
        if now - self._tidied > FORGET:
            self._tidied = now
            self._purses = {v: purse for v, purse in self._purses.items() if purse.fill(now) < purse.saved}
