"""Long work: visitors take turns, nothing that was computed is lost, and nobody computes for nobody."""

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
from rnnplay.server.queue import IDLE, Service, service
from rnnplay.server.quota import Wait
from rnnplay.server.work import PATIENCE
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
    """One with a text: it tells what it has read."""

    corpus: str | None = None
    read: str = ""

    def advance(self, seconds):
        return replace(self, slices=self.slices + 1, read=self.read + self.corpus)


class Hand:
    """An executor and a clock, both driven by hand."""

    def __init__(self):
        self.out, self.names, self.now = [], [], 0.0

    def submit(self, call, task, seconds):
        self.out.append((Future(), call, task, seconds))
        self.names.append(task.name)
        return self.out[-1][0]

    def back(self, error=None):
        """One more second, and the oldest slice is done, or lost."""
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
def hand():
    return Hand()


@pytest.fixture
def serve(hand):
    def serve(workers=1, **limits):
        most = read_limits({f"RNNPLAY_{name.upper()}": str(value) for name, value in limits.items()})
        return Service(workers, executor=hand, clock=lambda: hand.now, limits=lambda: most)

    return serve


def finish(*works):
    """Watch until they have come to an end."""
    deadline = time.monotonic() + 120
    while {work.status for work in works} & {"running", "waiting"}:
        assert time.monotonic() < deadline, [(work.status, work.share) for work in works]
        for work in works:
            work.look()
        Event().wait(0.01)  # they come to an end in other processes: nobody tells


def test_visitors_take_turns_slice_by_slice(serve, hand):
    service = serve()
    works = [service.begin(1, [Count("a", 6), Count("A", 6)]), service.begin(1, [Count("aa", 6)])]
    hand.back()
    assert hand.names == ["a", "aa"]
    works.append(service.begin(2, [Count("b", 5)]))
    assert works[2].status == "waiting"
    hand.all_back()
    assert hand.names[2:12:2] == ["b"] * 5 and "b" not in hand.names[3:13:2] + hand.names[13:]
    # The two works of one visitor share what is the visitor's.
    assert hand.names[3:11:2].count("aa") == 2
    assert [work.status for work in works] == ["done"] * 3


def test_who_is_alone_uses_every_worker_and_its_tasks_advance_evenly(serve, hand):
    work = serve(3).begin("me", [Count(name, 7) for name in "abcde"])
    while work.status == "running":
        slices = [task.slices for task in work.tasks]
        assert max(slices) - min(slices) <= 1
        assert len(hand.out) == min(3, sum(not task.ended for task in work.tasks))
        assert len({task.name for _, _, task, _ in hand.out}) == len(hand.out)
        hand.back()
    assert [(task.name, task.slices) for task in work.tasks] == [(name, 7) for name in "abcde"]


def test_the_share_only_grows_and_the_time_left_is_told_from_the_pace(serve, hand):
    work = serve().begin("me", [Count("long", 10, cost=30), Count("short", 10, cost=10)])
    shares = [work.share]
    for k in range(1, 21):
        hand.back()
        shares.append(work.share)
        assert (work.seconds_left is None) == (k < 5)
        assert k < 5 or work.seconds_left == pytest.approx(20 - k, abs=2)
    assert shares == sorted(shares)
    assert shares[:3] == [0, 0.075, 0.1] and shares[-1] == 1 and work.seconds_left == 0


def test_a_pause_does_not_count_as_time(serve, hand):
    work = serve().begin("me", [Count(end=30)])
    for _ in range(9):
        hand.back()
    work.pause()
    hand.back()
    hand.now += 1000
    work.resume()
    for _ in range(10):
        hand.back()
    assert work.seconds_left == pytest.approx(10)


@pytest.mark.parametrize("stop", ["pause", "cancel"])
def test_what_is_stopped_keeps_what_was_done(stop, serve, hand):
    service, after = serve(2), {"pause": "paused", "cancel": "cancelled"}[stop]
    work = service.begin("me", [Count(), Count("b")])
    hand.back()
    getattr(work, stop)()
    assert work.status == after and len(hand.out) == 2
    hand.all_back()
    work.look()
    assert work.status == after and len(hand.names) == sum(task.slices for task in work.tasks) == 3
    work.resume()
    hand.all_back()
    assert work.status == {"pause": "done", "cancel": "cancelled"}[stop]
    again = service.begin("me", work.tasks)
    hand.all_back()
    assert again.status == "done" and len(hand.names) == 8  # no slice was computed twice


