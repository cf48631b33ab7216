"""Measure how fast the app answers in a browser: all parts, or some of them:

    python -m tests.browser.bench start step play choice long ask memory gap fair rerun traffic

It starts a new server and a headless Chromium of 1280 by 720, prints each measurement beside the promised
value, and never fails: other work on the machine changes the figures.
"""

import os
import random
import re
import sys
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Error, sync_playwright

from rnnplay.labs.gap.page import page as gap_page
from rnnplay.labs.gap.state import VIEWS
from tests.app.rerun_calls import calls_of_a_rerun
from tests.browser.bench_fairness import fair, percentile
from tests.browser.bench_traffic import hello_traffic
from tests.browser.chromium import FLAGS, find_or_install
from tests.browser.server import Server
from tests.browser.server_process import ServerProcess

STOPWATCHES = Path(__file__).with_name("bench.js").read_text(encoding="utf-8")
IDLE = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
DRAWN = ".rnnplay[data-update]"
WINDOW = {"width": 1280, "height": 720}
HELLO = {"text": "hello", "update": 0}
INTERVAL = 1000 / 60  # ms between the animation frames of a usual screen
PLAY = 8  # seconds a run
RUNS = 3
OPTIMIZERS = ("Adam", "Adagrad", "RMSprop", "SGD")
# Milliseconds from the next click to the animation frame in which this text is on the page.
ANSWER = """(text) => { window.found = new Promise((resolve) => {
    let clicked = null;
    const page = document.querySelector("[data-testid=stMain]"), once = { capture: true, once: true };
    window.addEventListener("click", (event) => { clicked = event.timeStamp; }, once);
    requestAnimationFrame(function look() {
        if (clicked !== null && page.textContent.includes(text)) resolve(performance.now() - clicked);
        else requestAnimationFrame(look);
    });
}); }"""
SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .,;:!?-"


def long_text(length=200):
    """A text that contains each of the 60 symbols."""
    letters = list(SYMBOLS[:60]) + random.Random(0).choices(SYMBOLS[:60], k=length - 60)
    random.Random(1).shuffle(letters)
    return "".join(letters).replace("  ", " A").strip()


