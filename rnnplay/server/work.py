"""Tasks of one visitor on their way through the service of jobs: how far they are, and what holds them up."""

from collections import Counter, deque

from rnnplay.server.quota import Wait

PATIENCE = 3  # as many workers may die of a task, one after the other, before it is given up
STAMPS = 100  # the pace is that of so many slices


class Work:
    """Tasks of one visitor on their way. Nobody needs to end one: whoever drops it, or stops looking, has.

    What is done is kept in any case, and `service.begin(visitor, work.tasks)` would go on from there.
    """

    # What has no underscore and no docstring is the service's, to be read and changed under its lock only.

    def __init__(self, service, visitor, tasks, patience):
        self.visitor, self.at, self.patience = visitor, list(tasks), patience
        self.out = {}  # place of a task -> since when it is out
        self.strikes = Counter()  # place of a task -> how often it was lost
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
