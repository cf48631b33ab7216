"""The limits of a server: open on a user's own machine, strict when hosted, and each can be set."""

from math import inf

import pytest

from rnnplay.server.limits import LIMITS, read_limits, table

each_limit = pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)


@each_limit
def test_a_hosted_limit_is_never_wider_than_the_local_one(limit):
    assert limit.local is None or limit.hosted <= limit.local
    assert limit.low <= limit.hosted <= limit.high


@each_limit
def test_a_limit_is_set_by_its_variable_and_nothing_else(limit):
    text = str(limit.low)
    limits = vars(read_limits({"RNNPLAY_HOSTED": "1", limit.variable: text}))
    assert limits.pop(limit.name) == limit.low
    assert limits == {other.name: other.hosted for other in LIMITS if other is not limit}
    assert vars(read_limits({limit.variable: "none"}))[limit.name] == inf


@each_limit
@pytest.mark.parametrize("text", ["all", "-1", "1e99", "nan"])
def test_a_bad_setting_is_one_sentence(limit, text):
    with pytest.raises(ValueError, match=rf"^{limit.variable} must be a .*, not .+\.$"):
        read_limits({limit.variable: text})


def test_hosted_is_0_or_1():
    assert vars(read_limits({})) == vars(read_limits({"RNNPLAY_HOSTED": "0"}))
    with pytest.raises(ValueError, match="RNNPLAY_HOSTED must be one of 0, 1, not “please”"):
        read_limits({"RNNPLAY_HOSTED": "please"})


def test_the_table_has_a_line_for_each_limit():
    lines = table().splitlines()
    assert len(lines) == len(LIMITS) + 2
    for limit, line in zip(LIMITS, lines[2:], strict=True):
        assert limit.variable in line and limit.what in line
