"""The work queue: it runs all long work in worker processes, and gives visitors turns.

A task is any frozen value that has

    advance(seconds)   -> the same task after about this many seconds of work
    ended              whether all of it is done
    share              the part that is done, from 0 to 1
    cost               estimated computing time of all of it, in arbitrary units

A slice is one call of advance in a worker process. Its result replaces the task, and the next slice goes to
the visitor who has waited longest for one. An interruption therefore loses one slice at most.

On a shared server, `limits` set how many works of one visitor, and of all visitors, may advance at once. The
others wait in the order of their arrival. Quotas limit the computing time of each visitor, see quota.py: one
set for the worker processes, one for short work in the process of the page.
"""

import threading
import time
from collections import Counter
from concurrent.futures import BrokenExecutor, CancelledError
from functools import lru_cache, partial
from itertools import count

from rnnplay.server.limits import limits
from rnnplay.server.queued_work import Work
from rnnplay.server.quota import Quotas, Wait
from rnnplay.server.worker_processes import call_every, default_workers, packed, pool_of, unpacked

IDLE = 120  # seconds after which worker processes with nothing to do are ended


class WorkQueue:
    """Runs the works of many visitors. Any thread may call every method.

    workers: number of worker processes, None for `default_workers()`; slice_s: seconds of a slice;
    unwatched_s: a work rests after so many seconds without a call of `look`; executor: an executor of
    concurrent.futures in place of worker processes; limits: by default those of this process.

    quotas: of the worker processes; page_quotas: of the page's own process.
    """

    # No executor is called while the lock is held: executors call back under locks of their own.

    def __init__(
        self, workers=None, slice_s=0.25, unwatched_s=None, clock=time.monotonic, executor=None, limits=limits
    ):
        self.limits = most = limits()
        self.workers = default_workers() if workers is None else workers
        self.slice_s, self.clock = slice_s, clock
        self.unwatched_s = most.rest if unwatched_s is None else unwatched_s
        self.quotas = Quotas(most.work_share, most.work_saved, clock=clock)
        self.page_quotas = Quotas(
            most.page_share, most.page_saved, most.page_share_all, most.page_saved_all, clock=clock
        )
        self.lock = threading.Lock()
        self.works = []  # the watched, unfinished works in the order of their arrival
        self._given_pool = self._pool = executor
        self._computing, self._last_computed = 0, clock()  # slices in workers; time of the last one
        self._suspect_alone = self._handing_out = self._closed = False
        self._turns = count(1)

    def begin(self, visitor, tasks, unwatched_s=None):
        """Begin tasks for a visitor (any hashable value) -> Work. unwatched_s: of this Work only."""
        work = Work(self, visitor, tasks, self.unwatched_s if unwatched_s is None else unwatched_s)
        work.look()
        return work

    def close(self):
        """Hand out no more slices, and end the worker processes."""
        with self.lock:
            self._closed, self.works = True, []
            pool = self._pool
        if pool is not self._given_pool:
            pool.shutdown(cancel_futures=True)

    def tidy(self):
        """End worker processes that were idle for IDLE seconds. New ones start when needed."""
        with self.lock:
            self._drop()
            idle = not (self._computing or self.works) and self.clock() - self._last_computed > IDLE
            pool = self._pool if idle and self._pool is not self._given_pool else None
            if pool:
                self._pool = self._given_pool
        if pool:
            pool.shutdown(wait=False)

    def hand_out_slices(self):
        """Give slices to workers while there are free workers and something to do."""
        with self.lock:
            if self._handing_out:
                return  # another call is running, perhaps in this thread; it checks again before it returns
            self._handing_out = True
        while slice_ := self._next():
            self._hand_out(*slice_)

    def _next(self):
        """The next slice as (work, index of its task, task), or None."""
        with self.lock:
            self._drop()
            free = not self._closed and not self._suspect_alone and self._computing < self.workers
            slice_ = self._choose() if free else None
            self._handing_out = slice_ is not None
            return slice_

    def _drop(self):
        """Remove the works without anything to do, and the unwatched works."""
        now = self.clock()
        self.works = [w for w in self.works if w.unfinished and now - w.looked <= w.unwatched_s]

    def _choose(self):
        last_turn = {}
        for work in self.works:
            last_turn[work.visitor] = max(work.last_turn, last_turn.get(work.visitor, 0))
        allowed = {visitor: not self.quotas.wait_of(visitor) for visitor in last_turn}
        ready = [work for work in self._admitted() if allowed[work.visitor] and work.ready]
        if not ready:
            return None
        work = min(ready, key=lambda w: (last_turn[w.visitor], w.last_turn))
        index = min(work.ready, key=lambda i: work.latest[i].share)
        # A task whose worker was lost runs alone the next time. If it is lost again, this task is the cause.
        suspect = work.losses[index] > 0
        if suspect and self._computing:
            return None
        self._suspect_alone = suspect
        self._computing += 1
        work.computing[index] = self.clock()
        work.last_turn = next(self._turns)
        return work, index, work.latest[index]

    def _admitted(self):
        """The works that may advance, as many as the limits allow, first come first."""
        each, admitted = Counter(), []
        for work in self.works:
            if len(admitted) < self.limits.works_all and each[work.visitor] < self.limits.works:
                each[work.visitor] += 1
                admitted.append(work)
        return admitted

    def wait_of(self, work):
        """The Wait of a work among `works`, see Work.wait. The caller holds the lock."""
        if work not in (admitted := self._admitted()):
            queue = [other for other in self.works if other not in admitted]
            return Wait(place=queue.index(work) + 1)
        return self.quotas.wait_of(work.visitor)

    def _hand_out(self, work, index, task, whole=False):
        """Send a task to a worker. whole: with its text, which the worker does not know."""
        pool = self._pool
        try:
            if pool is None:
                pool = self._pool = pool_of(self.workers, served=True)
            future = pool.submit(*packed(task, whole), self.slice_s)
        except Exception as error:  # the pool is broken or shut down, or the system allows no more processes
            self._take_back(work, index, pool, BrokenExecutor(error))
        else:
            future.add_done_callback(partial(self._came_back, work, index, task, pool))

    def _came_back(self, work, index, task, pool, future):
        error = CancelledError() if future.cancelled() else future.exception()
        after = None if error else unpacked(future.result(), task)
        if error is None and after is None:
            self._hand_out(work, index, task, whole=True)
        else:
            self._take_back(work, index, pool, error, after)

    def _take_back(self, work, index, pool, error, task=None):
        """End a slice, whose result is an error or the advanced task."""
        with self.lock:
            self._suspect_alone = False
            self._computing, self._last_computed = self._computing - 1, self.clock()
            self.quotas.spend(work.visitor, self.clock() - work.computing.pop(index))
            if error is None:
                work.put(index, task)
            elif isinstance(error, BrokenExecutor):
                work.lose(index)
                if self._pool is pool:
                    self._pool = self._given_pool  # None: the next slice makes a new one
            elif not isinstance(error, CancelledError):
                work.fail(error)
        self.hand_out_slices()


_first = threading.Lock()


def work_queue():
    """The one work queue of this process, made when it is first needed."""
    with _first:
        return _work_queue()


@lru_cache
def _work_queue():
    made = WorkQueue()
    call_every(60, made.tidy)
    return made
