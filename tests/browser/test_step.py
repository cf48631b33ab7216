"""The step lab in a browser: letters are fed, a network is forked, numbers are typed, a link opens it."""

import re
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from rnnplay.labs.step.actions import Feed, SetNumber
from rnnplay.labs.step.hand_run import HandRun
from rnnplay.labs.step.link import from_query
from rnnplay.labs.step.python_code import python_code
from tests.browser.pages import fits, number

WINDOWS = [(1280, 720), (1440, 900), (390, 844)]


class StepPage:
    """The step lab on a page, with the parts that a reader sees."""

    def __init__(self, page):
        self.page = page
        self.branches = page.locator(".branch")
        self.warning = page.get_by_test_id("stAlert")
        expect(self.branches.first).to_be_visible()

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def choose(self, name):
        self.page.get_by_role("radio", name=name, exact=True).click()

    def past(self, branch, text):
        """Waits until a branch shows this past: each letter with its answer."""
        expect(self.branches.nth(branch).locator(".past li")).to_have_text(text)

    def state(self, branch, unit):
        return self.branches.nth(branch).locator(f'[data-id="h{unit}"] input')

    def scores(self, branch):
        return self.branches.nth(branch).locator(".score")

    def shows(self, run):
        """Waits until the page shows the numbers of this run, which are those of `RNN.step`."""
        expect(self.branches).to_have_count(len(run.branches))
        for k in range(len(run.branches)):
            now = run.state_of(k)
            expect(self.scores(k)).to_have_text([f"{y:.2f}".replace("-", "−") for y in now.y + 0.0])
            for j, h in enumerate(now.states["h"]):
                expect(self.state(k, j)).to_have_value(f"{h:.3f}".replace("-", "−"))


@pytest.fixture
def step(open_page):
    return StepPage(open_page("/step"))


def type_over(box, text):
    box.fill(text)
    box.press("Enter")


def test_a_first_visit_has_read_hell_and_suggests_an_action(step):
    step.past(0, ["he", "el", "ll", "lo"])  # read, and answered
    expect(step.page.get_by_text("It read l again, and answered o, not l. Fork it")).to_be_visible()
    step.shows(HandRun())
    expect(step.page.get_by_test_id("stCode").locator("code")).to_have_text(python_code(HandRun()).strip())
    assert step.page.locator(".sum").inner_text().count("tanh") == 2


def test_the_same_letter_after_a_different_past_gets_a_different_answer(step):
    step.button("Fork").click()
    step.past(1, ["he", "el", "ll", "lo"])
    step.button("h").click()
    run = HandRun().add_fork().act(1, Feed(0))
    step.shows(run)
    step.choose("both")
    step.button("l").click()
    run = run.act(0, Feed(2)).act(1, Feed(2))
    step.shows(run)
    expect(step.page.get_by_text(re.compile("^Both have just read l, with the same weights"))).to_be_visible()
    assert step.scores(0).all_text_contents() != step.scores(1).all_text_contents()
    step.button("Undo").click()
    step.shows(HandRun().add_fork().act(1, Feed(0)))


def test_a_typed_state_or_weight_changes_the_numbers(step):
    type_over(step.state(0, 1), "0.5")
    run = HandRun().act(0, SetNumber("h", 1, 0.5))
    step.shows(run)
    step.button("e").click()
    run = run.act(0, Feed(1))
    step.shows(run)
    step.choose("Weights")
    weight = step.page.get_by_role("textbox", name="W_hh at 2, 1", exact=True)
    type_over(weight, "2,5")
    run = run.edit("W_hh", (1, 0), 2.5)
    step.shows(run)
    expect(weight).to_have_value(re.compile(r"^2\.50*$"))  # the table is drawn on its own
    weight.press("ArrowUp")
    step.shows(run.edit("W_hh", (1, 0), 2.6))
    step.choose("Python")
    expect(step.page.get_by_test_id("stCode")).to_contain_text("rnn.W_hh[1, 0] = 2.6")


