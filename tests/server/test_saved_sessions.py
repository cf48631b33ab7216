"""A saved session is found by its key only, and only for some time."""

from rnnplay.server.saved_sessions import SavedSessions
from tests.server.executors import ManualClock


def test_a_session_is_found_by_its_key_only():
    saved = SavedSessions()
    key = saved.keep("mine")
    assert saved.find(key) == "mine" and saved.find(key) == "mine"
    for strange in (None, "", "0" * 32, key[:-1], key.upper() + " ", ["x"], key + "0", 7):
        assert saved.find(strange) is None
    assert saved.keep("other") != key


def test_a_session_that_nobody_uses_is_removed():
    clock = ManualClock()
    saved = SavedSessions(seconds=100, clock=clock)
    used, left = saved.keep("used"), saved.keep("left")
    for _ in range(3):
        clock.now += 60
        assert saved.find(used) == "used"
    assert saved.find(left) is None and list(saved.sessions) == [used]


def test_only_so_many_sessions_are_kept():
    saved = SavedSessions(most=3)
    keys = [saved.keep(k) for k in range(3)]
    assert saved.find(keys[0]) == 0  # used last
    keys.append(saved.keep(3))
    assert [saved.find(key) for key in keys] == [0, None, 2, 3]
