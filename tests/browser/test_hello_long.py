"""A text of 200 characters with 60 symbols and 64 units: only the columns in view are sent and drawn."""

import random
import string
from time import monotonic
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.pages import HelloPage

SYMBOLS = (string.ascii_letters + string.digits)[:60]


def long_text():
    """200 characters, among them each of 60 symbols."""
    draw = random.Random(0)
    letters = [*SYMBOLS, *draw.choices(SYMBOLS, k=140)]
    draw.shuffle(letters)
    return "".join(letters)


@pytest.fixture
def lab(open_page):
    choices = {"text": long_text(), "hidden": 64, "optimizer": "adam", "scale": 0.1, "lr": 0.003}
    return HelloPage(open_page(f"/hello?{urlencode(choices)}"))


def test_a_long_text_plays_steps_and_scrolls_and_answers(lab):
    canvas, scroller = lab.page.locator("canvas.dense"), lab.page.locator(".scroller")
    title, result = lab.side.locator(".title"), lab.side.locator(".result")
    lab.press("Play")
    lab.beyond(4).press("Pause")
    expect(lab.button("Play")).to_be_visible()
    here = lab.update
    lab.press("Step", "Step", "Back")
    lab.at(here + 1)
    canvas.hover()
    lab.page.mouse.wheel(20_000, 0)
    lab.page.wait_for_function("(scroller) => scroller.scrollLeft > 12_000", arg=scroller.element_handle())
    canvas.focus()
    deadline = monotonic() + 20
    while not title.filter(has_text="at step 19").count() and monotonic() < deadline:
        lab.keys("Shift+ArrowRight", "Enter")  # the columns at the end are on their way
    expect(title).to_contain_text("at step 19")
    expect(result).to_be_visible()
    lab.press("Step")
    lab.at(here + 2)
    expect(result).to_be_visible()
    canvas.click(position={"x": 110 + 70, "y": 100})
    expect(title).to_contain_text("score of")
    expect(lab.side.locator(".term")).to_have_count(8 + 1)  # the others are added up in one
