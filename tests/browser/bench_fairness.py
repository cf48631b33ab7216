"""The part "fair" of the benchmark: whether visitors get equal shares of the machine, and what others notice.

Eight visitors train in the text lab, and a ninth plays in the hello lab. Two of the nine have a browser on
this machine. The others are clients of the server's protocol: real visitors have their browsers elsewhere.
"""

import asyncio
import re
import time
from statistics import median, quantiles
from threading import Event, Thread

from tests.browser.server_process import ServerProcess
from tests.load.session_client import SessionClient

TRAINING = 8  # visitors at once
LENGTH = 30  # seconds during which their updates are counted
TURNS = {"Pause": "Go on", "Go on": "Pause"}
BAR = ".st-key-text-bar"
MADE = re.compile(r"update ([\d,]+) of")


def fair(bench):
    """Yield rows as the benchmark prints them."""
    alone = ninth(bench)
    page = bench.open("text", f"{BAR} [role=progressbar]")
    visitors = TextVisitors(bench.server.port, TRAINING - 1)
    visitors.start()

    def updates():
        return [made(page.locator(BAR).inner_text()), *(made(client.progress) for client in visitors.clients)]

    while not all(updates()):
        page.wait_for_timeout(500)
    process, before, began = ServerProcess(bench.server.pid), updates(), time.perf_counter()
    page.wait_for_timeout(1000 * LENGTH)
    counts = [later - earlier for later, earlier in zip(updates(), before, strict=True)]
    length = time.perf_counter() - began
    server, workers, _ = process.busy()
    yield (
        f"{TRAINING} visitors train for {LENGTH} s: updates a second, together",
        None,
        sum(counts) / length,
        "/s",
    )
    yield "  of the one with the fewest", None, min(counts) / length, "/s"
    yield "  of the one with the most", None, max(counts) / length, "/s"
    yield "  Jain's index of fairness", -90, 100 * jain(counts), "%"
    yield "  processor time a second: the workers", None, 1000 * workers, "ms"
    yield "  the server, with two drawings a second for each", None, 1000 * server, "ms"

    busy = ninth(bench)
    yield f"a {TRAINING + 1}th plays at 30/s, nobody trains: updates drawn a second", None, alone[0], "/s"
    yield "  animation frames dropped", None, 100 * alone[1], "%"
    yield f"  while {TRAINING} train: updates drawn a second", -29, busy[0], "/s"
    yield "  animation frames dropped", None, 100 * busy[1], "%"

    times = [bench.answer(page, "button", *turn) for _ in range(10) for turn in TURNS.items()]
    yield f"Pause and Go on, click to answer: median of {len(times)}", None, median(times), "ms"
    yield "  95th percentile", 200, percentile(times), "ms"
    page.context.close()
    visitors.leave.set()
    visitors.join(10)


def ninth(bench):
    """-> (updates drawn a second in the hello lab at 30/s, share of the animation frames dropped)."""
    page = bench.open(text="hello", update=0, speed=30)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(300)
    drawn = bench.drawn(page)
    page.context.close()
    return drawn


class TextVisitors(Thread):
    """Visitors of the text lab without a browser, each of whom trains a language model."""

    def __init__(self, port, count):
        super().__init__(daemon=True)
        self.clients = [SessionClient(port) for _ in range(count)]
        self.leave = Event()

    def run(self):
        asyncio.run(self._stay_all())

    async def _stay_all(self):
        await asyncio.gather(*map(self._stay, self.clients))

    async def _stay(self, client):
        async with client:
            await client.open("text")
            while not self.leave.is_set() and not client.closed.is_set():
                await client.rest(0.5)


def made(bar):
    """The number of updates in the text of the progress bar; 0 without one."""
    found = MADE.search(bar)
    return int(found[1].replace(",", "")) if found else 0


def jain(shares):
    """Index of fairness: 1 for equal shares, 1/n if one visitor has everything (Jain, Chiu and Hawe 1984)."""
    return sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares))


def percentile(times):
    """The 95th percentile."""
    return quantiles(times, n=20, method="inclusive")[-1]
