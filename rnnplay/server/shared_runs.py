"""Where visitors meet who want the same network: it is trained once, and what was finished is kept a while.

A training is the same whoever asks for it, so that nobody's own is lost by sharing. What is shared goes by a
key: anything that says all that its outcome depends on. No Streamlit in here.
"""

import threading
from weakref import WeakSet

MOST = 40  # finished things that are kept; networks without their optimizers, so many, take at most 8 MB
MOST_GOING = 200  # works that are remembered while somebody watches them
OVER = ("cancelled", "failed", "done")


class Hall:
    """What is finished, those used last; and works on their way, each with its watchers."""

    def __init__(self, most=MOST):
        self.most, self.lock = most, threading.Lock()
        self.kept = {}  # key -> what is finished
        self.going = {}  # key -> (Work, WeakSet of watchers)

    def find(self, key):
        """What is finished under this key, or None."""
        with self.lock:
            if key in self.kept:
                self.kept[key] = self.kept.pop(key)  # used last, so it stands last
            return self.kept.get(key)

    def keep(self, key, thing):
        """Something that is finished."""
        with self.lock:
            self.kept[key] = thing
            while len(self.kept) > self.most:
                del self.kept[next(iter(self.kept))]

    def join(self, key, watcher, jobs, tasks):
        """The Work for `key` that others watch too, or a new one on these tasks.

        Who begins it pays for it; one that waits because its visitor has used up a share is not joined.
        """
        with self.lock:
            work, watchers = self.going.get(key, (None, None))
            if work is None or work.status in OVER or work.wait.seconds:
                self._drop_the_unwatched()
                work, watchers = jobs.begin(watcher.visitor, tasks), WeakSet()
                self.going[key] = work, watchers
            watchers.add(watcher)
            return work

    def leave(self, key, watcher):
        """One watcher less; the last one to leave puts out the light."""
        with self.lock:
            work, watchers = self.going.get(key, (None, ()))
            if work is not None:
                watchers.discard(watcher)
                if not watchers:
                    work.cancel()
                    del self.going[key]

    def _drop_the_unwatched(self):
        for key, (work, watchers) in list(self.going.items()):
            if not watchers or len(self.going) >= MOST_GOING:
                work.cancel()
                del self.going[key]


HALL = Hall()
