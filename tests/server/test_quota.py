"""Seconds of computing: nobody gets more than a share for long, and who waits is served in turn."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.server.quota import FORGET, WORTH, Budget, Wait


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_without_limits_nobody_waits():
    budget = Budget()
    for _ in range(3):
        budget.spend("me", 1e9)
        assert budget.wait("me") == Wait() and budget.have("me") == inf


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0.01, 2), st.floats(0, 3)), max_size=120))
def test_nobody_ever_gets_more_than_was_saved_and_the_share(asks):
    clock = Clock()
    budget, used = Budget(0.2, 3, 0.5, 5, clock), {}
    for visitor, seconds, later in asks:
        if not budget.wait(visitor):
            budget.spend(visitor, seconds)
            used[visitor] = used.get(visitor, 0) + seconds
        clock.now += later
        assert all(spent <= 3 + 0.2 * clock.now + 2 for spent in used.values())  # one may be begun beyond
        assert sum(used.values()) <= 5 + 0.5 * clock.now + 2


def test_who_waits_as_long_as_was_said_is_served():
    clock = Clock()
    budget = Budget(0.25, 4, clock=clock)
    budget.spend("me", 7)
    wait = budget.wait("me")
    assert wait.seconds > 12 and wait.place == 0 and not budget.wait("another")
    clock.now += wait.seconds
    assert not budget.wait("me")


def test_the_line_is_served_in_the_order_of_its_coming():
    clock, served = Clock(), []
    budget = Budget(share_all=0.1, saved_all=1, clock=clock)
    budget.spend("all", 1)
    assert [budget.wait(name).place for name in "abc"] == [1, 2, 3]
    while len(served) < 3:
        clock.now += 0.1
        for name in "cba":
            if name not in served and not budget.wait(name):
                budget.spend(name, WORTH)
                served.append(name)
    assert served == ["a", "b", "c"]


def test_who_does_not_ask_again_loses_the_place():
    clock = Clock()
    budget = Budget(share_all=0.001, saved_all=1, clock=clock)
    budget.spend("all", 2)
    assert [budget.wait(name).place for name in "ab"] == [1, 2]
    clock.now += FORGET - 1
    assert budget.wait("b").place == 2
    clock.now += 2
    assert budget.wait("b").place == 1


def test_a_purse_that_is_full_again_is_forgotten():
    clock = Clock()
    budget = Budget(1, 1, clock=clock)
    for name in range(100):
        budget.spend(name, 1)
    clock.now += 2 * FORGET
    budget.wait("somebody")
    assert not budget._purses


def test_what_a_thread_computes_is_charged():
    budget = Budget(0.001, 10)
    with pytest.raises(ZeroDivisionError), budget.charge("me"):
        sum(range(2_000_000))
        raise ZeroDivisionError
    assert 0 < 10 - budget.have("me") < 5
