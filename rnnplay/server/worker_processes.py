"""Worker processes: how many, how they begin, and that they end; and what they are told to compute.

Spawned, not forked: a fork would take the threads' locks along, and all that a server has in memory.

A text of 5 MB would take half as long to travel as a slice takes to compute. So the `corpus` of a task, if it
has one, stays at home: a worker remembers the texts it has read last, and is sent one only if it asks.
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
TEXTS = 8  # that a worker remembers
MOST = 61 if sys.platform == "win32" else WORKERS.high  # Windows cannot wait for more of them at once


def default_workers():
    """One a core, or what the environment says. Raises ValueError with one sentence."""
    most = limits.WORKERS.value(os.environ)
    return os.cpu_count() or 1 if most in (None, inf) else most


@contextmanager
def processes(workers):
    """An executor of so many worker processes, which end with the block."""
    others = set(active_children())
    executor = pool_of(workers)
    try:
        yield executor
    except BaseException:
        for worker in set(active_children()) - others:  # what they are at would be lost anyway
            worker.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def pool_of(workers, served=False):
    """An executor of so many worker processes, each made when it is first needed.

    served: this process serves pages, and what it does is never to wait for a worker.
    """
    return ProcessPoolExecutor(min(workers, MOST), get_context("spawn"), _begin, (served,))


def every(seconds, tidy):
    """Have tidy() called again and again, as long as the process lives; what it lets go is given back."""

    def keep_house():
        while True:
            time.sleep(seconds)
            tidy()
            gc.collect()
            _give_back()

    threading.Thread(target=keep_house, daemon=True).start()


def _give_back():
    """Memory that is free in this process is the system's again, where the C library can do that (glibc)."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _begin(served):
    """In a worker: make way for others, leave Ctrl-C to the parent, and do not outlive it."""
    if hasattr(os, "nice"):
        os.nice(10)
    if served:
        # On Linux: only while a core has nothing else to do, and off it at once when the page has. With a
        # lower priority alone, the page takes a third longer to answer while all cores train.
        with suppress(AttributeError, OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is there by now stays: to look at it after every slice would take milliseconds
    threading.Thread(target=lambda: (parent_process().join(), os._exit(1)), daemon=True).start()


def packed(task, whole):
    """What goes to a worker: -> a function, and the task for it. whole: with its text."""
    corpus = getattr(task, "corpus", None)
    if corpus is None:
        return _advance, task
    return partial(_advance_reader, hash(corpus), corpus if whole else None), replace(task, corpus=None)


def unpacked(told, task):
    """What came back from a worker that was given `task` -> the task as far as it has come; None: the worker
    does not know its text.
    """
    corpus = getattr(task, "corpus", None)
    return told if told is None or corpus is None else replace(told, corpus=corpus)


def _advance(task, seconds):
    try:
        return task.advance(seconds)
    finally:
        # Buffers refer to themselves: when they are no longer kept, it takes the collector to free them, and
        # a few large ones do not call it. In a worker that is soon done, see _begin.
        if parent_process():
            gc.collect()


_known = {}  # in a worker: texts by key, the one read last behind


def _advance_reader(key, corpus, task, seconds):
    """The same for a task without its text."""
    known = _known.pop(key, None)
    corpus = known if corpus is None else corpus
    if corpus is None:
        return None
    _known[key] = corpus
    if len(_known) > TEXTS:
        _known.pop(next(iter(_known)), None)
    return replace(_advance(replace(task, corpus=corpus), seconds), corpus=None)
