"""Addresses with bad values: one sentence for each value, and a network that works."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import HelloPage

BAD = {
    "?hidden=many": "Hidden units must be a whole number from 1 to 64, not “many”: 3 is used instead.",
    "?hidden=65&text=abc": "Hidden units must be a whole number from 1 to 64, not 65: 64 is used instead.",
    "?seed=" + "9" * 300: "Seed must be a whole number",
    "?lr=1e999": "Learning rate must be a number from 0.00001 to 100",
    "?lr=0.1~9:0.2~3:0.1": "at rising updates",
    "?scale=nan&clip=-1": "Initial scale must be a number from 0 to 3",
    "?cell=<b>&optimizer=": "Cell must be one of",
    "?start=figure&text=world": "random weights are used instead",
    "?update=1e9": "Update must be a whole number from 0 to 100,000",
    "?text=" + "x" * 5000: "Training string must be 2 to 200 symbols long",
    "?text=a&text=b": "not “b”, which has 1",
    "?speed=fast&text=abc": "Speed must be a whole number from 1 to 600, not “fast”: 2 is used instead.",
    "?show=nothing&text=abc": "Show must be one of scores, probabilities, not “nothing”",
    "?update=-3&update=two": "not “two”: 0 is used instead",
}


@pytest.mark.parametrize("some", [list(BAD)[at::3] for at in range(3)], ids=["some", "others", "the rest"])
def test_a_bad_address_gets_a_sentence_and_a_working_network(open_page, settled, some):
    page = open_page("/hello?update=0", reduced_motion="reduce", viewport=(1280, 900))
    for address in some:
        page.goto(f"/{address}")
        lab = HelloPage(settled(page)).at(0)
        refusal = page.locator(".refusal", has_text=BAD[address])
        expect(refusal).to_be_in_viewport()
        lab.press("Step")
        lab.at(1)
        said = page.locator("body").inner_text()
        assert "Traceback" not in said and "Error" not in said


def test_an_update_far_away_is_trained_up_to(open_page):
    lab = HelloPage(open_page("/hello?update=3000", reduced_motion="reduce")).at(3000)
    expect(lab.cell("loss:0:0")).to_contain_text("0.0")
    expect(lab.notice).to_be_hidden()
    lab.press("Back")
    lab.at(2999)
    expect(lab.side).to_contain_text("All 4 predictions are right")


def test_what_nobody_knows_in_an_address_does_no_harm(open_page):
    address = "/hello?text=hello&colour=blue&update=2"
    lab = HelloPage(open_page(address, reduced_motion="reduce")).at(2)
    lab.press("Step")
    lab.at(3)
    expect(lab.notice).to_be_hidden()
