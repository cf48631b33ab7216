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
from collections import Counter, deque
from concurrent.futures import BrokenExecutor, CancelledError
from functools import lru_cache, partial
from itertools import count

from rnnplay.training.budget import Budget, Wait
from rnnplay.training.limits import limits
from rnnplay.training.workers import default_workers, every, packed, pool_of, unpacked

PATIENCE = 3  # as many workers may die of a task, one after the other, before it is given up
IDLE = 120  # seconds after which workers with nothing to do are ended
STAMPS = 100  # the pace is that of so many slices


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
                pool = self._pool = pool_of(self.workers)
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


class Work:
    """Tasks of one visitor on their way. Nobody needs to end one: whoever drops it, or stops looking, has.

    What is done is kept in any case, and `service.begin(visitor, work.tasks)` would go on from there.
    """

    # What has no underscore and no docstring is the service's, to be read and changed under its lock only.

    def __init__(self, service, visitor, tasks, patience):
        self.visitor, self.at, self.patience = visitor, list(tasks), patience
        self.out, self.strikes = (
            {},
            Counter(),
        )  # place of a task -> since when it is out; how often it was lost
        self.looked, self.served = service.clock(), 0
        self._service, self._lock = service, service.lock
        self._paused, self._cancelled, self._trouble = False, False, ""
        self._changes = {}  # place of a task -> what to do to it when its slice comes back
        self._stamps = deque(maxlen=STAMPS)  # (time, cost done) whenever a slice came back

    @property
    def tasks(self):
        """Each task as far as it has come, in the order given."""
        with self._lock:
            return tuple(self.at)

    @property
    def status(self):
        """running, paused, waiting (see `wait`), resting (nobody looked), done, cancelled or failed."""
        with self._lock:
            if self._trouble:
                return "failed"
            if all(task.ended for task in self.at):
                return "done"
            if self._cancelled or self._paused:
                return "cancelled" if self._cancelled else "paused"
            if self.out:
                return "running"
            return "waiting" if self in self._service.works else "resting"

    @property
    def wait(self):
        """What a waiting work waits for. Wait.place: its place in the queue, from 1; Wait.seconds: until its
        visitor may compute again; neither: for its turn."""
        with self._lock:
            return self._service.wait_of(self) if self in self._service.works else Wait()

    @property
    def share(self):
        """How much is done, from 0 to 1, the long tasks counting more."""
        with self._lock:
            done, whole = self._done()
        return done / whole if whole else 1.0

    @property
    def seconds_left(self):
        """How long it will take at the pace of late, in seconds; None while that cannot be told."""
        with self._lock:
            done, whole = self._done()
            if done == whole:
                return 0.0
            if len(self._stamps) < 5:
                return None
            (began, before), (now, after) = self._stamps[0], self._stamps[-1]
        return (whole - done) * (now - began) / (after - before) if after > before else None

    @property
    def trouble(self):
        """One sentence about why it failed, or nothing."""
        return self._trouble

    def look(self):
        """Somebody watches. A work that is not looked at rests, until the next look."""
        with self._lock:
            self.looked = self._service.clock()
            if self.wants and self not in self._service.works:
                self._service.works.append(self)
                self._stamps.clear()
        self._service.serve()

    def pause(self):
        """Stop after the slices that are being computed."""
        self._paused = True
        self._service.serve()

    def resume(self):
        """Go on after a pause."""
        self._paused = False
        self.look()

    def cancel(self):
        """Stop after the slices that are being computed, for good."""
        self._cancelled = True
        self._service.serve()

    def add(self, tasks):
        """Take in more tasks, behind the others."""
        more = list(tasks)
        with self._lock:
            self.at += more
        self.look()

    def change(self, function):
        """Make each task function(task): now, or if it is being computed, as soon as it comes back."""
        with self._lock:
            for place, task in enumerate(self.at):
                if place not in self.out:
                    self.at[place] = function(task)
                    continue
                earlier = self._changes.get(place, lambda same: same)
                self._changes[place] = lambda task, first=earlier: function(first(task))
        self.look()

    @property
    def wants(self):
        stopped = self._paused or self._cancelled or self._trouble
        return not stopped and not all(task.ended for task in self.at)

    @property
    def ready(self):
        return [i for i, task in enumerate(self.at) if not task.ended and i not in self.out]

    def put(self, place, task):
        self.at[place] = self._changes.pop(place, lambda same: same)(task)
        del self.strikes[place]
        self._stamps.append((self._service.clock(), self._done()[0]))

    def strike(self, place):
        self.at[place] = self._changes.pop(place, lambda same: same)(self.at[place])
        self.strikes[place] += 1
        if self.strikes[place] >= PATIENCE:
            self._trouble = f"Its worker process was lost {PATIENCE} times in a row; perhaps memory is short."

    def fail(self, error):
        what = " ".join(str(error).split())[:200].rstrip(".")
        self._trouble = f"It could not go on: {type(error).__name__}{what and ', '}{what}."

    def _done(self):
        """-> cost of what is done, cost of all."""
        return sum(task.cost * task.share for task in self.at), sum(task.cost for task in self.at)


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
