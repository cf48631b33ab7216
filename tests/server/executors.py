"""Executors and a clock for tests of the work queue, which compute without worker processes."""

from concurrent.futures import Executor, Future


class ManualClock:
    """A clock that shows `now`, in seconds; a test sets it."""

    now = 0.0

    def __call__(self):
        return self.now


class SynchronousExecutor(Executor):
    """Computes a task when it is submitted, and lists the tasks."""

    def __init__(self):
        self.given = []

    def submit(self, function, task, *more):
        self.given.append(task)
        future = Future()
        future.set_result(function(task, *more))
        return future


class HeldExecutor(Executor):
    """Computes no task until compute_next() is called, and then the oldest one for 0.01 seconds."""

    def __init__(self):
        self.given = []

    def submit(self, function, task, *more):
        self.given.append((Future(), function, task))
        return self.given[-1][0]

    def compute_next(self):
        future, function, task = self.given.pop(0)
        future.set_result(function(task, 0.01))
