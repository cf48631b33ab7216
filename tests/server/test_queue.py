"""The work queue: visitors take turns, computed slices are kept, and only watched work is computed."""

import gc
import os
import runpy
import time
import traceback
import weakref
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import active_children
from multiprocessing.connection import wait
from pathlib import Path
from threading import Event

import pytest

from rnnplay.labs.gap.runs import Run, run
from rnnplay.labs.gap.setup import Job, Setup
from rnnplay.nn.cells import CELLS
from rnnplay.server import worker_processes as workers
from rnnplay.server.limits import read_limits
from rnnplay.server.queue import IDLE, WorkQueue, work_queue
from rnnplay.server.queued_work import MOST_LOSSES
from rnnplay.server.quota import Wait
from rnnplay.server.worker_processes import default_workers, pool_of, processes


@dataclass(frozen=True)
class Count:
    """A task that counts its slices."""

    name: str = "a"
    end: int = 4
    cost: float = 1.0
    slices: int = 0
    bad: int = -1

    def advance(self, seconds):
        if self.slices == self.bad:
            raise ZeroDivisionError("nothing\nto divide by.")
        return replace(self, slices=self.slices + 1)

    ended = property(lambda self: self.slices >= self.end)
    share = property(lambda self: self.slices / self.end)


@dataclass(frozen=True)
class Reader(Count):
    """A task with a text, which records what it has read."""

    corpus: str | None = None
    read: str = ""

    def advance(self, seconds):
        return replace(self, slices=self.slices + 1, read=self.read + self.corpus)


class SteppedExecutor:
    """An executor and a clock that a test drives: back() ends the oldest slice a second later."""

    def __init__(self):
        self.out, self.names, self.now = [], [], 0.0

    def submit(self, call, task, seconds):
        self.out.append((Future(), call, task, seconds))
        self.names.append(task.name)
        return self.out[-1][0]

    def back(self, error=None):
        """Add a second to the clock, and finish or lose the oldest slice."""
        self.now += 1
        future, call, task, seconds = self.out.pop(0)
        try:
            if error:
                raise error
            future.set_result(call(task, seconds))
        except Exception as trouble:
            future.set_exception(trouble)

    def all_back(self):
        while self.out:
            self.back()


@pytest.fixture
def executor():
    return SteppedExecutor()


@pytest.fixture
def make_queue(executor):
    def make_queue(workers=1, **limits):
        most = read_limits({f"RNNPLAY_{name.upper()}": str(value) for name, value in limits.items()})
        return WorkQueue(workers, executor=executor, clock=lambda: executor.now, limits=lambda: most)

    return make_queue


def finish(*works):
    """Watch the works until they end."""
    deadline = time.monotonic() + 120
    while {work.status for work in works} & {"running", "waiting"}:
        assert time.monotonic() < deadline, [(work.status, work.share) for work in works]
        for work in works:
            work.look()
        Event().wait(0.01)  # they end in other processes, which send no notice


def test_visitors_take_turns_slice_by_slice(make_queue, executor):
    queue = make_queue()
    works = [queue.begin(1, [Count("a", 6), Count("A", 6)]), queue.begin(1, [Count("aa", 6)])]
    executor.back()
    assert executor.names == ["a", "aa"]
    works.append(queue.begin(2, [Count("b", 5)]))
    assert works[2].status == "waiting"
    executor.all_back()
    assert executor.names[2:12:2] == ["b"] * 5 and "b" not in executor.names[3:13:2] + executor.names[13:]
    # The two works of one visitor share the visitor's turns.
    assert executor.names[3:11:2].count("aa") == 2
    assert [work.status for work in works] == ["done"] * 3


def test_a_single_visitor_uses_every_worker_and_its_tasks_advance_evenly(make_queue, executor):
    work = make_queue(3).begin("me", [Count(name, 7) for name in "abcde"])
    while work.status == "running":
        slices = [task.slices for task in work.tasks]
        assert max(slices) - min(slices) <= 1
        assert len(executor.out) == min(3, sum(not task.ended for task in work.tasks))
        assert len({task.name for _, _, task, _ in executor.out}) == len(executor.out)
        executor.back()
    assert [(task.name, task.slices) for task in work.tasks] == [(name, 7) for name in "abcde"]


def test_the_share_only_grows_and_the_time_left_follows_from_the_speed(make_queue, executor):
    work = make_queue().begin("me", [Count("long", 10, cost=30), Count("short", 10, cost=10)])
    shares = [work.share]
    for k in range(1, 21):
        executor.back()
        shares.append(work.share)
        assert (work.seconds_left is None) == (k < 5)
        assert k < 5 or work.seconds_left == pytest.approx(20 - k, abs=2)
    assert shares == sorted(shares)
    assert shares[:3] == [0, 0.075, 0.1] and shares[-1] == 1 and work.seconds_left == 0


