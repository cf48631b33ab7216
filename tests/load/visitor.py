"""A visitor whose browser is elsewhere: from here it only speaks with the server, in a browser's own words.

It plays "hello" as the player does: it holds the updates that were sent, shows so many a second, and asks for
more in time. So many visitors fit into one process, and what is measured is the server.
"""

import asyncio
import json
import struct
import time
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

PLAYER = "component/player"
EVENTS = "$$STREAMLIT_INTERNAL_KEY_{}__events"
LATE, BUSY = 1.5, 10  # seconds until a request is repeated, twice that the next time, and so on; at most
LOST = 30  # seconds after which it has failed
DEPTH = 120  # updates that are asked for at once


class Failed(Exception):
    """The server did not do for this visitor what it should."""


class Visitor:
    """One session. `asked`: seconds that each answer took; `troubles`: sentences."""

    def __init__(self, port, text="hello", speed=30, seed=0):
        self.port, self.speed = port, speed
        self.query = urlencode({"text": text, "seed": seed, "update": 0, "speed": speed})
        self.page, self.fragment, self.id, self.header = "", "", "", None
        self.widgets = {}  # names that the page gave them
        self.beat = None  # a fragment that runs itself
        self.asked, self.waited, self.troubles, self.repeats = [], 0.0, [], 0
        self.n, self.end = 0, 0  # number of the last request; the first update that is not at hand
        self.pos, self.since, self.begun = 0.0, None, None  # where it is, since when it plays from there
        self.bytes = 0
        self.arrived, self.over = asyncio.Event(), asyncio.Event()

    # ---- coming and going

    async def __aenter__(self):
        self.line = await connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            open_timeout=30,
            compression=None,
            ping_interval=None,
        )
        self.listening = asyncio.create_task(self.listen())
        return self

    async def __aexit__(self, *_):
        self.over.set()
        self.listening.cancel()
        await self.line.close()

    async def visit(self, page="hello", query=None):
        """Open a page, and wait until it has run."""
        self.arrived.clear()
        self.beat = None
        message = BackMsg()
        message.rerun_script.query_string = self.query if query is None else query
        message.rerun_script.page_name = page
        await self.line.send(message.SerializeToString())
        await self.until(self.arrived, LOST, f"the page {page!r} did not come")
        if self.troubles:
            raise Failed(f"the page {page!r} came with trouble")

    async def until(self, event, seconds, trouble):
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            raise Failed(f"{trouble} in {seconds} s") from None
        if self.over.is_set():
            raise Failed("the line was cut")

    async def rest(self, seconds):
        """Do nothing, as visitors do most of the time; a page that draws itself anew goes on doing so."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.over.is_set():
            fragment, beat = self.beat or ("", left)
            await asyncio.wait([asyncio.ensure_future(self.over.wait())], timeout=min(beat, left))
            if fragment and self.beat:
                await self.rerun(fragment)

    # ---- what is said

    async def rerun(self, fragment, **states):
        """Have a fragment run, with widgets changed: id -> (kind, value)."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = self.query, self.page, fragment
        for name, (kind, value) in states.items():
            setattr(state.widget_states.widgets.add(id=name), kind, value)
        self.rests = False
        await self.line.send(message.SerializeToString())

    async def press(self, label):
        """Press the button of this name; False where there is none."""
        if label not in self.widgets:
            return False
        name, fragment = self.widgets[label]
        self.arrived.clear()
        await self.rerun(fragment, **{name: ("trigger_value", True)})
        await self.until(self.arrived, LOST, f"{label!r} was not answered")
        return True

    async def ask(self, count=DEPTH, **more):
        """Ask as the player does, again if it is late, and wait for the answer."""
        self.n += 1
        message = {"n": self.n, "run": self.header["run"], "at": int(self.now()), "head": int(self.now())}
        message |= {"network": self.header["network"], "columns": [0, self.steps], "details": None}
        message |= {"start": self.end, "count": count, "losses": self.end}
        message |= {"speed": self.speed, "show": "scores", **more}
        trigger = json.dumps([{"event": "ask", "value": message}])
        began, late = time.perf_counter(), 0
        while self.header["answers"] < self.n:
            self.arrived.clear()
            await self.rerun(self.fragment, **{EVENTS.format(self.id): ("json_trigger_value", trigger)})
            while self.header["answers"] < self.n and not self.over.is_set():
                try:
                    await asyncio.wait_for(
                        self.arrived.wait(), min(BUSY, LATE * 2**late) if self.rests else BUSY
                    )
                    self.arrived.clear()
                except TimeoutError:
                    self.repeats, late = self.repeats + 1, late + 1
                    break
            if time.perf_counter() - began > LOST or self.over.is_set() or self.troubles:
                raise Failed(f"a request was not answered in {LOST} s")
        if later := self.header.get("later"):
            self.waited += later["seconds"]
            await self.rest(later["seconds"])
        else:
            self.asked.append(time.perf_counter() - began)

    # ---- what is heard

    async def listen(self):
        try:
            async for data in self.line:
                self.bytes += len(data)
                self.hear(ForwardMsg.FromString(data))
            if not self.over.is_set():
                self.troubles.append("the server closed the line")
        except WebSocketException as error:
            self.troubles.append(f"the line was cut: {error}")
        finally:  # whatever happened: nobody waits for this line any longer
            self.over.set()
            self.arrived.set()

    def hear(self, message):
        match message.WhichOneof("type"):
            case "new_session" if not message.metadata.run.fragment_ids:
                self.widgets = {}
            case "navigation":
                self.page = message.navigation.page_script_hash
            case "auto_rerun":
                self.beat = message.auto_rerun.fragment_id, message.auto_rerun.interval
            case "session_status_changed":
                self.rests = not message.session_status_changed.script_is_running
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    self.troubles.append("the page did not compile")
                self.arrived.set()
            case "delta" if message.delta.HasField("new_element"):
                self.look(message.delta.new_element, message.delta.fragment_id)

    def look(self, element, fragment):
        match element.WhichOneof("type"):
            case "exception":
                self.troubles.append(f"the page shows an exception: {element.exception.message}")
            case "button":
                self.widgets[element.button.label] = element.button.id, fragment
            case "bidi_component" if element.bidi_component.component_name.endswith(PLAYER):
                self.id, self.fragment = element.bidi_component.id, fragment
                data = element.bidi_component.bytes
                (length,) = struct.unpack_from("<I", data)
                self.take(json.loads(data[4 : 4 + length]))

    def take(self, header):
        if self.header is None or header["run"] != self.header["run"]:
            self.end, self.pos, self.since, self.n = 0, 0.0, None, max(self.n, header["answers"])
        pos = self.now()
        self.header = header
        if "diagram" in header:
            self.steps = header["diagram"]["T"]
        block = header.get("block")
        if block and block["start"] <= self.end:
            self.end = max(self.end, block["start"] + block["count"])
            if self.since is not None:
                self.pos, self.since = pos, time.perf_counter()

    # ---- playing

    def now(self):
        """Where a browser would be: playing goes on as long as there are updates at hand."""
        if self.since is None:
            return self.pos
        return min(self.pos + self.speed * (time.perf_counter() - self.since), max(self.end - 1, 0))

    async def play(self, seconds):
        """Play for so long -> updates shown a second."""
        before, self.since = self.now(), time.perf_counter()
        began, until = self.since, time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if self.over.is_set():
                raise Failed("the line was cut")
            ahead = self.end - self.now()
            if ahead < DEPTH / 2:
                await self.ask()
            else:
                await self.rest(min(left, (ahead - DEPTH / 2) / self.speed + 0.001))
        shown = self.now() - before
        self.pos, self.since = self.now(), None
        return shown / (time.perf_counter() - began)
