"""A rerun of an unchanged page computes almost nothing: jobs, names and readings are cached."""

import pytest

from rnnplay.labs.gap.page import page
from rnnplay.labs.gap.state import VIEWS, GapState
from tests.app.rerun_calls import calls_of_a_rerun

# Calls of a rerun before anything was cached.
UNCACHED = {
    "race": 21_694,
    "curve": 13_758,
    "why": 6_848,
    "gates": 6_826,
    "radius": 6_432,
    "sentence": 16_124,
}


@pytest.mark.parametrize("view", VIEWS)
def test_an_unchanged_page_is_drawn_again_with_a_quarter_of_the_calls(view, monkeypatch):
    # Without training, which would change the sentence view from one rerun to the next.
    monkeypatch.setattr(GapState, "learn_sentence", lambda state, gap: setattr(state, "trained_gap", gap))
    assert calls_of_a_rerun(page, {"view": view}) <= UNCACHED[view] / 4