def test_a_pause_does_not_count_as_time(make_queue, executor):
    work = make_queue().begin("me", [Count(end=30)])
    for _ in range(9):
        executor.back()
    work.pause()
    executor.back()
    executor.now += 1000
    work.resume()
    for _ in range(10):
        executor.back()
    assert work.seconds_left == pytest.approx(10)


@pytest.mark.parametrize("stop", ["pause", "cancel"])
def test_a_stopped_work_keeps_what_was_computed(stop, make_queue, executor):
    queue, after = make_queue(2), {"pause": "paused", "cancel": "cancelled"}[stop]
    work = queue.begin("me", [Count(), Count("b")])
    executor.back()
    getattr(work, stop)()
    assert work.status == after and len(executor.out) == 2
    executor.all_back()
    work.look()
    assert work.status == after and len(executor.names) == sum(task.slices for task in work.tasks) == 3
    work.resume()
    executor.all_back()
    assert work.status == {"pause": "done", "cancel": "cancelled"}[stop]
    again = queue.begin("me", work.tasks)
    executor.all_back()
    assert again.status == "done" and len(executor.names) == 8  # no slice was computed twice


def test_more_tasks_can_be_appended(make_queue, executor):
    work = make_queue().begin("me", [Count("a", 1)])
    executor.all_back()
    assert work.status == "done"
    work.add([Count("b", 1)])
    assert work.status == "running" and work.share == 0.5
    executor.all_back()
    assert work.status == "done" and executor.names == ["a", "b"]


def test_a_change_waits_for_the_slice_that_is_being_computed(make_queue, executor):
    work = make_queue().begin("a", [Count("x", end=9), Count("y", end=9)])
    assert len(executor.out) == 1
    work.change(lambda task: replace(task, cost=task.cost + 1))
    work.change(lambda task: replace(task, cost=task.cost * 10))
    assert [task.cost for task in work.tasks] == [1, 20]
    executor.back(BrokenExecutor())
    assert [(task.cost, task.slices) for task in work.tasks] == [(20, 0), (20, 0)]
    executor.back()
    work.change(lambda task: replace(task, cost=0.5))
    executor.back()
    assert [task.cost for task in work.tasks] == [0.5, 0.5] and sum(t.slices for t in work.tasks) == 2


def test_a_work_can_go_on_unwatched_for_longer_than_others(make_queue, executor):
    queue = make_queue(2)
    usual, patient = queue.begin("a", [Count(end=99)]), queue.begin("b", [Count(end=99)], unwatched_s=600)
    executor.now += 100
    executor.back()
    executor.back()
    assert (usual.status, patient.status) == ("resting", "running")


def test_a_text_travels_only_to_a_worker_that_does_not_know_it(make_queue, executor, monkeypatch):
    monkeypatch.setattr(workers, "_known", {})
    sent, submit = [], executor.submit

    def sending(call, task, seconds):
        sent.append((task.corpus, *call.args[1:]))
        return submit(call, task, seconds)

    monkeypatch.setattr(executor, "submit", sending)
    queue, text = make_queue(), "what is read"
    work = queue.begin("me", [Reader(corpus=text)])
    executor.all_back()
    assert work.status == "done" and work.tasks[0].read == text * 4
    assert sent == [(None, None), (None, text), *[(None, None)] * 3]
    assert work.tasks[0].corpus is text
    others = [Reader(f"{k}", 1, corpus=f"text {k}") for k in range(workers.TEXTS)]
    other = queue.begin("others", others)
    executor.all_back()
    assert [task.read for task in other.tasks] == [task.corpus for task in others]
    again = queue.begin("me", [Reader(corpus=text, end=1)])
    executor.back()
    assert again.status == "running" and again.share == 0 and sent[-1] == (None, text)  # it was forgotten
    executor.back(BrokenExecutor())
    executor.all_back()
    assert again.status == "done" and again.tasks[0].read == text


def test_work_that_nobody_watches_rests(make_queue, executor):
    queue = make_queue()
    work, other = queue.begin(1, [Count("a", 100)]), queue.begin(2, [Count("b", 100)])
    for _ in range(70):
        other.look()
        executor.back()
    assert work.status == "resting" and other.status == "running"
    assert executor.names[-5:] == ["b"] * 5
    before = work.tasks
    work.look()
    assert work.status == "waiting" and work.tasks == before
    executor.back()
    assert executor.names[-1] == "a"

    gone = weakref.ref(other)
    del other
    for _ in range(63):
        work.look()
        executor.back()
    gc.collect()
    assert gone() is None and work.status == "running"