def test_more_tasks_can_be_added_behind(serve, hand):
    work = serve().begin("me", [Count("a", 1)])
    hand.all_back()
    assert work.status == "done"
    work.add([Count("b", 1)])
    assert work.status == "running" and work.share == 0.5
    hand.all_back()
    assert work.status == "done" and hand.names == ["a", "b"]


def test_a_change_waits_for_the_slice_that_is_out(serve, hand):
    work = serve().begin("a", [Count("x", end=9), Count("y", end=9)])
    assert len(hand.out) == 1
    work.change(lambda task: replace(task, cost=task.cost + 1))
    work.change(lambda task: replace(task, cost=task.cost * 10))
    assert [task.cost for task in work.tasks] == [1, 20]
    hand.back(BrokenExecutor())
    assert [(task.cost, task.slices) for task in work.tasks] == [(20, 0), (20, 0)]
    hand.back()
    work.change(lambda task: replace(task, cost=0.5))
    hand.back()
    assert [task.cost for task in work.tasks] == [0.5, 0.5] and sum(t.slices for t in work.tasks) == 2


def test_a_work_can_be_more_patient_than_others(serve, hand):
    service = serve(2)
    usual, patient = service.begin("a", [Count(end=99)]), service.begin("b", [Count(end=99)], unwatched_s=600)
    hand.now += 100
    hand.back()
    hand.back()
    assert (usual.status, patient.status) == ("resting", "running")


def test_a_text_travels_only_to_a_worker_that_does_not_know_it(serve, hand, monkeypatch):
    monkeypatch.setattr(workers, "_known", {})
    sent, submit = [], hand.submit

    def sending(call, task, seconds):
        sent.append((task.corpus, *call.args[1:]))
        return submit(call, task, seconds)

    monkeypatch.setattr(hand, "submit", sending)
    service, text = serve(), "what is read"
    work = service.begin("me", [Reader(corpus=text)])
    hand.all_back()
    assert work.status == "done" and work.tasks[0].read == text * 4
    assert sent == [(None, None), (None, text), *[(None, None)] * 3]
    assert work.tasks[0].corpus is text
    others = [Reader(f"{k}", 1, corpus=f"text {k}") for k in range(workers.TEXTS)]
    other = service.begin("others", others)
    hand.all_back()
    assert [task.read for task in other.tasks] == [task.corpus for task in others]
    again = service.begin("me", [Reader(corpus=text, end=1)])
    hand.back()
    assert again.status == "running" and again.share == 0 and sent[-1] == (None, text)  # it was forgotten
    hand.back(BrokenExecutor())
    hand.all_back()
    assert again.status == "done" and again.tasks[0].read == text


def test_nobody_computes_for_nobody(serve, hand):
    service = serve()
    work, other = service.begin(1, [Count("a", 100)]), service.begin(2, [Count("b", 100)])
    for _ in range(70):
        other.look()
        hand.back()
    assert work.status == "resting" and other.status == "running"
    assert hand.names[-5:] == ["b"] * 5
    before = work.tasks
    work.look()
    assert work.status == "waiting" and work.tasks == before
    hand.back()
    assert hand.names[-1] == "a"

    gone = weakref.ref(other)
    del other
    for _ in range(63):
        work.look()
        hand.back()
    gc.collect()
    assert gone() is None and work.status == "running"


def test_beyond_the_works_of_all_there_is_a_queue_with_a_place_in_it(serve, hand):
    service = serve(2, works_all=2)
    _, second, third, fourth = works = [service.begin(name, [Count(name, 4)]) for name in "abcd"]
    assert [work.status for work in works] == ["running", "running", "waiting", "waiting"]
    assert [work.wait.place for work in works] == [0, 0, 1, 2]
    hand.back()
    assert hand.names == ["a", "b", "a"]  # who waits in the queue is not served in between
    second.pause()
    assert third.wait.place == 0 and fourth.wait == Wait(place=1)
    second.resume()
    assert second.wait == Wait(place=2)  # who makes room goes to the end
    hand.all_back()
    assert [work.status for work in works] == ["done"] * 4
    assert hand.names.index("d") < max(k for k, name in enumerate(hand.names) if name == "b")
    assert [work.wait for work in works] == [Wait()] * 4


