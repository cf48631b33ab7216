"""Run the app as a user does: `streamlit run app.py` in the project's folder, on a free port."""

import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Streamlit's own error when a page is closed while it connects.
LEFT = re.compile(
    r"Exception in ASGI application\nTraceback(?:(?!Exception in ASGI).)*?"
    r'WebSocketDisconnected: Cannot call "send" once a close message has been sent\.\n',
    re.DOTALL,
)
# Streamlit's own error when a run starts while the interrupted run still adds widgets: no line is the app's.
OVERTAKEN = re.compile(
    r"^[^\n]*Traceback(?:(?!Traceback|/rnnplay/|app\.py).)*?dictionary changed size during iteration\n",
    re.DOTALL | re.MULTILINE,
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One Streamlit server, which can be stopped and started again at the same address.

    log: everything that it has printed since its first start. settings: variables of its environment.
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
        """The output since the last call if it contains an error, else an empty str."""
        lines = self._lines[self._looked_at :]
        self._looked_at += len(lines)
        text = OVERTAKEN.sub("", LEFT.sub("", "".join(lines)))
        return text if re.search("Traceback|Error", text) else ""

    def start(self, seconds=60):
        """Start the server and return when it answers. Raises RuntimeError with the log if it does not."""
        command = [sys.executable, "-m", "streamlit", "run", self.app.name]
        command += ["--server.address=127.0.0.1", f"--server.port={self.port}", "--server.headless=true"]
        command += ["--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
        # The app must set the number of BLAS threads itself, without the variable that the tests set.
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
        settled = threading.Event()  # set when the server has printed its address, or ended
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
        """End the server; kill: at once, as when its machine fails. Does nothing if it has ended."""
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
