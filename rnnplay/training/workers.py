"""Worker processes: how many, how they begin, and that they end.

Spawned, not forked: a fork would take the threads' locks along, and all that a server has in memory.
"""

import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import active_children, get_context, parent_process

from rnnplay.training.fields import Field

WORKERS = Field("workers", "Workers", "How many processes compute.", "integer", 1, 256)
VARIABLE = "RNNPLAY_WORKERS"
MOST = 61 if sys.platform == "win32" else WORKERS.high  # Windows cannot wait for more of them at once


def default_workers():
    """One a core, or what the environment variable says. Raises ValueError with one sentence."""
    text = os.environ.get(VARIABLE)
    return replace(WORKERS, label=VARIABLE).read(text) if text else os.cpu_count() or 1


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


def pool_of(workers):
    """An executor of so many worker processes, each made when it is first needed."""
    return ProcessPoolExecutor(min(workers, MOST), get_context("spawn"), _begin)


def _begin():
    """In a worker: make way for the page, leave Ctrl-C to the parent, and do not outlive it."""
    if hasattr(os, "nice"):
        os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=lambda: (parent_process().join(), os._exit(1)), daemon=True).start()
