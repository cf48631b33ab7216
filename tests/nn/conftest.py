"""Reads the equations that the page shows and computes what they say."""

import pytest

from rnnplay.nn import equations


@pytest.fixture
def evaluate():
    """evaluate(equations, numbers) -> every quantity that the equations name, in the order given."""
    return equations.evaluate
