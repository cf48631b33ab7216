"""Many visitors play "hello" at once, and one more presses Step in a real browser."""

import asyncio
import threading
from collections import Counter
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browser.bench import HELLO, Bench
from tests.browser.bench_fairness import percentile
from tests.browser.chromium import FLAGS, find_or_install
from tests.browser.server_process import ServerProcess, machine_load
from tests.load.hello_visitor import HelloVisitor
from tests.load.session_client import Failed

VISITORS = (1, 10, 25, 50, 100)
STEPS = 40
COLUMNS = (
    "playing at 30/s",
    "updates a second: median, fewest",
    "request and answer, ms: median, 95 %",
    "Step in a browser, ms: median, 95 %",
    "failed",
    "waited for a turn, s",
    "cores busy: server, workers, clients",
    "memory, MB",
)


class Crowd(threading.Thread):
    """Visitors who play for so many seconds, in a thread beside the browser."""

    def __init__(self, port, count, seconds):
        super().__init__()
        self.port, self.count, self.seconds = port, count, seconds
        self.playing, self.arrived = threading.Event(), 0
        self.rates, self.failed, self.visitors = [], [], []

    def run(self):
        asyncio.run(self.all())

    async def all(self):
        await asyncio.gather(*(self.one(k) for k in range(self.count)))

    async def one(self, k):
        visitor = HelloVisitor(self.port, seed=k)
        self.visitors.append(visitor)
        try:
            async with visitor:
                await visitor.client.rest(4 * k / self.count)  # so that they do not all press Play at once
                await visitor.visit()
                self.arrived += 1
                if self.arrived == self.count:
                    self.playing.set()
                await visitor.play(4)
                visitor.asked.clear()
                self.rates.append(await visitor.play(self.seconds))
        except (Failed, OSError) as failure:
            self.failed.append(str(failure))
            self.playing.set()
        self.failed += visitor.troubles


def play(server, options):
    """-> lines of the table."""
    yield f"{machine_load()} before it began; the clients and the browser run on the same cores as the server"
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|" + "---:|" * len(COLUMNS)
    with sync_playwright() as playwright:
        chromium = find_or_install(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=chromium.path, args=list(FLAGS))
        bench = Bench(server, browser)
        failed = []
        for count in options.visitors or VISITORS:
            yield row(bench, ServerProcess(server.pid), count, options.seconds, failed)
        browser.close()
    yield from (f"failed {many} times: {what}" for what, many in Counter(failed).items())
    yield from (f"the browser complained: {what}" for what in bench.complaints)


def row(bench, process, count, seconds, failed):
    page = bench.open("hello", **HELLO)
    crowd = Crowd(bench.server.port, count, max(seconds, STEPS * 0.5))
    crowd.start()
    crowd.playing.wait(60)
    page.wait_for_timeout(3_000)
    process.begin()
    steps = bench.steps(page, STEPS)
    server, workers, clients = process.busy()
    memory = sum(process.memory())
    crowd.join()
    page.context.close()
    failed += crowd.failed
    asked = [1000 * time for visitor in crowd.visitors for time in visitor.asked]
    waited = sum(visitor.waited for visitor in crowd.visitors)
    rates = crowd.rates or [0.0]
    return (
        f"| {count} | {median(rates):.1f}, {min(rates):.1f} | {median(asked):.0f}, {percentile(asked):.0f} | "
        f"{median(steps):.0f}, {percentile(steps):.0f} | {len(crowd.failed)} | {waited:.0f} | "
        f"{server:.2f}, {workers:.2f}, {clients:.2f} | {memory:.0f} |"
    )
