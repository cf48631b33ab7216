"""Quotas: no visitor computes more than the share for long, and visitors who wait are served in turn."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.server.quota import MIN_SECONDS, PLACE_KEPT, Quotas, Wait
from tests.server.executors import ManualClock


def test_without_limits_nobody_waits():
    quotas = Quotas()
    for _ in range(3):
        quotas.spend("me", 1e9)
        assert quotas.wait_of("me") == Wait() and quotas.seconds_left("me") == inf


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0.01, 2), st.floats(0, 3)), max_size=120))
def test_no_visitor_gets_more_than_the_saved_seconds_and_the_share(asks):
    clock = ManualClock()
    quotas, used = Quotas(0.2, 3, 0.5, 5, clock), {}
    for visitor, seconds, later in asks:
        if not quotas.wait_of(visitor):
            quotas.spend(visitor, seconds)
            used[visitor] = used.get(visitor, 0) + seconds
        clock.now += later
        assert all(spent <= 3 + 0.2 * clock.now + 2 for spent in used.values())  # one may be begun beyond
        assert sum(used.values()) <= 5 + 0.5 * clock.now + 2


def test_a_visitor_who_waits_as_long_as_told_may_compute():
    clock = ManualClock()
    quotas = Quotas(0.25, 4, clock=clock)
    quotas.spend("me", 7)
    wait = quotas.wait_of("me")
    assert wait.seconds > 12 and wait.place == 0 and not quotas.wait_of("another")
    clock.now += wait.seconds
    assert not quotas.wait_of("me")


def test_the_queue_is_served_first_come_first():
    clock, served = ManualClock(), []
    quotas = Quotas(share_all=0.1, saved_all=1, clock=clock)
    quotas.spend("all", 1)
    assert [quotas.wait_of(name).place for name in "abc"] == [1, 2, 3]
    while len(served) < 3:
        clock.now += 0.1
        for name in "cba":
            if name not in served and not quotas.wait_of(name):
                quotas.spend(name, MIN_SECONDS)
                served.append(name)
    assert served == ["a", "b", "c"]


def test_a_visitor_who_does_not_ask_again_loses_the_place():
    clock = ManualClock()
    quotas = Quotas(share_all=0.001, saved_all=1, clock=clock)
    quotas.spend("all", 2)
    assert [quotas.wait_of(name).place for name in "ab"] == [1, 2]
    clock.now += PLACE_KEPT - 1
    assert quotas.wait_of("b").place == 2
    clock.now += 2
    assert quotas.wait_of("b").place == 1


def test_a_quota_that_is_full_again_is_removed():
    clock = ManualClock()
    quotas = Quotas(1, 1, clock=clock)
    for name in range(100):
        quotas.spend(name, 1)
    clock.now += 2 * PLACE_KEPT
    quotas.wait_of("somebody")
    assert not quotas._quotas


def test_the_time_of_a_block_is_taken_off_the_quota():
    quotas = Quotas(0.001, 10)
    with pytest.raises(ZeroDivisionError), quotas.timing("me"):
        sum(range(2_000_000))
        raise ZeroDivisionError
    assert 0 < 10 - quotas.seconds_left("me") < 5
