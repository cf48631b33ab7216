"""Quotas of computing: how many seconds a visitor, and all visitors together, may still use.

A quota grows by `share` seconds a second, up to `saved`, and is full at the beginning. Computing time is
subtracted after its use, so a quota may become negative. The visitor then waits until it has grown again.

One set of quotas is for the work of the page's own process, and one for the work of the worker processes.
"""

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf

MIN_SECONDS = 0.05  # the least quota with which work begins
PLACE_KEPT = 5  # seconds after which a visitor who does not ask again loses the place in the queue


@dataclass(frozen=True)
class Wait:
    """A wait of about `seconds`, at `place` in the queue, from 1. Both are 0 without a wait."""

    seconds: float = 0.0
    place: int = 0

    def __bool__(self):
        return self.seconds > 0 or self.place > 0


class Quota:
    """The seconds of computing that are left at the time `when`."""

    def __init__(self, share, saved, now):
        saved = inf if share == inf else saved
        self.share, self.saved, self.left, self.when = share, saved, saved, now

    def grow(self, now):
        """Add the share of the time since the last call -> the seconds left."""
        if self.saved != inf:
            self.left = min(self.saved, self.left + max(0.0, now - self.when) * self.share)
        self.when = now
        return self.left

    def seconds_until(self, wanted, now):
        """Seconds until `wanted` seconds are left, or the quota is full."""
        missing = min(wanted, self.saved) - self.grow(now)
        return missing / self.share if missing > 0 else 0.0


class Quotas:
    """The quota of each visitor, and one of all visitors together. Any thread may call every method.

    share, saved: of one visitor; share_all, saved_all: of all together; inf: without limit.
    """

    def __init__(self, share=inf, saved=inf, share_all=inf, saved_all=inf, clock=time.monotonic):
        self.share, self.saved, self.clock = share, inf if share == inf else saved, clock
        self._lock = threading.Lock()
        self._quotas = {}  # visitor -> Quota; every other visitor has a full quota
        self._all = Quota(share_all, saved_all, clock())
        self._queue = {}  # visitor -> time of the last request, in the order of arrival
        self._tidied = clock()

    def wait_of(self, visitor) -> Wait:
        """-> the Wait of this visitor before computing; it is false if there is no wait.

        While the common quota is used up, visitors queue. Each call keeps the visitor's place in the queue.
        """
        with self._lock:
            now = self.clock()
            self._tidy(now)
            quota = self._quotas.get(visitor)
            if quota and quota.grow(now) < min(MIN_SECONDS, self.saved):
                self._queue.pop(visitor, None)
                return Wait(quota.seconds_until(4 * MIN_SECONDS, now))
            ahead = list(self._queue).index(visitor) if visitor in self._queue else len(self._queue)
            seconds = self._all.seconds_until((ahead + 1) * MIN_SECONDS, now)
            if not seconds:
                self._queue.pop(visitor, None)
                return Wait()
            self._queue[visitor] = now
            return Wait(max(seconds, 0.2), ahead + 1)

    def seconds_left(self, visitor):
        """Seconds of computing that this visitor may still use now."""
        with self._lock:
            now = self.clock()
            quota = self._quotas.get(visitor)
            return max(0.0, min(quota.grow(now) if quota else self.saved, self._all.grow(now)))

    def spend(self, visitor, seconds):
        """Subtract the seconds that a visitor has used from both quotas."""
        with self._lock:
            now = self.clock()
            self._all.grow(now)
            self._all.left -= seconds
            if self.saved != inf:
                quota = self._quotas.setdefault(visitor, Quota(self.share, self.saved, now))
                quota.grow(now)
                quota.left -= seconds

    @contextmanager
    def timing(self, visitor):
        """A context manager: subtracts the processor time of its block in this thread from the visitor's
        quota.
        """
        began = time.thread_time()
        try:
            yield
        finally:
            self.spend(visitor, time.thread_time() - began)

    def _tidy(self, now):
        """Remove the full quotas, and the visitors who left the queue."""
        for visitor, asked in list(self._queue.items()):
            if now - asked > PLACE_KEPT:
                del self._queue[visitor]
        if now - self._tidied > PLACE_KEPT:
            self._tidied = now
            self._quotas = {v: quota for v, quota in self._quotas.items() if quota.grow(now) < quota.saved}
