"""Play, Step, Back, the slider, the curve, the keyboard, the learning rate, and the link."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.pages import HelloPage

WORD = "/hello?text=hello&lr=0.5&update=0"
QUIET = {"reduced_motion": "reduce"}


def scrub(lab, update):
    lab.page.get_by_label("update", exact=True).fill(str(update))
    lab.at(update)


def test_the_buttons_move_through_the_training(open_page):
    lab = HelloPage(open_page(WORD))
    start = lab.values()
    lab.press("Step", "Step", "Step")
    lab.at(3).press("Back")
    lab.at(2).press("Play")
    expect(lab.button("Pause")).to_be_visible()
    lab.beyond(3).press("Pause")
    expect(lab.button("Play")).to_be_visible()
    lab.press("Reset")
    lab.at(0)
    assert lab.values() == start


def test_the_keys_do_what_the_buttons_do_and_stay_out_of_the_text(open_page):
    lab = HelloPage(open_page(WORD, **QUIET))
    lab.keys("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft")
    lab.at(2).keys("Space")
    lab.beyond(3).keys("Space")
    expect(lab.button("Play")).to_be_visible()
    furthest = lab.update
    lab.keys("Home")
    lab.at(0).keys("End")
    lab.at(furthest).keys("Home")
    lab.at(0).text.click()
    lab.keys("End", "ArrowLeft", "Space", "ArrowRight", "Home")
    expect(lab.text).to_have_value("hell o")
    lab.at(0)
    expect(lab.button("Play")).to_be_visible()
    lab.keys("Tab")
    expect(lab.text).not_to_be_focused()
    assert lab.update == 0


def test_twenty_quick_clicks_are_twenty_updates(open_page):
    lab = HelloPage(open_page(WORD))
    lab.button("Step").evaluate("(button) => { for (let k = 0; k < 20; k++) button.click(); }")
    lab.at(20)
    for _ in range(5):
        lab.button("Back").click(delay=0)
    lab.at(15)


def test_a_click_on_the_curve_goes_there(open_page):
    lab = HelloPage(open_page(WORD, **QUIET))
    lab.press(*["Step"] * 10)
    curve = lab.at(10).at_rest().page.locator("canvas.curve")
    width = curve.bounding_box()["width"] - 16  # half a slider's thumb at either end
    curve.click(position={"x": 8 + width * 4 / 20, "y": 30})
    lab.at(4)
    curve.click(position={"x": 8 + width * 18 / 20, "y": 30})
    lab.at(10)  # never beyond what was seen


def test_the_same_update_has_the_same_numbers_however_it_is_reached(open_page):
    lab = HelloPage(open_page(WORD, **QUIET, permissions=["clipboard-read", "clipboard-write"]))
    lab.press(*["Step"] * 30)
    stepped = lab.at(30).values()
    for update in (7, 19, 3, 30):
        scrub(lab, update)
    assert lab.values() == stepped
    lab.press("Copy link")
    expect(lab.notice).to_contain_text("copied")
    link = lab.page.evaluate("navigator.clipboard.readText()")
    opened = HelloPage(open_page(link, **QUIET)).at(30)
    expect(opened.cell("y:3:3")).to_contain_text(stepped["y:3:3"])
    assert opened.values() == stepped
    expect(opened.cell("y:3:3").locator(".change")).not_to_be_empty()
    assert opened.changes() == lab.changes()


def test_new_start_has_other_numbers_and_reset_the_same(open_page):
    lab = HelloPage(open_page(WORD, **QUIET))
    start, run = lab.values(), lab.run
    lab.press("Step", "New start")
    expect(lab.box).not_to_have_attribute("data-run", run)
    other = lab.at(0).values()
    assert set(other) == set(start) and other != start
    lab.press("Step", "Reset")
    assert lab.at(0).values() == other
    expect(lab.page).to_have_url(re.compile("seed=1"))


def test_a_learning_rate_changed_on_the_way_leaves_the_past_as_it_was(open_page):
    lab = HelloPage(open_page(WORD, **QUIET))
    rate = lab.page.get_by_label("learning rate", exact=True)
    lab.press(*["Step"] * 10)
    past, run = lab.at(10).values(), lab.run
    lab.press("Back", "Back", "Back", "Back", "Back")
    earlier = lab.at(5).values()
    lab.press(*["Step"] * 5)
    rate.fill("700")
    expect(lab.box).not_to_have_attribute("data-run", run)
    lab.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query)["lr"] == ["0.5~10:0.79"])
    assert lab.at(10).values() == past
    lab.press("Step")
    assert lab.at(11).values() != past
    scrub(lab, 5)
    expect(lab.cell("y:0:0")).to_contain_text(earlier["y:0:0"])
    assert lab.values() == earlier
    again = HelloPage(open_page(lab.page.url, **QUIET))
    assert again.run == lab.run


def test_a_bad_learning_rate_is_refused_at_its_field(open_page):
    for viewport in ((1280, 720), (390, 844)):
        lab = HelloPage(open_page(WORD, viewport=viewport, **QUIET))
        rate = lab.page.get_by_label("learning rate, as a number")
        rate.fill("500")
        rate.press("Enter")
        refusal = lab.box.locator(".refusal")
        said = "Learning rate must be a number from 0.00001 to 100, not 500: 0.5 is used instead."
        expect(refusal).to_have_text(said)
        expect(refusal).to_be_in_viewport()
        expect(rate).to_have_value("500")
        expect(rate).to_have_attribute("aria-invalid", "true")
        assert 0 <= refusal.bounding_box()["y"] - rate.bounding_box()["y"] < 60
        rate.fill("0.2")
        rate.press("Enter")
        expect(refusal).to_be_hidden()
        expect(rate).to_have_attribute("aria-invalid", "false")
        lab.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query)["lr"] == ["0.2"])


def test_scores_or_probabilities_stand_in_the_boxes(open_page):
    lab = HelloPage(open_page(WORD, **QUIET))
    scores = lab.values("y")
    lab.press("probabilities")
    expect(lab.page).to_have_url(re.compile("show=probabilities"))
    values = [float(text) for text in lab.values("y").values()]
    assert all(0 <= p <= 1 for p in values)
    assert all(abs(sum(values[at : at + 4]) - 1) < 0.0021 for at in range(0, 16, 4))
    lab.press("scores")
    assert lab.values("y") == scores


def test_two_pages_do_not_disturb_each_other(open_page):
    one, other = (
        HelloPage(open_page(WORD, **QUIET)),
        HelloPage(open_page("/hello?text=world", **QUIET, viewport=(1280, 900))),
    )
    one.press("Step", "Step", "Step")
    other.press("Step")
    expect(one.page).to_have_url(re.compile("update=3"))
    expect(other.page).to_have_url(re.compile("update=1"))
    assert one.at(3).letters() == list("hell") and other.at(1).letters() == list("worl")


def test_a_page_that_is_loaded_again_is_where_it_was(open_page, settled):
    lab = HelloPage(open_page(WORD, **QUIET))
    lab.press("Step", "Step", "Step", "probabilities")
    expect(lab.page).to_have_url(re.compile("update=3"))
    expect(lab.page).to_have_url(re.compile("show=probabilities"))
    values, run = lab.at(3).values(), lab.run
    lab.page.reload()
    again = HelloPage(settled(lab.page)).at(3)
    expect(again.cell("y:3:3")).to_contain_text(values["y:3:3"])
    assert again.values() == values and again.run == run
