"""A lab is declared once, and is then found in navigation, home page, address, lecture mode and tests."""

from pathlib import Path

import numpy as np
import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from rnnplay.app.lab import Lab, Tile
from rnnplay.app.presentation import KEY
from rnnplay.app.presentation.choices import FRAME
from rnnplay.app.presentation.scenes import read
from rnnplay.labs.registry import LABS
from tests.abuse.__main__ import attempt
from tests.abuse.entry_points import address_entry

APP = Path(__file__).parents[2] / "app.py"


def extra_page():
    streamlit.title("Is it found?")


EXTRA = Lab(
    slug="extra",
    title="An extra lab",
    question="Is it found?",
    page=extra_page,
    tile=Tile("One more thing to learn.", lambda: {"kind": "steps", "steps": []}),
    controls={"lever": "The lever"},
    parameters=("lever",),
    problem=lambda query: "Lever must be 0 or 1." if query.get("lever", "0") not in ("0", "1") else "",
)


@pytest.fixture
def app(monkeypatch):
    """The app with one more lab, run once on its home page; app.pages: the pages of its navigation."""
    pages, navigation = [], streamlit.navigation
    monkeypatch.setitem(LABS, "extra", EXTRA)
    monkeypatch.setattr(
        streamlit, "navigation", lambda listed, **how: pages.extend(listed) or navigation(listed, **how)
    )
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.query_params["hide"] = "lever"
    app.run()
    assert not app.exception
    app.pages = pages
    return app


def test_a_new_lab_is_known_by_its_line_in_the_registry(app):
    assert [page.title for page in app.pages][-1] == "An extra lab"
    assert "One more thing to learn." in [caption.value for caption in app.caption]
    state = app.session_state[KEY]
    assert state.presentation.hide == {"lever"} and not state.problems
    assert ["lever", "The lever"] in state.payload()["flags"]["extra"]
    assert app.session_state["tour"].focus["extra"] == EXTRA.focus
    scenes, problems = read("A scene | /extra?lever=1", LABS, FRAME)
    assert scenes[0].query == (("lever", "1"),) and not problems


def test_its_address_is_tried_with_hostile_input():
    outcomes = {attempt(address_entry(EXTRA), np.random.default_rng(seed))[0] for seed in range(20)}
    assert "refused" in outcomes


@pytest.mark.parametrize("slug", LABS)
def test_a_lab_is_called_by_its_slug_and_says_what_a_page_needs(slug):
    lab = LABS[slug]
    assert lab.slug == slug and lab.title and lab.question.endswith("?")
    assert lab.problem({}) == ""
    assert not set(lab.parameters) & set(FRAME), "these names are the app's"
