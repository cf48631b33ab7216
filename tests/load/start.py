"""Seconds from the command to the first answer and to the first updates, each time with a new server."""

import asyncio
import time
from statistics import median
from urllib.request import urlopen

from tests.browser.server_process import ServerProcess, machine_load
from tests.load.hello_visitor import HelloVisitor

TIMES = 5


def start(server, options):
    """-> lines of a report."""
    yield f"{machine_load()} before it began"
    healthy, updated, memory = [], [], []
    for _ in range(TIMES):
        server.stop()
        began = time.perf_counter()
        server.start()
        with urlopen(f"{server.url}/_stcore/health", timeout=10) as answer:
            assert answer.read() == b"ok"
        healthy.append(time.perf_counter() - began)
        memory.append(ServerProcess(server.pid).memory()[0])
        asyncio.run(first(server.port))
        updated.append(time.perf_counter() - began)
    yield f"until it is healthy: {summary(healthy)} s; with {median(memory):.0f} MB"
    yield f"until a first visitor has the first updates: {summary(updated)} s"


async def first(port):
    async with HelloVisitor(port) as visitor:
        await visitor.visit()


def summary(times):
    return f"{median(times):.1f} (median of {TIMES}), {max(times):.1f} at most"
