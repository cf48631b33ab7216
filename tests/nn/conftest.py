"""Evaluates the equations that the page shows."""

import pytest

from rnnplay.nn import equations


@pytest.fixture
def evaluate():
    """evaluate(equations, numbers) -> every quantity that the equations name, in the order given."""
    return equations.evaluate
