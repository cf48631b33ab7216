"""What a visitor left behind, kept for a while, so that a page that is loaded anew finds it again.

A room is found by its key only: 32 random hexadecimal digits that stand in the visitor's address.
"""

import re
import threading
import time
from uuid import uuid4

from rnnplay.server.limits import limits

KEY = re.compile(r"[0-9a-f]{32}")


class Rooms:
    """Things by key; of those not used for `seconds`, or beyond the `most` used last, nothing is kept."""

    def __init__(self, most=None, seconds=None, clock=time.monotonic):
        self.most = limits().rooms if most is None else most
        self.seconds, self.clock = limits().rooms_kept if seconds is None else seconds, clock
        self.lock, self.things = threading.Lock(), {}

    def keep(self, thing) -> str:
        """-> the key under which it will be found."""
        key = uuid4().hex
        with self.lock:
            self.things[key] = (thing, self.clock())
            self._tidy()
        return key

    def find(self, key):
        """What is kept under this key (str, or anything), or None."""
        if not isinstance(key, str) or not KEY.fullmatch(key):
            return None
        with self.lock:
            self._tidy()
            if key not in self.things:
                return None
            thing, _ = self.things.pop(key)
            self.things[key] = (thing, self.clock())  # used last, so it stands last
            return thing

    def tidy(self):
        """Clear away what nobody has used for too long."""
        with self.lock:
            self._tidy()

    def _tidy(self):
        now = self.clock()
        for key, (_, used) in list(self.things.items()):
            if now - used > self.seconds or len(self.things) > self.most:
                del self.things[key]
