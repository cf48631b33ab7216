"""What visitors left behind is found by its key, for a while, and by nothing else."""

from rnnplay.server.saved_sessions import Rooms


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_room_is_found_by_its_key_only():
    rooms = Rooms()
    key = rooms.keep("mine")
    assert rooms.find(key) == "mine" and rooms.find(key) == "mine"
    for strange in (None, "", "0" * 32, key[:-1], key.upper() + " ", ["x"], key + "0", 7):
        assert rooms.find(strange) is None
    assert rooms.keep("other") != key


def test_a_room_that_nobody_uses_is_cleared_away():
    clock = Clock()
    rooms = Rooms(seconds=100, clock=clock)
    used, left = rooms.keep("used"), rooms.keep("left")
    for _ in range(3):
        clock.now += 60
        assert rooms.find(used) == "used"
    assert rooms.find(left) is None and list(rooms.things) == [used]


def test_there_are_only_so_many_rooms():
    rooms = Rooms(most=3)
    keys = [rooms.keep(k) for k in range(3)]
    assert rooms.find(keys[0]) == 0  # used last
    keys.append(rooms.keep(3))
    assert [rooms.find(key) for key in keys] == [0, None, 2, 3]