class Bench:
    """One server, one browser, and the measurements made with them."""

    def __init__(self, server, browser):
        self.server, self.browser = server, browser
        self.complaints = []

    def open(self, lab="hello", drawn=DRAWN, **query):
        """A page of a new visitor, with its content drawn and nothing moving any more."""
        context = self.browser.new_context(viewport=WINDOW)
        context.set_default_timeout(30_000)
        context.add_init_script(STOPWATCHES)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(error.message))
        page.on("console", self._heard)
        page.goto(f"{self.server.url}/{lab}?{urlencode(query)}")
        page.locator(drawn).first.wait_for()
        page.locator(IDLE).wait_for(state="attached")
        page.wait_for_timeout(1_000)  # fonts, the address, updates ahead
        return page

    def _heard(self, said):
        # At a lab's own address, Streamlit asks for two files there before it asks for them at the root.
        if said.type == "error" and "_stcore" not in said.location.get("url", ""):
            self.complaints.append(said.text)

    # Each part yields rows: name, promised maximum (or minimum, if negative), measured value, unit.

    def start(self):
        """From the command to the diagram, the server new and the browser's cache empty."""
        times = []
        for _ in range(3):
            self.server.stop()
            context = self.browser.new_context(viewport=WINDOW)
            page = context.new_page()
            begin = time.perf_counter()
            self.server.start()
            answers = time.perf_counter() - begin
            page.goto(f"{self.server.url}/hello")
            page.locator(DRAWN).wait_for()
            times.append((time.perf_counter() - begin, answers))
            context.close()
        yield "cold start: command to diagram, median of 3", 4, median(t for t, _ in times), "s"
        yield "  of which until the server answers", None, median(a for _, a in times), "s"

    def step(self):
        page = self.open(**HELLO)
        times = self.steps(page, 30)
        page.context.close()
        yield "Step, click to changed picture: median of 30", None, median(times), "ms"
        yield "  95th percentile", 50, percentile(times), "ms"

    @staticmethod
    def steps(page, count):
        times = []
        for _ in range(count):
            page.evaluate("() => { window.found = bench.change('data-update'); }")
            page.get_by_role("button", name="Step", exact=True).click()
            times.append(page.evaluate("() => window.found"))
            page.wait_for_timeout(350)  # so that the numbers are at rest
        return times

    def play(self):
        page = self.open(**HELLO)
        drops = [self.drawn(page)[1] for _ in range(RUNS)]
        page.context.close()
        yield "the page at rest: animation frames dropped anyway", None, 100 * median(drops), "%"
        yield from self._played("hello at 60/s", 60, -55, 2, 60, HELLO)

    def long(self):
        text = {"text": long_text(), "hidden": 64, "update": 0}
        yield from self._played("200 letters, 60 symbols, 64 units at 30/s", 30, -29, None, None, text)
        yield from self._played("200 letters, 60 symbols, 64 units at 60/s", 60, -30, None, None, text)

    @staticmethod
    def drawn(page):
        """-> (updates drawn a second, share of the animation frames that were dropped)."""
        return _drawn(page.evaluate("(length) => bench.frames(length)", PLAY * 1000))

    def _played(self, name, speed, drawn, dropped, within, query):
        """The medians of a few runs, so that a burst of another program's work does not count."""
        page, runs = self.open(**query, speed=speed), []
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_timeout(300)
        for _ in range(RUNS):
            process = ServerProcess(self.server.pid)
            seen = self.drawn(page)
            runs.append((*seen, sum(process.busy()[:2])))
        page.context.close()
        measured = [median(run) for run in zip(*runs, strict=True)]
        yield f"{name}: updates drawn a second", drawn, measured[0], "/s"
        yield "  animation frames dropped", dropped, 100 * measured[1], "%"
        yield "  server's processor time a second", within, 1000 * measured[2], "ms"

    def choice(self):
        page = self.open(**HELLO)
        plus = page.get_by_test_id("stNumberInputStepUp").first
        units = self._changes(page, 20, lambda _: plus.click())
        yield "one more hidden unit, click to its first picture: median of 20", None, median(units), "ms"
        yield "  95th percentile", 150, percentile(units), "ms"
        optimizers = self._optimizers(page, 20)
        yield "another optimizer, click to its first picture: median of 20", None, median(optimizers), "ms"
        yield "  95th percentile", 150, percentile(optimizers), "ms"
        page.context.close()

    def _optimizers(self, page, count):
        def choose(i):
            option = page.get_by_role("option", name=OPTIMIZERS[i % len(OPTIMIZERS)], exact=True)
            page.get_by_role("combobox", name="Optimizer").click()
            option.wait_for()
            self._watch(page)
            option.click()

        return self._changes(page, count, choose)

    def _changes(self, page, count, act):
        times = []
        for i in range(count):
            self._watch(page)
            act(i)
            times.append(page.evaluate("() => window.found"))
            page.locator(IDLE).wait_for(state="attached")
            page.wait_for_timeout(600)
        return times

    @staticmethod
    def _watch(page):
        page.evaluate("() => { window.found = bench.change('data-run'); }")

    def ask(self):
        """The time from a request for a sampled text to its answer on the wire."""
        page, times = self.open(**HELLO), []
        page.get_by_role("button", name="Let it speak", exact=True).click()
        page.get_by_text("It says").wait_for()
        for _ in range(20):
            page.evaluate("() => { bench.wire.length = 0; }")
            page.get_by_role("button", name="Draw again", exact=True).click()
            page.wait_for_function("() => bench.wire.some(([sent, , bytes]) => !sent && bytes > 1500)")
            wire = page.evaluate("() => bench.wire")
            sent = next(when for out, when, _ in wire if out)
            times.append(next(when for out, when, size in wire if not out and size > 1500) - sent)
            page.locator(IDLE).wait_for(state="attached")
            page.wait_for_timeout(200)
        page.context.close()
        yield "a request and its answer: median of 20", None, median(times), "ms"
        yield "  95th percentile", None, percentile(times), "ms"

    def memory(self):
        self.server.stop()
        self.server.start()
        yield "server's memory before the first visitor", None, self._memory(), "MB"
        pages = [self.open(**HELLO)]
        first = self._memory()
        pages += [self.open(**HELLO) for _ in range(10)]
        yield "  with one visitor", None, first, "MB"
        yield "  a further visitor, mean of 10", None, (self._memory() - first) / 10, "MB"
        for page in pages:
            page.context.close()

    def gap(self):
        """While a race runs in the gap lab: how fast its page answers, and another visitor's page."""
        hello = self.open(**HELLO)
        idle = median(self.steps(hello, 12)), median(self._optimizers(hello, 8))
        racing = self._race()
        busy = median(self.steps(hello, 12)), median(self._optimizers(hello, 8))
        self._end(racing)
        yield "another visitor's Step, no race: median of 12", None, idle[0], "ms"
        yield "  while a race of 30 runs goes on", None, busy[0], "ms"
        yield "  ratio", 2, busy[0] / idle[0], "x"
        yield "another visitor's other optimizer, no race: median of 8", None, idle[1], "ms"
        yield "  while a race of 30 runs goes on", None, busy[1], "ms"
        yield "  ratio", 2, busy[1] / idle[1], "x"
        hello.context.close()

        racing = self._race()
        tabs = {"Accuracy against gap": "Each dot is one run", "The race": "All read the same batches"}
        turns = {"Pause": "Go on", "Go on": "Pause"}
        views = [self.answer(racing, "radio", *tab) for _ in range(8) for tab in tabs.items()]
        pauses = [self.answer(racing, "button", *turn) for _ in range(8) for turn in turns.items()]
        self._end(racing)
        for name, times in ("another view of a running race", views), ("its Pause and Go on", pauses):
            yield f"{name}, click to answer: median of {len(times)}", None, median(times), "ms"
            yield "  95th percentile", 200, percentile(times), "ms"

        begin = time.perf_counter()
        racing = self._race()
        racing.get_by_text("s claimed on these 5 seeds").wait_for(timeout=600_000)
        yield "the whole race: 3 cells, 2 gaps, 5 seeds", None, time.perf_counter() - begin, "s"
        racing.context.close()

    def rerun(self):
        """The Python calls of rnnplay in one rerun of the gap lab's page, nothing on it changed."""
        for view in ("race", "curve", "why", "gates", "radius"):  # "sentence" trains networks meanwhile
            promised = 5_423 if view == "race" else None
            calls = calls_of_a_rerun(gap_page, {"view": view})
            yield f"one rerun of the gap page, {VIEWS[view]}: Python calls", promised, calls, ""

    def traffic(self):
        """Messages, bytes and processor time for a Step and for a request of the hello page."""
        yield from hello_traffic(self, **HELLO)

    def _race(self):
        """A page on which the shipped race runs again."""
        page = self.open("gap", ".stVegaLiteChart svg")
        page.get_by_role("button", name="Run it again, live").click()
        page.get_by_text(re.compile(r"(s|min) left")).wait_for()  # the workers have started
        return page

    def fair(self):
        """Eight visitors who train at once, and a ninth who plays."""
        yield from fair(self)

    @staticmethod
    def answer(page, role, name, text):
        page.evaluate(ANSWER, text)
        page.get_by_role(role, name=name, exact=True).click()
        found = page.evaluate("() => window.found")
        page.wait_for_timeout(300)
        return found

    @staticmethod
    def _end(page):
        stop = page.get_by_role("button", name="Stop", exact=True)
        if not stop.is_visible():
            raise RuntimeError("the race was over before all was measured")
        stop.click()
        page.get_by_role("button", name="Run it again, live").wait_for()  # with the results from before
        page.context.close()

    def _memory(self):
        return sum(ServerProcess(self.server.pid).memory())


