"""A Dask cluster as an executor of concurrent.futures. Dask is imported only when it is used."""

import logging
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager

from rnnplay.options.field import quote

MISSING = "A cluster needs Dask, which is not installed: pip install distributed brings it."
TIMEOUT = 10  # seconds to find the cluster


@contextmanager
def cluster(address):
    """A concurrent.futures executor on the cluster whose scheduler is at `address`.

    A run whose worker dies begins again on another one.

    Raises ValueError with one sentence if there is no Dask or no cluster. Raises BrokenExecutor if a run
    has lost several workers.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ValueError(MISSING) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # an error is reported in one sentence
    try:
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError):  # a time-out is an OSError
        raise ValueError(f"There is no cluster to be reached at {quote(address, 80)}.") from None
    with client:
        try:
            yield client.get_executor(pure=False)
        except KilledWorker as death:
            raise BrokenExecutor(str(death)) from None
