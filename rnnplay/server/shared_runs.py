"""Trainings that visitors share: the same network is trained once for all of them, and kept for a while.

The result of a training does not depend on who asks for it. Visitors share by a key, which is any hashable
value that states everything the result depends on.
"""

import threading
from weakref import WeakSet

MOST = 40  # finished results that are kept; so many networks without their optimizers take at most 8 MB
MOST_RUNNING = 200  # trainings that are remembered while somebody watches them
OVER = ("cancelled", "failed", "done")


class SharedRuns:
    """The finished results that were used last, and the running trainings with their watchers."""

    def __init__(self, most=MOST):
        self.most, self._lock = most, threading.Lock()
        self.finished = {}  # key -> result, the last used at the end
        self.running = {}  # key -> (Work, WeakSet of watchers)

    def find(self, key):
        """The finished result of this key, or None."""
        with self._lock:
            if key in self.finished:
                self.finished[key] = self.finished.pop(key)
            return self.finished.get(key)

    def keep(self, key, result):
        """Keep a finished result under this key."""
        with self._lock:
            self.finished[key] = result
            while len(self.finished) > self.most:
                del self.finished[next(iter(self.finished))]

    def join(self, key, watcher, queue, tasks):
        """The Work for `key`: one that others watch already, or a new one on these tasks in the WorkQueue.

        Its time counts for the visitor who began it. A Work that waits because this visitor's quota is used
        up is not joined.
        """
        with self._lock:
            work, watchers = self.running.get(key, (None, None))
            if work is None or work.status in OVER or work.wait.seconds:
                self._drop_the_unwatched()
                work, watchers = queue.begin(watcher.visitor, tasks), WeakSet()
                self.running[key] = work, watchers
            watchers.add(watcher)
            return work

    def leave(self, key, watcher):
        """Remove a watcher. When the last one leaves, the work is cancelled."""
        with self._lock:
            work, watchers = self.running.get(key, (None, ()))
            if work is not None:
                watchers.discard(watcher)
                if not watchers:
                    work.cancel()
                    del self.running[key]

    def _drop_the_unwatched(self):
        for key, (work, watchers) in list(self.running.items()):
            if not watchers or len(self.running) >= MOST_RUNNING:
                work.cancel()
                del self.running[key]


SHARED_RUNS = SharedRuns()
