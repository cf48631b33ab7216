"""Numbers in text: few digits, real minus signs and powers of ten."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.app.number_format import percent, power, short


@given(st.floats(-1e300, 1e300))
def test_a_short_number_is_the_number_to_two_digits(value):
    text = short(value)
    assert "-" not in text and len(text) <= 9
    assert float(text.replace("−", "-").replace(",", "")) == pytest.approx(value, rel=0.05, abs=1e-300)


def test_numbers_are_written_as_a_reader_writes_them():
    expected = {0: "0", 0.042: "0.042", 1234.5: "1,234", -2.5: "−2.5", 4.2e-9: "4.2e−9", inf: "∞", -inf: "−∞"}
    assert {value: short(value) for value in expected} == expected and short(nan) == "overflow"
    assert [power(exponent) for exponent in (-12, -3, 0, 3, 26)] == ["10⁻¹²", "0.001", "1", "1,000", "10²⁶"]
    assert [percent(0.984), percent(0.5, 1), percent(0)] == ["98\u00a0%", "50.0\u00a0%", "0\u00a0%"]