def test_one_visitor_has_only_so_many_works_under_way_and_keeps_nobody_out(serve, hand):
    service = serve(8, works=2)
    greedy = [service.begin("greedy", [Count(f"g{k}", 3)]) for k in range(4)]
    other = service.begin("other", [Count("o", 3)])
    assert [work.status for work in (*greedy, other)] == ["running"] * 2 + ["waiting"] * 2 + ["running"]
    assert [work.wait.place for work in greedy] == [0, 0, 1, 2]
    hand.all_back()
    assert {work.status for work in (*greedy, other)} == {"done"}


def test_who_has_computed_too_much_waits_until_the_purse_fills_again(serve, hand):
    service = serve(1, work_saved=10, work_share=0.5)
    greedy = service.begin("greedy", [Count("g", 100)])
    while greedy.status == "running":
        hand.back()  # a slice of one second
    assert hand.now == 19 and greedy.wait.seconds == pytest.approx(0.4) and greedy.wait.place == 0
    other = service.begin("other", [Count("o", 100)])
    assert other.status == "running"
    hand.now += 1
    greedy.look()
    assert greedy.wait == Wait() and greedy.status == "waiting"  # for its turn
    hand.back()
    assert hand.names[-1] == "g"


def test_an_exception_is_one_sentence_and_stops_nobody_else(serve, hand):
    service = serve(2)
    work = service.begin(1, [Count("a", bad=2), Count("b")])
    other = service.begin(2, [Count("c")])
    hand.all_back()
    assert work.status == "failed" and other.status == "done" and other.trouble == ""
    assert work.trouble == "It could not go on: ZeroDivisionError, nothing to divide by."
    assert work.tasks[0].slices == 2


def test_a_lost_slice_is_computed_again_and_a_deadly_task_is_found_out(serve, hand):
    service, lost = serve(2), []
    deadly, *others = [service.begin(name, [Count(name, 9)]) for name in ("deadly", "b", "c")]
    while deadly.tasks[0].slices < 1:
        hand.back()
    for _ in range(40):
        out = [task.name for _, _, task, _ in hand.out]
        dies = "deadly" in out
        lost += [out] if dies else []
        for _ in out:  # a pool that breaks loses everything that it was at
            hand.back(BrokenExecutor() if dies else None)
    # Only the first time it is not sure who did it.
    assert len(lost) == PATIENCE and len(lost[0]) == 2 and lost[1:] == [["deadly"]] * (PATIENCE - 1)
    assert deadly.status == "failed" and deadly.tasks[0].slices == 1
    assert (
        deadly.trouble == f"Its worker process was lost {PATIENCE} times in a row; perhaps memory is short."
    )
    assert [other.tasks[0].slices for other in others] == [9, 9]


def test_a_slice_that_comes_back_clears_its_task(serve, hand):
    work = serve().begin("me", [Count(end=2)])
    for lost in [True] * (PATIENCE - 1) + [False] + [True] * (PATIENCE - 1):
        hand.back(BrokenExecutor() if lost else None)
    hand.back()
    assert work.status == "done"


def depth():
    """How many calls deep we are."""
    return sum(1 for _ in traceback.walk_stack(None))


def test_a_pool_may_call_back_at_once():
    class AtOnce(Hand):
        deep = 0

        def submit(self, *slice_):
            future = super().submit(*slice_)
            self.deep = max(self.deep, depth())
            self.back()
            return future

    pool = AtOnce()
    work = Service(4, executor=pool, clock=lambda: 0).begin("me", [Count("a", 100), Count("b", 100)])
    assert work.status == "done" and pool.deep < depth() + 20


def test_an_executor_that_takes_nothing_ends_in_a_sentence():
    with ThreadPoolExecutor(1) as closed:
        closed.shutdown()
    work = Service(2, executor=closed).begin("me", [Count("a"), Count("b")])
    assert work.status == "failed" and "lost 3 times" in work.trouble


