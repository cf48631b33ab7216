"""Find a Chromium for the browser tests, or install one."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these a headless Chromium contacts its maker's servers at every start. Root has no sandbox.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Chromium:
    path: str
    how: str  # "found", or how it was installed


def find_or_install(own):
    """The Chromium to test with. own: the path of Playwright's own Chromium, if it has one.

    Raises RuntimeError with one sentence if there is none and none can be installed.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if not _answers(named):
            raise RuntimeError(f"$CHROMIUM names {named!r}, which is not a Chromium that starts.")
        return Chromium(shutil.which(named), "named by $CHROMIUM")
    if path := _find(own):
        return Chromium(path, "found")
    tried = []
    for commands in _ways_to_install():
        failed = [" ".join(words) for words in commands if not _run(words)]
        how = " ".join(commands[-1])
        if path := _find(own):
            return Chromium(path, f"installed by '{how}'")
        tried.append(f"'{failed[0]}' failed" if failed else f"'{how}' installed none that starts")
    raise RuntimeError(
        f"The browser tests need a Chromium, but none of {', '.join(NAMES)} starts, Playwright has none of "
        f"its own, {' and '.join(tried)}: install one, or name one in $CHROMIUM."
    )


def _find(own):
    for name in NAMES:
        if _answers(name):
            return shutil.which(name)
    return own if Path(own).exists() else None


def _answers(name):
    """Whether the program starts. Some systems have a stub of this name, which only names a package."""
    path = shutil.which(name)
    return path is not None and _run([path, "--version"])


def _ways_to_install():
    """Yield lists of commands that may install one, the preferred list first."""
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        yield [["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]]
        own.insert(-1, "--with-deps")
    yield [own]


def _run(words):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=900, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