def _drawn(seen):
    """-> (updates drawn a second, share of the animation frames that were dropped)."""
    times, updates = seen["times"], seen["updates"]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    missed = sum(round(gap / INTERVAL) - 1 for gap in gaps if gap > 1.5 * INTERVAL)
    return (len(set(updates)) - 1) * 1000 / (times[-1] - times[0]), missed / (missed + len(gaps))


def line(what, promised, measured, unit):
    verdict, target = "", ""
    if promised is not None:
        kept = measured <= promised if promised >= 0 else measured >= -promised
        verdict = "OK" if kept else "MISSED"
        target = f"{'at most' if promised >= 0 else 'at least'} {abs(promised):g} {unit}"
    return f"{what:62}{target:>18}{measured:>10.1f} {unit:3} {verdict}".rstrip()


def main(wanted):
    parts = ("start", "step", "play", "choice", "long", "ask", "memory", "gap", "fair", "rerun", "traffic")
    server = Server()
    with sync_playwright() as playwright:
        chromium = find_or_install(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=chromium.path, args=list(FLAGS))
        bench = Bench(server, browser)
        server.start()
        print(f"Chromium {browser.version}, {os.cpu_count()} cores, {os.getloadavg()[0]:.1f} of them busy.")
        try:
            for part in wanted or parts:
                try:
                    for row in getattr(bench, part)():
                        print(line(*row), flush=True)
                except (Error, RuntimeError) as error:
                    print(f"{part}: not measured: {str(error).splitlines()[0]}", flush=True)
            print(line("complaints of the browser", 0, len(bench.complaints), ""))
            print("\n".join([*dict.fromkeys(bench.complaints), server.new_errors()]).strip())
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
