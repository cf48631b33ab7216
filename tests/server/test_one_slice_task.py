"""A task of one slice runs in a worker process and returns with its result."""

from rnnplay.server.one_slice_task import OneSliceTask
from rnnplay.server.queue import WorkQueue
from rnnplay.server.worker_processes import pool_of


def test_the_function_is_called_once_and_its_result_is_kept():
    task = OneSliceTask(divmod, 1.0, (17, 5))
    done = task.advance(0)
    assert (task.ended, task.share, done.ended, done.share) == (False, 0, True, 1)
    assert done.result == (3, 2)


def test_the_corpus_is_the_last_argument():
    assert OneSliceTask(str.count, 1.0, ("banana",), corpus="an").advance(0).result == 2
    assert OneSliceTask(len, 1.0, corpus="banana").advance(0).result == 6


def test_a_worker_process_does_it():
    executor = pool_of(1)
    try:
        work = WorkQueue(workers=1, slice_s=1, executor=executor).begin(
            "me", [OneSliceTask(len, 1.0, corpus="abc")]
        )
        while work.status != "done":
            work.look()
        assert work.tasks[0].result == 3
    finally:
        executor.shutdown()
