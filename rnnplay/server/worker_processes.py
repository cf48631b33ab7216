"""Worker processes: their number, their start and end, and the tasks that are sent to them.

They are spawned, not forked: a fork would copy the threads' locks and all memory of the server.

Sending a text of 5 MB takes half as long as computing a slice. A task is therefore sent without its `corpus`.
A worker keeps the texts that it has used last, and asks for a text that it does not have.
"""

import ctypes
import gc
import os
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from math import inf
from multiprocessing import active_children, get_context, parent_process

from rnnplay.server import limits

WORKERS = limits.WORKERS.field("Workers")
TEXTS = 8  # texts that a worker keeps
MOST = 61 if sys.platform == "win32" else WORKERS.high  # Windows cannot wait for more processes at once


def default_workers():
    """The number of workers: the one set in the environment, or one for each core. Raises ValueError."""
    most = limits.WORKERS.value(os.environ)
    return os.cpu_count() or 1 if most in (None, inf) else most


@contextmanager
def processes(workers):
    """Context manager: an executor of so many worker processes, which end with its block."""
    others = set(active_children())
    executor = pool_of(workers)
    try:
        yield executor
    except BaseException:
        for worker in set(active_children()) - others:  # their results would be lost anyway
            worker.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def pool_of(workers, served=False):
    """An executor of so many worker processes, each made when it is first needed.

    served: this process serves pages, which must never wait for a worker.
    """
    return ProcessPoolExecutor(min(workers, MOST), get_context("spawn"), _begin, (served,))


def call_every(seconds, tidy):
    """Call tidy() every so many seconds while the process lives, and return freed memory to the system."""

    def repeat():
        while True:
            time.sleep(seconds)
            tidy()
            gc.collect()
            _return_memory()

    threading.Thread(target=repeat, daemon=True).start()


def _return_memory():
    """Return the free memory of this process to the system, where the C library can do that (glibc)."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _begin(served):
    """Prepare a worker: lower its priority, leave Ctrl-C to the parent, and end when the parent ends."""
    if hasattr(os, "nice"):
        os.nice(10)
    if served:
        # On Linux the scheduler can let a process compute only on an idle core. With a lower priority alone,
        # the page takes a third longer to answer while all cores train.
        with suppress(AttributeError, OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # else the collector would check all objects so far after every slice, for milliseconds
    threading.Thread(target=lambda: (parent_process().join(), os._exit(1)), daemon=True).start()


def packed(task, whole):
    """A task as it is sent to a worker -> (function, task). whole: with its text."""
    corpus = getattr(task, "corpus", None)
    if corpus is None:
        return _advance, task
    return partial(_advance_reader, hash(corpus), corpus if whole else None), replace(task, corpus=None)


def unpacked(answer, task):
    """The answer of a worker to `task` -> the advanced task, or None if the worker does not know its text."""
    corpus = getattr(task, "corpus", None)
    return answer if answer is None or corpus is None else replace(answer, corpus=corpus)


def _advance(task, seconds):
    try:
        return task.advance(seconds)
    finally:
        # Buffers refer to themselves, so only the collector frees them, and a few large ones do not start it.
        # In a worker this takes little time, see gc.freeze above.
        if parent_process():
            gc.collect()


_known = {}  # in a worker: texts by key, the last read at the end


def _advance_reader(key, corpus, task, seconds):
    """Advance a task that was sent without its text -> the task, or None if the text is not known here."""
    known = _known.pop(key, None)
    corpus = known if corpus is None else corpus
    if corpus is None:
        return None
    _known[key] = corpus
    if len(_known) > TEXTS:
        _known.pop(next(iter(_known)), None)
    return replace(_advance(replace(task, corpus=corpus), seconds), corpus=None)
