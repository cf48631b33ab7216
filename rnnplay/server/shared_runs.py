"""Shared runs: the server trains the same network once for all visitors, and keeps the result for some time.

The result of a training is the same for all visitors. Its key is any hashable value that contains everything
on which the result depends.
"""

import threading
from weakref import WeakSet

MOST = 40  # finished results that are kept; they take at most 8 MB, without their optimizers
MOST_RUNNING = 200  # running trainings that are shared
OVER = ("cancelled", "failed", "done")


class SharedRuns:
    """The most recently used finished results, and the running trainings with their watchers."""

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
        """-> the Work for `key`: a running one that others watch, or a new one with these tasks in the
        WorkQueue.

        Its time counts for the visitor who began it. While that visitor's quota is used up, nobody else joins
        the Work.
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
