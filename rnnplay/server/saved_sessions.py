"""Saved sessions: the server keeps each for some time, so that a page that is loaded again finds its session.

The only way to a session is its key: 32 random hexadecimal digits in the visitor's address.
"""

import re
import threading
import time
from uuid import uuid4

from rnnplay.server.limits import limits

KEY = re.compile(r"[0-9a-f]{32}")


class SavedSessions:
    """Sessions by key: the `most` most recently used ones, each for `seconds` after its last use."""

    def __init__(self, most=None, seconds=None, clock=time.monotonic):
        self.most = limits().rooms if most is None else most
        self.seconds, self.clock = limits().rooms_kept if seconds is None else seconds, clock
        self._lock = threading.Lock()
        self.sessions = {}  # key -> (session, time of its last use), the last used at the end

    def keep(self, session) -> str:
        """Keep a session -> its key."""
        key = uuid4().hex
        with self._lock:
            self.sessions[key] = (session, self.clock())
            self._tidy()
        return key

    def find(self, key):
        """The session of this key (a use of it), or None. key: any value."""
        if not isinstance(key, str) or not KEY.fullmatch(key):
            return None
        with self._lock:
            self._tidy()
            if key not in self.sessions:
                return None
            session, _ = self.sessions.pop(key)
            self.sessions[key] = (session, self.clock())
            return session

    def tidy(self):
        """Remove the sessions that were not used for too long."""
        with self._lock:
            self._tidy()

    def _tidy(self):
        now = self.clock()
        for key, (_, used) in list(self.sessions.items()):
            if now - used > self.seconds or len(self.sessions) > self.most:
                del self.sessions[key]
