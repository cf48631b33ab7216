"""Runs the app as a person would: `streamlit run app.py` in the project's folder, on a port of its own."""

import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What Streamlit itself prints when a page leaves in the moment in which it connects.
LEFT = re.compile(
    r"Exception in ASGI application\nTraceback(?:(?!Exception in ASGI).)*?"
    r'WebSocketDisconnected: Cannot call "send" once a close message has been sent\.\n',
    re.DOTALL,
)
# And when a run begins while the one that it breaks off still adds its widgets: no line of it is the app's.
OVERTAKEN = re.compile(
    r"^[^\n]*Traceback(?:(?!Traceback|/rnnplay/|app\.py).)*?dictionary changed size during iteration\n",
    re.DOTALL | re.MULTILINE,
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One Streamlit server that can be stopped and started again at the same address.

    `url`, `pid`, and `log`: everything it has printed, over all its starts. settings: of its environment.
    """

    def __init__(self, app=ROOT / "app.py", **settings):
        self.app, self.settings = Path(app), settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._lines = []
        self._looked_at = 0
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    @property
    def log(self):
        return "".join(self._lines)

    def new_errors(self):
        """What it has printed since the last call, if an error is in it, else an empty string."""
        lines = self._lines[self._looked_at :]
        self._looked_at += len(lines)
        text = OVERTAKEN.sub("", LEFT.sub("", "".join(lines)))
        return text if re.search("Traceback|Error", text) else ""

    def start(self, seconds=60):
        """Starts it and returns when it answers. Raises: RuntimeError with the log when it does not."""
        command = [sys.executable, "-m", "streamlit", "run", self.app.name]
        command += ["--server.address=127.0.0.1", f"--server.port={self.port}", "--server.headless=true"]
        command += ["--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
        # The app sees to its BLAS threads itself: what the tests set for themselves must not help it.
        environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
        self._process = subprocess.Popen(
            command,
            cwd=self.app.parent,
            env={**environment, "PYTHONUNBUFFERED": "1", **self.settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        settled = threading.Event()  # it has printed its address, or ended
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout, settled), daemon=True)
        self._reader.start()
        if not settled.wait(seconds) or self._process.poll() is not None:
            self.stop()
            raise RuntimeError(f"{' '.join(command)} did not start:\n{self.log}")

    def _read(self, stream, settled):
        with stream:
            for line in stream:
                self._lines.append(line)
                if f"URL: {self.url}" in line:
                    settled.set()
        settled.set()

    def stop(self, *, kill=False):
        """Ends it, politely or (kill) at once, as when its machine fails. Does nothing when it has ended."""
        if self._process.poll() is None:
            if kill:
                self._process.kill()
            else:
                self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(20)
