"""The progress of a command on stderr, and the handling of Ctrl-C without a loss of results."""

import shutil
import signal
import sys
import time
from contextlib import contextmanager

EVERY = 10  # seconds from one line in a log to the next


@contextmanager
def interrupts():
    """A list to which the first Ctrl-C or SIGTERM is appended. The second one ends the process."""
    caught = []
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    usual = {number: handler for number, handler in usual.items() if handler != signal.SIG_IGN}

    def restore():
        for number, handler in usual.items():
            signal.signal(number, handler)

    def note(number, frame):
        caught.append(number)
        restore()

    for number in usual:
        signal.signal(number, note)
    try:
        yield caught
    finally:
        restore()


class ProgressLine:
    """A line on stderr. A terminal shows it in one place; a log gets a new line every EVERY seconds."""

    def __init__(self):
        self.on_terminal, self.width, self.last = sys.stderr.isatty(), 0, time.monotonic()

    def show(self, text):
        """Replace the line by this text."""
        if self.on_terminal:
            text = text[: shutil.get_terminal_size().columns - 1]
            print(f"\r{text:{self.width}}", end="", file=sys.stderr, flush=True)
            self.width = len(text)
        elif time.monotonic() - self.last >= EVERY:
            self.last = time.monotonic()
            warn(text)

    def clear(self):
        """Remove the line before other output."""
        if self.width:
            print(f"\r{'':{self.width}}\r", end="", file=sys.stderr, flush=True)
            self.width = 0


def minutes(seconds):
    """A time in words, in seconds or minutes."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def warn(sentence):
    """Print a line on stderr."""
    print(sentence, file=sys.stderr, flush=True)