def test_a_bad_number_is_refused_in_one_sentence_and_nothing_is_lost(step):
    type_over(step.state(0, 0), "<b>1")
    refusal = step.page.locator(".refusal")
    expect(refusal).to_have_text(re.compile(r"not “<b>1”: the number before is used instead\.$"))
    expect(step.state(0, 0)).to_have_value("<b>1")
    step.past(0, ["he", "el", "ll", "lo"])
    type_over(step.state(0, 0), "0.25")
    expect(refusal).to_have_count(0)
    box = step.page.get_by_role("textbox", name="A vector x")
    type_over(box, "1, 2")
    expect(refusal).to_contain_text("x must be 4 numbers")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("1, 2")
    type_over(box, "1 0 0 -1")
    step.shows(HandRun().act(0, SetNumber("h", 0, 0.25)).act(0, Feed((1.0, 0.0, 0.0, -1.0))))


def test_a_bad_weight_is_refused_under_its_matrix(open_page):
    for viewport in WINDOWS:
        page = open_page("/step", viewport=viewport)
        StepPage(page).choose("Weights")
        weight = page.get_by_role("textbox", name="W_hh at 2, 1", exact=True)
        before = weight.input_value()
        type_over(weight, "101")
        refusal = page.locator(".weights .refusal")
        expect(refusal).to_have_count(1)
        expect(refusal).to_be_in_viewport()
        expect(page.locator(".refusal")).to_have_count(1)
        expect(weight).to_have_value("101")
        expect(weight).to_have_attribute("aria-invalid", "true")
        weight.press("Escape")
        expect(refusal).to_have_count(0)
        expect(weight).to_have_value(before)
        expect(weight).not_to_have_attribute("aria-invalid", "true")


def test_the_address_opens_the_same_run(step, open_page):
    word = step.page.get_by_role("textbox", name="Word")
    type_over(word, "*a* b")
    expect(step.button("␣")).to_be_visible()
    step.button("Fork").click()
    expect(step.branches).to_have_count(2)
    step.button("␣").click()
    expect(step.page).to_have_url(re.compile("word=.*fork=4&more=2"))
    run, problems = from_query(dict(parse_qsl(urlsplit(step.page.url).query)))
    assert not problems and run.word == "*a* b"
    step.shows(run)
    again = StepPage(open_page(step.page.url))
    again.shows(run)
    expect(again.page).to_have_url(step.page.url)


def test_the_keyboard_alone_is_enough(step):
    step.page.get_by_role("textbox", name="Seed").or_(step.page.get_by_label("Seed")).first.focus()
    page = step.page

    def tab_to(box):
        for _ in range(20):
            page.keyboard.press("Tab")
            if box.evaluate("(node) => node.getRootNode().activeElement === node"):
                return
        pytest.fail(f"{box} is not reached by Tab")

    tab_to(step.button("e"))
    page.keyboard.press("Enter")
    step.shows(HandRun().act(0, Feed(1)))
    tab_to(step.button("Fork"))
    page.keyboard.press("Space")
    expect(step.branches).to_have_count(2)
    tab_to(step.state(0, 0))
    before = number(step.state(0, 0).input_value())
    page.keyboard.press("ArrowUp")
    step.shows(HandRun().act(0, Feed(1)).add_fork().act(0, SetNumber("h", 0, np.round(before + 0.1, 3))))


def test_the_page_fits_every_window(step):
    step.button("Fork").click()
    expect(step.branches).to_have_count(2)
    for side, what in (("Weights", ".weights"), ("Python", "[data-testid=stCode]")):
        step.choose(side)
        expect(step.page.locator(what)).to_be_visible()
        for width, height in WINDOWS:
            step.page.set_viewport_size({"width": width, "height": height})
            expect(step.branches.last).to_be_visible()
            fits(step.page, whole=width > 640)