def test_works_beyond_the_limit_of_all_wait_at_a_place_in_the_queue(make_queue, executor):
    queue = make_queue(2, works_all=2)
    _, second, third, fourth = works = [queue.begin(name, [Count(name, 4)]) for name in "abcd"]
    assert [work.status for work in works] == ["running", "running", "waiting", "waiting"]
    assert [work.wait.place for work in works] == [0, 0, 1, 2]
    executor.back()
    assert executor.names == ["a", "b", "a"]  # a work in the queue gets no slice in between
    second.pause()
    assert third.wait.place == 0 and fourth.wait == Wait(place=1)
    second.resume()
    assert second.wait == Wait(place=2)  # a work that was paused goes to the end
    executor.all_back()
    assert [work.status for work in works] == ["done"] * 4
    assert executor.names.index("d") < max(k for k, name in enumerate(executor.names) if name == "b")
    assert [work.wait for work in works] == [Wait()] * 4


def test_the_limit_of_one_visitor_keeps_no_other_visitor_out(make_queue, executor):
    queue = make_queue(8, works=2)
    greedy = [queue.begin("greedy", [Count(f"g{k}", 3)]) for k in range(4)]
    other = queue.begin("other", [Count("o", 3)])
    assert [work.status for work in (*greedy, other)] == ["running"] * 2 + ["waiting"] * 2 + ["running"]
    assert [work.wait.place for work in greedy] == [0, 0, 1, 2]
    executor.all_back()
    assert {work.status for work in (*greedy, other)} == {"done"}


def test_a_visitor_whose_quota_is_used_up_waits_until_it_grows_again(make_queue, executor):
    queue = make_queue(1, work_saved=10, work_share=0.5)
    greedy = queue.begin("greedy", [Count("g", 100)])
    while greedy.status == "running":
        executor.back()  # a slice of one second
    assert executor.now == 19 and greedy.wait.seconds == pytest.approx(0.4) and greedy.wait.place == 0
    other = queue.begin("other", [Count("o", 100)])
    assert other.status == "running"
    executor.now += 1
    greedy.look()
    assert greedy.wait == Wait() and greedy.status == "waiting"  # for its turn
    executor.back()
    assert executor.names[-1] == "g"


def test_an_exception_is_one_sentence_and_stops_no_other_work(make_queue, executor):
    queue = make_queue(2)
    work = queue.begin(1, [Count("a", bad=2), Count("b")])
    other = queue.begin(2, [Count("c")])
    executor.all_back()
    assert work.status == "failed" and other.status == "done" and other.trouble == ""
    assert work.trouble == "It could not go on: ZeroDivisionError, nothing to divide by."
    assert work.tasks[0].slices == 2


def test_a_lost_slice_is_computed_again_and_a_task_that_kills_workers_is_found(make_queue, executor):
    queue, lost = make_queue(2), []
    deadly, *others = [queue.begin(name, [Count(name, 9)]) for name in ("deadly", "b", "c")]
    while deadly.tasks[0].slices < 1:
        executor.back()
    for _ in range(40):
        out = [task.name for _, _, task, _ in executor.out]
        dies = "deadly" in out
        lost += [out] if dies else []
        for _ in out:  # a pool that breaks loses all its slices
            executor.back(BrokenExecutor() if dies else None)
    # Only the first time two tasks are suspected.
    assert len(lost) == MOST_LOSSES and len(lost[0]) == 2 and lost[1:] == [["deadly"]] * (MOST_LOSSES - 1)
    assert deadly.status == "failed" and deadly.tasks[0].slices == 1
    times = f"{MOST_LOSSES} times in a row"
    assert deadly.trouble == f"Its worker process was lost {times}; perhaps memory is short."
    assert [other.tasks[0].slices for other in others] == [9, 9]


def test_a_slice_that_returns_clears_its_task_of_suspicion(make_queue, executor):
    work = make_queue().begin("me", [Count(end=2)])
    for lost in [True] * (MOST_LOSSES - 1) + [False] + [True] * (MOST_LOSSES - 1):
        executor.back(BrokenExecutor() if lost else None)
    executor.back()
    assert work.status == "done"


def depth():
    """The depth of the call stack."""
    return sum(1 for _ in traceback.walk_stack(None))


def test_a_pool_may_call_back_at_once():
    class ImmediateExecutor(SteppedExecutor):
        deep = 0

        def submit(self, *slice_):
            future = super().submit(*slice_)
            self.deep = max(self.deep, depth())
            self.back()
            return future

    pool = ImmediateExecutor()
    work = WorkQueue(4, executor=pool, clock=lambda: 0).begin("me", [Count("a", 100), Count("b", 100)])
    assert work.status == "done" and pool.deep < depth() + 20


