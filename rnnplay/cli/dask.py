"""A Dask cluster to compute on, by the executor that its client offers; Dask is imported only then."""

import logging
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager

from rnnplay.options.field import quote

MISSING = "A cluster needs Dask, which is not installed: pip install distributed brings it."
PATIENCE = 10  # seconds to find the cluster


@contextmanager
def cluster(address):
    """A concurrent.futures executor on the cluster whose scheduler is at `address`.

    A run on a worker that dies is begun again on another one. Raises ValueError with one sentence when
    there is no Dask or no cluster; BrokenExecutor when a run has died with several workers.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ValueError(MISSING) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in one sentence
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError):  # a time-out is an OSError
        raise ValueError(f"There is no cluster to be reached at {quote(address, 80)}.") from None
    with client:
        try:
            yield client.get_executor(pure=False)
        except KilledWorker as death:
            raise BrokenExecutor(str(death)) from None
