"""What a command says on stderr while it works, and that it can be interrupted without a loss."""

import shutil
import signal
import sys
import time
from contextlib import contextmanager

EVERY = 10  # seconds from one line in a log to the next


@contextmanager
def interrupts():
    """A list that the first Ctrl-C or SIGTERM is put into; the second one ends the process."""
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


class Line:
    """A line on stderr that tells how far it is: on a terminal drawn over itself, else a new one at times."""

    def __init__(self):
        self.lively, self.width, self.last = sys.stderr.isatty(), 0, time.monotonic()

    def show(self, text):
        if self.lively:
            text = text[: shutil.get_terminal_size().columns - 1]
            print(f"\r{text:{self.width}}", end="", file=sys.stderr, flush=True)
            self.width = len(text)
        elif time.monotonic() - self.last >= EVERY:
            self.last = time.monotonic()
            say(text)

    def clear(self):
        """Make way for what is printed next."""
        if self.width:
            print(f"\r{'':{self.width}}\r", end="", file=sys.stderr, flush=True)
            self.width = 0


def minutes(seconds):
    """How long, in words."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def say(sentence):
    """A line on stderr."""
    print(sentence, file=sys.stderr, flush=True)
