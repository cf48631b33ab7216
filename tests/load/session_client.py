"""A client of the server's own protocol: one Streamlit session without a browser.

It opens pages, presses buttons and lets fragments run again, in the messages that a browser sends. Many
clients fit into one process, so that a measurement shows the server and not the browsers.
"""

import asyncio
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

TIMEOUT = 30  # seconds until an answer counts as failed


class Failed(Exception):
    """The server did not answer this client as it should."""


class SessionClient:
    """One session, connected within `async with`. `troubles`: sentences about what went wrong.

    on_element(element, fragment): called with each element of the page that arrives. progress: the text of
    the page's latest progress bar.
    """

    def __init__(self, port, on_element=lambda element, fragment: None):
        self.port, self.on_element = port, on_element
        self.query, self.page = "", ""
        self.buttons = {}  # label -> (id of the widget, id of its fragment)
        self.auto_rerun = None  # (id of a fragment, seconds) of a fragment that runs again by itself
        self.progress, self.troubles, self.bytes = "", [], 0
        self.script_idle = False
        self.arrived, self.closed = asyncio.Event(), asyncio.Event()

    async def __aenter__(self):
        self.connection = await connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            open_timeout=60,
            compression=None,
            ping_interval=None,
        )
        self.listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_):
        self.closed.set()
        self.listening.cancel()
        await self.connection.close()

    async def open(self, page, query=""):
        """Open a page of the app, and wait until it has run. Raises Failed."""
        self.arrived.clear()
        self.auto_rerun, self.query = None, query
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        await self.connection.send(message.SerializeToString())
        await self._wait_for_answer(f"the page {page!r} did not come")
        if self.troubles:
            raise Failed(f"the page {page!r} came with trouble")

    async def rerun(self, fragment, **states):
        """Run a fragment again, with widgets changed: id -> (kind, value)."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = self.query, self.page, fragment
        for name, (kind, value) in states.items():
            setattr(state.widget_states.widgets.add(id=name), kind, value)
        self.script_idle = False
        await self.connection.send(message.SerializeToString())

    async def press(self, label) -> bool:
        """Press a button and wait for the answer; False if there is none of this label. Raises Failed."""
        if label not in self.buttons:
            return False
        name, fragment = self.buttons[label]
        self.arrived.clear()
        await self.rerun(fragment, **{name: ("trigger_value", True)})
        await self._wait_for_answer(f"{label!r} was not answered")
        return True

    async def rest(self, seconds):
        """Do nothing but run the fragment that runs again by itself, as an open page does."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.closed.is_set():
            fragment, interval = self.auto_rerun or ("", left)
            await asyncio.wait([asyncio.ensure_future(self.closed.wait())], timeout=min(interval, left))
            if fragment and self.auto_rerun:
                await self.rerun(fragment)

    async def _wait_for_answer(self, trouble):
        try:
            await asyncio.wait_for(self.arrived.wait(), TIMEOUT)
        except TimeoutError:
            raise Failed(f"{trouble} in {TIMEOUT} s") from None
        if self.closed.is_set():
            raise Failed("the connection was lost")

    async def _listen(self):
        try:
            async for data in self.connection:
                self.bytes += len(data)
                self._receive(ForwardMsg.FromString(data))
            if not self.closed.is_set():
                self.troubles.append("the server closed the connection")
        except WebSocketException as error:
            self.troubles.append(f"the connection was lost: {error}")
        finally:  # so that nobody waits for this connection any longer
            self.closed.set()
            self.arrived.set()

    def _receive(self, message):
        match message.WhichOneof("type"):
            case "new_session" if not message.metadata.run.fragment_ids:
                self.buttons = {}
            case "navigation":
                self.page = message.navigation.page_script_hash
            case "auto_rerun":
                self.auto_rerun = message.auto_rerun.fragment_id, message.auto_rerun.interval
            case "session_status_changed":
                self.script_idle = not message.session_status_changed.script_is_running
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    self.troubles.append("the page did not compile")
                self.arrived.set()
            case "delta" if message.delta.HasField("new_element"):
                self._receive_element(message.delta.new_element, message.delta.fragment_id)

    def _receive_element(self, element, fragment):
        match element.WhichOneof("type"):
            case "exception":
                self.troubles.append(f"the page shows an exception: {element.exception.message}")
            case "button":
                self.buttons[element.button.label] = element.button.id, fragment
            case "progress":
                self.progress = element.progress.text
        self.on_element(element, fragment)
