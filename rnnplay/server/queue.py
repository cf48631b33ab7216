"""Long work runs here and nowhere else: in worker processes, slice by slice, visitors taking turns.

A task is any frozen value that has

    advance(seconds)   -> the same task, trained on for about so long
    ended              whether nothing is left to do
    share              how much is done, from 0 to 1
    cost               how long all of it may take, in arbitrary units

A slice is one advance in a worker. When it comes back, its task takes the place of the one before, and the
visitor who was served longest ago gets the next slice. So whatever stops, a slice is the most that is lost.

Where many share a server, `limits` say how many works of one visitor and of all advance at once: the others
wait in a queue, first come, first served. And each visitor's seconds of computing come out of a purse, see
`budget`; so do those of what is too short for a worker and is computed in the page's own process.
"""

import threading
import time
from collections import Counter
from concurrent.futures import BrokenExecutor, CancelledError
from functools import lru_cache, partial
from itertools import count

from rnnplay.server.limits import limits
from rnnplay.server.quota import Budget, Wait
from rnnplay.server.work import Work
from rnnplay.server.worker_processes import default_workers, every, packed, pool_of, unpacked

IDLE = 120  # seconds after which workers with nothing to do are ended


class Service:
    """Runs the works of many visitors. Every method may be called by any thread.

    workers: None for `default_workers()`; slice_s: seconds; unwatched_s: after so many seconds without a
    look, a work rests; executor: of concurrent.futures, instead of worker processes of its own; limits: those
    of this process, or others. `page` is the Budget of what is computed in the page's own process.
    """

    # No call goes out to an executor while the lock is held: executors call back under locks of their own.

    def __init__(
        self, workers=None, slice_s=0.25, unwatched_s=None, clock=time.monotonic, executor=None, limits=limits
    ):
        self.limits = most = limits()
        self.workers = default_workers() if workers is None else workers
        self.slice_s, self.clock = slice_s, clock
        self.unwatched_s = most.rest if unwatched_s is None else unwatched_s
        self.budget = Budget(most.work_share, most.work_saved, clock=clock)
        self.page = Budget(
            most.page_share, most.page_saved, most.page_share_all, most.page_saved_all, clock=clock
        )
        self.lock = threading.Lock()
        self.works = []  # those that are watched and have something to do, in the order of their coming
        self._given = self._pool = executor
        self._out, self._was_out = 0, clock()  # slices that are being computed; when one was, last
        self._alone = self._serving = self._closed = False
        self._turns = count(1)

    def begin(self, visitor, tasks, unwatched_s=None):
        """Start on `tasks` for a visitor (anything hashable) -> Work. unwatched_s: for this work only."""
        work = Work(self, visitor, tasks, self.unwatched_s if unwatched_s is None else unwatched_s)
        work.look()
        return work

    def close(self):
        """Hand out no more slices, and end the worker processes."""
        with self.lock:
            self._closed, self.works = True, []
            pool = self._pool
        if pool is not self._given:
            pool.shutdown(cancel_futures=True)

    def tidy(self):
        """End the workers that have had nothing to do for a while: others begin when they are needed."""
        with self.lock:
            self._drop()
            idle = not (self._out or self.works) and self.clock() - self._was_out > IDLE
            pool = self._pool if idle and self._pool is not self._given else None
            if pool:
                self._pool = self._given
        if pool:
            pool.shutdown(wait=False)

    def serve(self):
        """Hand out slices while there are free workers and something to do."""
        with self.lock:
            if self._serving:
                return  # whoever is at it, this very thread perhaps, looks again before leaving off
            self._serving = True
        while slice_ := self._next():
            self._hand_out(*slice_)

    def _next(self):
        """The next slice: its work, the place of its task, the task; or None."""
        with self.lock:
            self._drop()
            free = not self._closed and not self._alone and self._out < self.workers
            slice_ = self._choose() if free else None
            self._serving = slice_ is not None
            return slice_

    def _drop(self):
        """Forget the works that have nothing to do, or that nobody watches."""
        now = self.clock()
        self.works = [w for w in self.works if w.wants and now - w.looked <= w.patience]

    def _choose(self):
        served = {}
        for work in self.works:
            served[work.visitor] = max(work.served, served.get(work.visitor, 0))
        can = {visitor: not self.budget.wait(visitor) for visitor in served}
        ready = [work for work in self._let_in() if can[work.visitor] and work.ready]
        if not ready:
            return None
        work = min(ready, key=lambda w: (served[w.visitor], w.served))
        place = min(work.ready, key=lambda i: work.at[i].share)
        # A task that may have killed a worker is tried again with nobody beside it, to know who did it.
        suspect = work.strikes[place] > 0
        if suspect and self._out:
            return None
        self._alone = suspect
        self._out += 1
        work.out[place] = self.clock()
        work.served = next(self._turns)
        return work, place, work.at[place]

    def _let_in(self):
        """The works that may advance, as many as the limits allow: who came first is let in first."""
        each, let_in = Counter(), []
        for work in self.works:
            if len(let_in) < self.limits.works_all and each[work.visitor] < self.limits.works:
                each[work.visitor] += 1
                let_in.append(work)
        return let_in

    def wait_of(self, work):
        """What a work among `works` waits for, see Work.wait; to be asked under the lock."""
        if work not in (let_in := self._let_in()):
            queue = [other for other in self.works if other not in let_in]
            return Wait(place=queue.index(work) + 1)
        return self.budget.wait(work.visitor)

    def _hand_out(self, work, place, task, whole=False):
        """Send a task to a worker. whole: with its text, which the worker does not know."""
        pool = self._pool
        try:
            if pool is None:
                pool = self._pool = pool_of(self.workers, served=True)
            future = pool.submit(*packed(task, whole), self.slice_s)
        except Exception as error:  # it broke, it is shut down, or the system gives no more processes
            self._take_back(work, place, pool, BrokenExecutor(error))
        else:
            future.add_done_callback(partial(self._came_back, work, place, task, pool))

    def _came_back(self, work, place, task, pool, future):
        error = CancelledError() if future.cancelled() else future.exception()
        after = None if error else unpacked(future.result(), task)
        if error is None and after is None:
            self._hand_out(work, place, task, whole=True)
        else:
            self._take_back(work, place, pool, error, after)

    def _take_back(self, work, place, pool, error, task=None):
        """The slice is over: with an error, or with the task as far as it has come now."""
        with self.lock:
            self._alone = False
            self._out, self._was_out = self._out - 1, self.clock()
            self.budget.spend(work.visitor, self.clock() - work.out.pop(place))
            if error is None:
                work.put(place, task)
            elif isinstance(error, BrokenExecutor):
                work.strike(place)
                if self._pool is pool:
                    self._pool = self._given  # none: the next slice has a new one made
            elif not isinstance(error, CancelledError):
                work.fail(error)
        self.serve()


_first = threading.Lock()


def service():
    """The one service of this process, made when it is first needed."""
    with _first:
        return _service()


@lru_cache
def _service():
    made = Service()
    every(60, made.tidy)
    return made
