"""The tasks of one visitor in the work queue: their progress, their state, and the reason for a failure."""

from collections import Counter, deque

from rnnplay.server.quota import Wait

MOST_LOSSES = 3  # times in a row that a task may lose its worker process before the work fails
STAMPS = 100  # finished slices from which the speed is measured


class Work:
    """Tasks of one visitor in the queue. A work that is no longer watched stops by itself.

    Its tasks keep their progress: `queue.begin(visitor, work.tasks)` continues from there.
    """

    # The attributes without an underscore and without a docstring belong to the queue, which reads and
    # changes them under its lock only.

    def __init__(self, queue, visitor, tasks, unwatched_s):
        self.visitor, self.latest, self.unwatched_s = visitor, list(tasks), unwatched_s
        self.computing = {}  # index of a task -> time at which a worker began to compute it
        self.losses = Counter()  # index of a task -> number of times that its worker was lost
        self.looked, self.last_turn = queue.clock(), 0
        self._queue, self._lock = queue, queue.lock
        self._paused, self._cancelled, self._trouble = False, False, ""
        self._changes = {}  # index of a task -> function to apply to it when its slice returns
        self._stamps = deque(maxlen=STAMPS)  # (time, cost done) at the return of each slice

    @property
    def tasks(self):
        """Each task with its latest progress, in the order given."""
        with self._lock:
            return tuple(self.latest)

    @property
    def status(self):
        """running, paused, waiting (see `wait`), resting (not watched), done, cancelled or failed."""
        with self._lock:
            if self._trouble:
                return "failed"
            if all(task.ended for task in self.latest):
                return "done"
            if self._cancelled or self._paused:
                return "cancelled" if self._cancelled else "paused"
            if self.computing:
                return "running"
            return "waiting" if self in self._queue.works else "resting"

    @property
    def wait(self):
        """The Wait of a waiting work.

        place: its place in the queue, from 1; seconds: until the visitor's quota allows it to continue; both
        are 0 while it waits for its turn.
        """
        with self._lock:
            return self._queue.wait_of(self) if self in self._queue.works else Wait()

    @property
    def share(self):
        """The part that is done, from 0 to 1; each task counts by its cost."""
        with self._lock:
            done, whole = self._done()
        return done / whole if whole else 1.0

    @property
    def seconds_left(self):
        """Seconds to the end at the recent speed; None while there are too few measurements."""
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
        """One sentence with the reason for a failure, or an empty str."""
        return self._trouble

    def look(self):
        """Report that somebody watches this work. Without such calls it rests until the next one."""
        with self._lock:
            self.looked = self._queue.clock()
            if self.unfinished and self not in self._queue.works:
                self._queue.works.append(self)
                self._stamps.clear()
        self._queue.hand_out_slices()

    def pause(self):
        """Stop after the slices that are being computed."""
        self._paused = True
        self._queue.hand_out_slices()

    def resume(self):
        """Continue after a pause."""
        self._paused = False
        self.look()

    def cancel(self):
        """Stop after the slices that are being computed, for good."""
        self._cancelled = True
        self._queue.hand_out_slices()

    def add(self, tasks):
        """Append more tasks."""
        more = list(tasks)
        with self._lock:
            self.latest += more
        self.look()

    def change(self, function):
        """Replace each task by function(task); a task that is being computed is replaced when it returns."""
        with self._lock:
            for index, task in enumerate(self.latest):
                if index not in self.computing:
                    self.latest[index] = function(task)
                    continue
                earlier = self._changes.get(index, lambda same: same)
                self._changes[index] = lambda task, first=earlier: function(first(task))
        self.look()

    @property
    def unfinished(self):
        stopped = self._paused or self._cancelled or self._trouble
        return not stopped and not all(task.ended for task in self.latest)

    @property
    def ready(self):
        return [i for i, task in enumerate(self.latest) if not task.ended and i not in self.computing]

    def put(self, index, task):
        self.latest[index] = self._changes.pop(index, lambda same: same)(task)
        del self.losses[index]
        self._stamps.append((self._queue.clock(), self._done()[0]))

    def lose(self, index):
        self.latest[index] = self._changes.pop(index, lambda same: same)(self.latest[index])
        self.losses[index] += 1
        if self.losses[index] >= MOST_LOSSES:
            times = f"{MOST_LOSSES} times in a row"
            self._trouble = f"Its worker process was lost {times}; perhaps memory is short."

    def fail(self, error):
        what = " ".join(str(error).split())[:200].rstrip(".")
        self._trouble = f"It could not go on: {type(error).__name__}{what and ', '}{what}."

    def _done(self):
        """-> cost of the finished part, cost of everything."""
        return sum(task.cost * task.share for task in self.latest), sum(task.cost for task in self.latest)