def test_an_executor_that_accepts_nothing_fails_the_work_with_a_sentence():
    with ThreadPoolExecutor(1) as closed:
        closed.shutdown()
    work = WorkQueue(2, executor=closed).begin("me", [Count("a"), Count("b")])
    assert work.status == "failed" and "lost 3 times" in work.trouble


def test_any_thread_may_call():
    with ThreadPoolExecutor(3) as pool, ThreadPoolExecutor(6) as visitors:
        queue = WorkQueue(3, executor=pool)

        def visit(name):
            work = queue.begin(name, [Count(str(i), 40) for i in range(5)])
            for _ in range(20):
                work.pause()
                assert 0 <= work.share <= 1
                work.resume()
            work.add([Count("more", 40)])
            finish(work)
            return work.status, [task.slices for task in work.tasks]

        assert list(visitors.map(visit, range(6))) == [("done", [40] * 6)] * 6


def test_a_race_has_the_same_results_though_workers_die():
    jobs = [Job(Setup("cue", updates=60, to_the_end=True), cell, 20, 3) for cell in CELLS]
    queue = WorkQueue(2, slice_s=0.05)
    try:
        work = queue.begin("me", map(Run, jobs))
        while not work.share:
            Event().wait(0.01)
        for worker in active_children():
            worker.kill()
        finish(work)
        assert work.status == "done", work.trouble
    finally:
        queue.close()
    for job, task in zip(jobs, work.tasks, strict=True):
        told, wanted = task.result, run(job)
        assert told.updates_to_95 == wanted.updates_to_95
        assert [(p.update, p.accuracy, p.loss) for p in told.curve] == [
            (p.update, p.accuracy, p.loss) for p in wanted.curve
        ]


def test_idle_workers_are_ended_and_start_again_when_needed():
    now, others = [0.0], set(active_children())
    queue = WorkQueue(1, slice_s=0, clock=lambda: now[0])
    try:
        for _ in range(2):
            work = queue.begin("me", [Run(Job(Setup("cue", updates=1), "rnn", 5, 3))])
            finish(work)
            assert work.status == "done", work.trouble
            workers_then = set(active_children()) - others
            now[0] += IDLE - 1
            queue.tidy()
            assert queue._pool is not None
            now[0] += 2
            queue.tidy()
            assert workers_then
            # Not join(): the pool joins them too, and the second join learns nothing.
            assert all(wait([worker.sentinel], 20) for worker in workers_then)
    finally:
        queue.close()


def test_a_slice_leaves_nothing_behind_in_a_worker(monkeypatch):
    monkeypatch.setattr(workers, "parent_process", lambda: "here")

    class Ring:
        """It refers to itself, as the buffers of a training do."""

        def advance(self, seconds):
            self.me = self
            return weakref.ref(self)

    call, ring = workers.packed(Ring(), False)
    left = call(ring, 0)
    del ring
    call(Ring(), 0)
    assert left() is None


def test_a_worker_is_small_and_has_a_low_priority():
    with processes(1) as executor:
        facts = executor.submit(Path.read_text, Path("/proc/self/status")).result()
        nice = executor.submit(os.nice, 0).result()
        blas = executor.submit(os.getenv, "OPENBLAS_NUM_THREADS").result()
    facts = {name: value.split() for name, _, value in (line.partition(":") for line in facts.splitlines())}
    assert int(facts["VmRSS"][0]) < 60_000  # kilobytes: NumPy and the network, no page
    # One thread computes, and one ends the process when its parent ends.
    assert int(facts["Threads"][0]) == 2 and blas == "1"
    assert nice == min(19, os.nice(0) + 10)


def test_a_worker_of_a_page_server_computes_only_while_a_core_is_idle():
    with pool_of(1, served=True) as executor:
        assert executor.submit(os.nice, 0).result() == min(19, os.nice(0) + 10)
        if hasattr(os, "SCHED_IDLE"):  # Linux
            assert executor.submit(os.sched_getscheduler, 0).result() == os.SCHED_IDLE


def test_app_py_runs_no_page_in_a_worker():
    app = Path(__file__).parents[2] / "app.py"
    there = runpy.run_path(str(app), run_name="__mp_main__")
    assert not [name for name in there if not name.startswith("__")]


def test_the_number_of_workers_can_be_set(monkeypatch):
    monkeypatch.delenv("RNNPLAY_WORKERS", raising=False)
    assert default_workers() == os.cpu_count()
    monkeypatch.setenv("RNNPLAY_WORKERS", "3")
    assert WorkQueue().workers == 3
    monkeypatch.setenv("RNNPLAY_WORKERS", "all")
    with pytest.raises(ValueError, match="RNNPLAY_WORKERS must be a whole number from 1 to 256, not “all”"):
        WorkQueue()


def test_a_process_has_one_work_queue():
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(lambda _: work_queue(), range(8)))) == 1
