"""Many visitors at once: whether each gets the same share of the machine, and what others notice of it.

The bench's part "fair": eight visitors train in the text lab, a ninth watches the word of the first lab.
Two of the nine have a browser here. The others have theirs elsewhere, as visitors have: from here they only
speak with the server, in the same words as a browser would.
"""

import re
import time
from statistics import median, quantiles
from threading import Thread

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.browser.machine import Machine

TRAINING = 8  # visitors at once
LENGTH = 30  # seconds in which their updates are counted
TURNS = {"Pause": "Go on", "Go on": "Pause"}
BAR = ".st-key-text-bar"
MADE = re.compile(r"update ([\d,]+) of")


def fair(bench):
    """Rows as the bench prints them."""
    alone = ninth(bench)
    page = bench.open("text", f"{BAR} [role=progressbar]")
    visitors = [Visitor(bench.server.port) for _ in range(TRAINING - 1)]

    def updates():
        return [made(page.locator(BAR).inner_text()), *(made(visitor.bar) for visitor in visitors)]

    while not all(updates()):
        page.wait_for_timeout(500)
    machine, before, began = Machine(bench.server.pid), updates(), time.perf_counter()
    page.wait_for_timeout(1000 * LENGTH)
    counts = [later - earlier for later, earlier in zip(updates(), before, strict=True)]
    length = time.perf_counter() - began
    server, workers, _ = machine.busy()
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
    for visitor in visitors:
        visitor.leave()


def ninth(bench):
    """-> updates drawn a second of the first lab at 30/s, share of the animation frames that did not come."""
    page = bench.open(text="hello", update=0, speed=30)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(300)
    drawn = bench.drawn(page)
    page.context.close()
    return drawn


class Visitor:
    """Somebody in the text lab whose browser is elsewhere. bar: what the page says of the training."""

    def __init__(self, port):
        self.bar = ""
        self.line = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            open_timeout=60,
        )
        self.asks(page_name="text")
        Thread(target=self.listen, daemon=True).start()

    def asks(self, **of):
        """Have the page, or one of its fragments, run."""
        message = BackMsg()
        for name, value in of.items():
            setattr(message.rerun_script, name, value)
        self.line.send(message.SerializeToString())

    def listen(self):
        """Read what comes, and ask again and again for what is to be drawn anew."""
        fragment, beat, due = "", 0.0, None
        try:
            while True:
                try:
                    message = ForwardMsg.FromString(self.line.recv(due and max(0, due - time.monotonic())))
                except TimeoutError:
                    self.asks(fragment_id=fragment)
                    due += beat
                    continue
                if message.HasField("auto_rerun"):
                    fragment, beat = message.auto_rerun.fragment_id, message.auto_rerun.interval
                    due = time.monotonic() + beat
                elif MADE.search(message.delta.new_element.progress.text):
                    self.bar = message.delta.new_element.progress.text
        except ConnectionClosed:
            return

    def leave(self):
        self.line.close()


def made(bar):
    """How many updates are made, as the page says."""
    found = MADE.search(bar)
    return int(found[1].replace(",", "")) if found else 0


def jain(shares):
    """1 where all have the same, 1/n where one has all (Jain, Chiu and Hawe 1984)."""
    return sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares))


def percentile(times):
    """The 95th percentile."""
    return quantiles(times, n=20, method="inclusive")[-1]
