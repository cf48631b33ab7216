"""From the command to the first answer, and to the first picture, the server new each time."""

import asyncio
import time
from statistics import median
from urllib.request import urlopen

from tests.browser.machine import Machine, load
from tests.load.visitor import Visitor

TIMES = 5


def start(server, options):
    """-> lines of a report."""
    yield f"{load()} before it began"
    healthy, pictured, memory = [], [], []
    for _ in range(TIMES):
        server.stop()
        began = time.perf_counter()
        server.start()
        with urlopen(f"{server.url}/_stcore/health", timeout=10) as answer:
            assert answer.read() == b"ok"
        healthy.append(time.perf_counter() - began)
        memory.append(Machine(server.pid).memory()[0])
        asyncio.run(first(server.port))
        pictured.append(time.perf_counter() - began)
    yield f"until it is healthy: {said(healthy)} s; with {median(memory):.0f} MB"
    yield f"until a first visitor has the first updates: {said(pictured)} s"


async def first(port):
    async with Visitor(port) as visitor:
        await visitor.visit()


def said(times):
    return f"{median(times):.1f} (median of {TIMES}), {max(times):.1f} at most"
