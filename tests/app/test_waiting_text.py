"""For every reason to wait, a sentence names it."""

from types import SimpleNamespace

import pytest

from rnnplay.app.waiting_text import time_left, waiting_sentence
from rnnplay.server.quota import Wait


def work(status="running", wait=None, seconds_left=None):
    return SimpleNamespace(status=status, wait=wait or Wait(), seconds_left=seconds_left)


@pytest.mark.parametrize(
    ("status", "wait", "seconds", "said"),
    [
        ("running", Wait(), None, "measuring the pace"),
        ("running", Wait(), 71.4, "about 71 s left"),
        ("running", Wait(), 400, "about 7 min left"),
        ("paused", Wait(), 5, "paused"),
        ("waiting", Wait(), 5, "waiting: other runs come first"),
        ("waiting", Wait(place=3), 5, "waiting: number 3 in the queue; it begins by itself"),
        (
            "waiting",
            Wait(0.3),
            5,
            "waiting: your share of this server is used up for now; it goes on by itself in 1 s",
        ),
    ],
)
def test_how_long_it_takes_is_told(status, wait, seconds, said):
    assert time_left(work(status, wait, seconds)) == said


def test_why_a_page_waits_is_told():
    assert "number 2 in the queue; it goes on by itself." in waiting_sentence(Wait(4, 2))
    assert waiting_sentence(Wait(200)).endswith("It goes on by itself in 3 min.")