def test_any_thread_may_ask():
    with ThreadPoolExecutor(3) as pool, ThreadPoolExecutor(6) as visitors:
        service = Service(3, executor=pool)

        def visit(name):
            work = service.begin(name, [Count(str(i), 40) for i in range(5)])
            for _ in range(20):
                work.pause()
                assert 0 <= work.share <= 1
                work.resume()
            work.add([Count("more", 40)])
            finish(work)
            return work.status, [task.slices for task in work.tasks]

        assert list(visitors.map(visit, range(6))) == [("done", [40] * 6)] * 6


def test_a_race_in_worker_processes_is_the_same_race_though_workers_die():
    jobs = [Job(Setup("cue", updates=60, to_the_end=True), cell, 20, 3) for cell in CELLS]
    service = Service(2, slice_s=0.05)
    try:
        work = service.begin("me", map(Run, jobs))
        while not work.share:
            Event().wait(0.01)
        for worker in active_children():
            worker.kill()
        finish(work)
        assert work.status == "done", work.trouble
    finally:
        service.close()
    for job, task in zip(jobs, work.tasks, strict=True):
        told, wanted = task.result, run(job)
        assert told.updates_to_95 == wanted.updates_to_95
        assert [(p.update, p.accuracy, p.loss) for p in told.curve] == [
            (p.update, p.accuracy, p.loss) for p in wanted.curve
        ]


def test_workers_with_nothing_to_do_are_ended_and_begin_again_when_needed():
    now, others = [0.0], set(active_children())
    service = Service(1, slice_s=0, clock=lambda: now[0])
    try:
        for _ in range(2):
            work = service.begin("me", [Run(Job(Setup("cue", updates=1), "rnn", 5, 3))])
            finish(work)
            assert work.status == "done", work.trouble
            workers_then = set(active_children()) - others
            now[0] += IDLE - 1
            service.tidy()
            assert service._pool is not None
            now[0] += 2
            service.tidy()
            assert workers_then
            # Not join(): the pool joins them too, and whoever comes second is told nothing.
            assert all(wait([worker.sentinel], 20) for worker in workers_then)
    finally:
        service.close()


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


def test_a_worker_is_small_and_makes_way():
    with processes(1) as executor:
        facts = executor.submit(Path.read_text, Path("/proc/self/status")).result()
        nice = executor.submit(os.nice, 0).result()
        blas = executor.submit(os.getenv, "OPENBLAS_NUM_THREADS").result()
    facts = {name: value.split() for name, _, value in (line.partition(":") for line in facts.splitlines())}
    assert int(facts["VmRSS"][0]) < 60_000  # kilobytes: NumPy and the network, no page
    assert int(facts["Threads"][0]) == 2 and blas == "1"  # its own, and one that sees to it that it ends
    assert nice == min(19, os.nice(0) + 10)


def test_where_pages_are_served_a_worker_only_takes_what_they_leave():
    with pool_of(1, served=True) as executor:
        assert executor.submit(os.nice, 0).result() == min(19, os.nice(0) + 10)
        if hasattr(os, "SCHED_IDLE"):  # Linux
            assert executor.submit(os.sched_getscheduler, 0).result() == os.SCHED_IDLE


def test_the_frame_is_no_page_in_a_worker():
    app = Path(__file__).parents[2] / "app.py"
    there = runpy.run_path(str(app), run_name="__mp_main__")
    assert not [name for name in there if not name.startswith("__")]


def test_the_number_of_workers_can_be_set(monkeypatch):
    monkeypatch.delenv("RNNPLAY_WORKERS", raising=False)
    assert default_workers() == os.cpu_count()
    monkeypatch.setenv("RNNPLAY_WORKERS", "3")
    assert Service().workers == 3
    monkeypatch.setenv("RNNPLAY_WORKERS", "all")
    with pytest.raises(ValueError, match="RNNPLAY_WORKERS must be a whole number from 1 to 256, not “all”"):
        Service()


def test_a_process_has_one_service():
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(lambda _: service(), range(8)))) == 1
