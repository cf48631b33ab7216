"""A visitor of the hello lab without a browser, who plays a training as the player does.

The visitor keeps the updates that the server has sent ahead, shows so many a second, and asks for more in
time.
"""

import asyncio
import json
import struct
import time
from urllib.parse import urlencode

from tests.load.session_client import TIMEOUT, Failed, SessionClient

MESSAGES = "component/messages"
EVENTS = "$$STREAMLIT_INTERNAL_KEY_{}__events"
REPEAT, LONGEST_REPEAT = 1.5, 10  # seconds until a request is repeated, each time twice as long; the longest
AHEAD = 120  # updates that are asked for at once


class HelloVisitor:
    """One visitor, connected within `async with`. `asked`: seconds that each answer took.

    client: the SessionClient, which can also open the other labs.
    """

    def __init__(self, port, text="hello", speed=30, seed=0):
        self.client, self.speed = SessionClient(port, self._receive_element), speed
        self.query = urlencode({"text": text, "seed": seed, "update": 0, "speed": speed})
        self.fragment, self.id, self.header = "", "", None
        self.asked, self.waited, self.repeats = [], 0.0, 0
        self.n, self.end = 0, 0  # number of the last request; first update that has not been sent
        self.position, self.since = 0.0, None  # the update shown, and since when it plays from there

    async def __aenter__(self):
        await self.client.__aenter__()
        return self

    async def __aexit__(self, *error):
        await self.client.__aexit__(*error)

    @property
    def troubles(self):
        return self.client.troubles

    async def visit(self):
        """Open the hello lab, and wait until it has run. Raises Failed."""
        await self.client.open("hello", self.query)

    async def ask(self, count=AHEAD, **more):
        """Send a request as the player does, repeat it if late, and wait for the answer. Raises Failed."""
        self.n += 1
        now = int(self.now())
        message = {"n": self.n, "run": self.header["run"], "at": now, "head": now}
        message |= {"network": self.header["network"], "columns": [0, self.steps], "details": None}
        message |= {"start": self.end, "count": count, "losses": self.end}
        message |= {"speed": self.speed, "show": "scores", **more}
        trigger = json.dumps([{"event": "ask", "value": message}])
        began, times = time.perf_counter(), 0
        while self.header["answers"] < self.n:
            self.client.arrived.clear()
            events = {EVENTS.format(self.id): ("json_trigger_value", trigger)}
            await self.client.rerun(self.fragment, **events)
            if not await self._answered(times):
                self.repeats, times = self.repeats + 1, times + 1
            lost = time.perf_counter() - began > TIMEOUT
            if lost or self.client.closed.is_set() or self.troubles:
                raise Failed(f"a request was not answered in {TIMEOUT} s")
        if later := self.header.get("later"):
            self.waited += later["seconds"]
            await self.client.rest(later["seconds"])
        else:
            self.asked.append(time.perf_counter() - began)

    async def _answered(self, times) -> bool:
        """Wait for the answer to a request that was repeated so many times; False if it is late."""
        while self.header["answers"] < self.n and not self.client.closed.is_set():
            patience = min(LONGEST_REPEAT, REPEAT * 2**times) if self.client.script_idle else LONGEST_REPEAT
            try:
                await asyncio.wait_for(self.client.arrived.wait(), patience)
            except TimeoutError:
                return False
            self.client.arrived.clear()
        return True

    def _receive_element(self, element, fragment):
        if element.WhichOneof("type") != "bidi_component":
            return
        component = element.bidi_component
        if component.component_name.endswith(MESSAGES):
            self.id, self.fragment = component.id, fragment
            (length,) = struct.unpack_from("<I", component.bytes)
            self._receive_header(json.loads(component.bytes[4 : 4 + length]))

    def _receive_header(self, header):
        if self.header is None or header["run"] != self.header["run"]:
            self.end, self.position, self.since = 0, 0.0, None
            self.n = max(self.n, header["answers"])
        position = self.now()
        self.header = header
        if "diagram" in header:
            self.steps = header["diagram"]["T"]
        block = header.get("block")
        if block and block["start"] <= self.end:
            self.end = max(self.end, block["start"] + block["count"])
            if self.since is not None:
                self.position, self.since = position, time.perf_counter()

    def now(self):
        """The update that a browser would show: playing stops at the last update that was sent."""
        if self.since is None:
            return self.position
        played = self.speed * (time.perf_counter() - self.since)
        return min(self.position + played, max(self.end - 1, 0))

    async def play(self, seconds):
        """Play for so long -> updates shown a second. Raises Failed."""
        before, self.since = self.now(), time.perf_counter()
        began, until = self.since, time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if self.client.closed.is_set():
                raise Failed("the connection was lost")
            ahead = self.end - self.now()
            if ahead < AHEAD / 2:
                await self.ask()
            else:
                await self.client.rest(min(left, (ahead - AHEAD / 2) / self.speed + 0.001))
        shown = self.now() - before
        self.position, self.since = self.now(), None
        return shown / (time.perf_counter() - began)
