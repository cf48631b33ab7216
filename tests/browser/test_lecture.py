"""The app in a lecture: large and without frame on a projector, stepped by a clicker, guessed at first."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rnnplay.labs.registry import LABS
from tests.browser.pages import HelloPage, button, numbers

SCENES = Path(__file__).parents[2] / "assets" / "scenes.txt"
PROJECTORS = [(1280, 720), (1920, 1080)]
CALM = {"reduced_motion": "reduce"}
# The elements that must be visible without scrolling: the drawing and its controls.
SHOWN = {
    "/hello?update=5": (".rnnplay svg.diagram", ".rnnplay button.play", ".rnnplay .at"),
    "/loop?text=banana": (".loop .drawing", ".loop button.play", ".loop .twins"),
    "/step": (".by_hand .branch", ".st-key-step-letters", ".st-key-step-code"),
    "/gap": (".stVegaLiteChart", ".st-key-gap-summary"),
    "/shapes?shape=in-step": (".wiring",),
}
FITS = """(parts) => {
    const inner = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
    const stands = (part) => {
        const found = [document, ...inner].map((root) => root.querySelector(part)).find(Boolean);
        const { left, right, top, bottom } = found.getBoundingClientRect();
        return left >= 0 && top >= 0 && right < innerWidth + 1 && bottom < innerHeight + 1 && bottom > top;
    };
    const main = document.querySelector("[data-testid=stMain]");
    return main.clientHeight === innerHeight && main.scrollHeight <= main.clientHeight
        && main.scrollWidth <= main.clientWidth && parts.every(stands);
}"""

# All texts and labels.
TOLD = """(box) => [...box.querySelectorAll("*")].map((node) => (node.getAttribute("aria-label") ?? "")
    + (node.childElementCount ? "" : node.textContent)).join(" ")"""


def joined(address, more):
    return address + ("&" if "?" in address else "?") + more


def lecture(page):
    """Waits until the page is as a lecture shows it; returns the page."""
    expect(page.locator("html")).to_have_attribute("data-lecture", "")
    return page


def lectures(open_page, address, **more):
    return lecture(open_page(joined(address, "lecture=1"), **CALM, **more))


@pytest.mark.parametrize("address", SHOWN)
def test_the_essential_stands_on_a_projector_without_scrolling(open_page, address):
    page = lectures(open_page, address)
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    for part in SHOWN[address]:
        expect(page.locator(part).first).to_be_visible()
    for wide, high in PROJECTORS:
        page.set_viewport_size({"width": wide, "height": high})
        page.wait_for_function(FITS, arg=list(SHOWN[address]))


@pytest.mark.parametrize(("view", "high"), [("race", 400), ("why", 480), ("radius", 580)])
def test_the_charts_of_the_long_gap_fill_a_projector(open_page, view, high):
    page = lectures(open_page, f"/gap?view={view}", viewport=PROJECTORS[-1])
    chart = page.locator(".stVegaLiteChart svg").first
    expect(chart).to_be_visible()
    page.wait_for_function(FITS, arg=[".stVegaLiteChart"])
    assert chart.bounding_box()["height"] > high


def test_the_answers_to_a_sentence_are_read_in_a_lecture(open_page):
    page = lectures(open_page, "/gap?view=sentence", viewport=PROJECTORS[-1])
    answers = page.locator(".sentence_readings .answers")
    expect(answers.locator("tbody th").first).to_be_visible()
    # The component stays while the networks learn. Each word is on one line, not each letter on its own.
    shape = """(box) => {
        const word = box.querySelector("tbody th");
        return word.clientWidth / word.clientHeight;
    }"""
    assert answers.evaluate(shape) > 2
    expect(page.locator(".sentence_readings .word").first).to_have_css("font-size", re.compile(r"^2[3-9]"))


def test_what_a_network_writes_is_read_from_the_last_row(open_page):
    quick = "/text?source=fables&cell=rnn&hidden=16&batch=4&updates=60"
    page = lectures(open_page, quick, viewport=PROJECTORS[-1])
    button(page, "Train").click()
    size = "(node) => parseFloat(getComputedStyle(node).fontSize)"
    assert page.locator(".st-key-text-sample code").evaluate(size) > 26
    words = page.locator(".stVegaLiteChart svg text").first
    expect(words).to_be_visible()
    assert words.evaluate(size) > 20 and page.locator(".stVegaLiteChart").bounding_box()["height"] > 500
    expect(page.get_by_text("60 updates, ")).to_be_visible()
    page.wait_for_function(FITS, arg=[".st-key-text-sample", ".stVegaLiteChart"])
    page.get_by_role("radio", name="Draw by draw").click()
    assert page.locator(".letters .letter").first.evaluate(size) > 26


def test_the_type_is_larger_in_a_lecture_and_a_key_goes_there_and_back_and_loses_nothing(open_page):
    page = open_page("/hello?update=3", **CALM)
    lab = HelloPage(page).at(3).at_rest()
    run = lab.run
    size = "(cell) => cell.getBoundingClientRect().height"
    usual = lab.cell("y:0:1").evaluate(size)
    lab.keys("ArrowRight", "l")
    lecture(page)
    lab.at(4).at_rest()
    expect(page).to_have_url(re.compile("lecture=1"))
    assert lab.cell("y:0:1").evaluate(size) > 1.25 * usual
    assert lab.run == run
    lab.keys("c")  # the menu and the controls come and go
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    expect(lab.text).to_be_visible()
    lab.keys("l")
    expect(page.locator("html")).not_to_have_attribute("data-lecture", "")
    expect(page).not_to_have_url(re.compile("lecture"))
    lab.at(4)
    lab.text.press("l")  # in a text it is a letter
    expect(page.locator("html")).not_to_have_attribute("data-lecture", "")


def test_nothing_moves_unasked_and_the_mode_survives_a_change_of_page(open_page):
    page = lecture(open_page("/hello?lecture=1"))  # a first visit would play
    lab = HelloPage(page).at(0).at_rest()
    assert lab.update == 0
    expect(lab.button("Play")).to_be_visible()
    lab.keys("c")
    page.get_by_role("link", name="The loop").click()
    lecture(page)
    expect(page.locator(".loop")).to_have_attribute("data-unfold", "1.00")  # it does not unfold by itself
    expect(page).to_have_url(re.compile(r"/loop\?.*lecture=1"))


def test_a_clicker_steps_and_reveals_and_what_is_covered_cannot_be_read(open_page):
    page = lectures(open_page, "/hello?update=5&predict=1")
    lab = HelloPage(page).at(5)
    covered = page.locator(".rnnplay[data-covered]")
    expect(covered).to_be_visible()
    hidden = lab.box.evaluate(TOLD)
    page.keyboard.press("PageDown")
    expect(covered).to_have_count(0)
    lab.at(5)
    values = {value for name, value in lab.values().items() if name[0] in "yl"}
    assert len(values) > 8 and "?" not in values
    states = set(lab.values("h").values())  # these may be seen: a score that reads alike is no leak
    leaks = [v for v in values - states if re.search(rf"(?<![\d.−]){re.escape(v)}(?![\d.])", hidden)]
    assert not leaks
    assert all(change for change in lab.changes().values())
    page.keyboard.press("PageDown")
    lab.at(6)
    expect(covered).to_be_visible()
    assert set(lab.values("y").values()) == {"?"} and not any(lab.changes().values())
    lab.cell("y:1:2").click()  # a tap shows it, too
    expect(covered).to_have_count(0)
    page.keyboard.press("PageUp")
    lab.at(5)
    page.keyboard.press("r")
    expect(covered).to_have_count(0)
    page.keyboard.press("p")
    page.keyboard.press("ArrowRight")
    lab.at(6)
    expect(covered).to_have_count(0)
    expect(page).not_to_have_url(re.compile("predict"))


def test_the_loop_is_guessed_at_letter_by_letter(open_page):
    page = lectures(open_page, "/loop?text=banana&step=2&predict=1")
    here = page.locator(".loop .copy[data-here] text.verdict").first
    expect(here).to_have_text("?")
    expect(page.locator(".loop .announcement")).to_contain_text("covered")
    page.keyboard.press("PageDown")
    expect(here).to_have_text(re.compile("odd|even"))
    page.keyboard.press("PageDown")
    expect(page.locator(".loop")).to_have_attribute("data-step", "3")
    expect(here).to_have_text("?")


def test_an_answer_of_the_five_shapes_is_guessed_at(open_page):
    page = lectures(open_page, "/shapes?shape=many-to-one&updates=25&predict=1")
    wiring, asked = (
        page.locator(".wiring[data-covered]"),
        page.get_by_role("region", name="The box that is asked"),
    )
    expect(wiring.locator(".answer")).to_have_text("What will it say?")
    expect(wiring.locator(".baseline")).to_be_hidden()
    expect(asked.get_by_role("row")).to_have_count(0)
    expect(wiring.locator(".box.output[data-covered] .chosen")).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(wiring).to_have_count(0)
    expect(page.locator(".wiring .answer")).to_contain_text("star")
    expect(asked.get_by_role("row")).to_have_count(5)
    page.keyboard.press("PageUp")
    expect(wiring).to_be_visible()  # the step before has an answer of its own to be guessed at
    wiring.locator(".box.output[data-covered]").click()
    expect(wiring).to_have_count(0)


def test_the_diagram_is_told_as_a_table_that_follows(open_page):
    page = open_page("/hello?update=5", **CALM)
    lab = HelloPage(page).at(5)
    table = page.get_by_role("table", name=re.compile("at update 5"))
    rows = table.get_by_role("row")
    expect(rows).to_have_count(5)
    scores = rows.nth(1).get_by_role("cell").nth(2).text_content()
    assert numbers(scores) == [numbers(lab.values(f"y:0:{k}")[f"y:0:{k}"])[0] for k in range(4)]
    lab.press("Step")
    lab.at(6)
    expect(page.get_by_role("table", name=re.compile("at update 6"))).to_be_attached()
    expect(page.locator(".rnnplay p.announcement").first).to_contain_text("update 6")


def test_scenes_are_read_shared_as_a_link_and_walked_by_a_clicker(open_page):
    page = open_page("/hello?update=5", **CALM)
    HelloPage(page).at(5)
    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Keys, and how this is shown")
    panel.get_by_label("A file of scenes").set_input_files(SCENES)
    scenes = panel.get_by_role("listitem")
    expect(scenes).to_have_count(8)
    expect(page).to_have_url(re.compile("scenes="))
    shared = page.url
    page.keyboard.press("Escape")

    other = open_page("/loop?lecture=1&" + re.search(r"scenes=[\w-]+", shared)[0], **CALM)
    lecture(other)
    other.keyboard.press("?")
    expect(other.get_by_role("dialog").get_by_role("listitem")).to_have_count(8)
    other.keyboard.press("Escape")
    other.keyboard.press("PageDown")
    expect(other.locator(".loop")).to_have_attribute("data-unfold", "0.00")
    other.keyboard.press("PageDown")  # the same page with another scene
    expect(other.locator(".loop")).to_have_attribute("data-unfold", "1.00")
    expect(other.locator(".loop")).to_have_attribute("data-step", "6")
    for update in (0, 1, 50):
        other.keyboard.press("PageDown")
        lab = HelloPage(other).at(update)
        expect(other.get_by_text(re.compile(r"^\d/8 "))).to_be_visible()
    other.keyboard.press("PageUp")
    lab.at(1)
    other.keyboard.press("?")
    other.get_by_role("dialog").get_by_role("button", name="The same letter, another answer").click()
    expect(other.get_by_role("heading", name="Why does the same letter")).to_be_visible()
    expect(other).to_have_url(re.compile(r"/step\?.*scene=6"))
    lecture(other)


GONE = {
    "hello": ("play", "step", "reset", "past", "speed", "show", "fresh", "copy", "beside", "lr"),
    "loop": ("unfold", "play", "step", "sums", "twins"),
}


@pytest.mark.parametrize("slug", GONE)
def test_every_part_of_a_drawings_page_can_be_hidden_and_its_keys_with_it(open_page, slug):
    assert set(GONE[slug]) <= set(LABS[slug].controls)
    start = {"hello": "/hello?update=5", "loop": "/loop?text=banana"}[slug]
    page = open_page(start, **CALM)
    for name in GONE[slug]:
        expect(page.locator(f'[data-control="{name}"]').first).to_be_visible()
    page = open_page(joined(start, f"hide={','.join(GONE[slug])},optimizer"), **CALM)
    expect(page.locator("html")).to_have_attribute("data-hide", re.compile("play"))
    expect(page.locator(".rnnplay[data-update], .loop[data-step]")).to_be_visible()
    for name in GONE[slug]:
        for part in page.locator(f'[data-control="{name}"]').all():
            expect(part).to_be_hidden()
    if slug == "hello":
        expect(page.get_by_role("spinbutton", name="Hidden units")).to_be_visible()
        expect(page.get_by_label("Optimizer")).to_have_count(0)
        lab = HelloPage(page).at(5)
        lab.keys("ArrowRight", " ", "Home")
        assert lab.at_rest().update == 5


def test_the_list_of_keys_names_them_and_what_is_wrong_in_an_address_is_said(open_page):
    page = open_page("/hello?update=1&hide=everything", **CALM)
    said = page.get_by_text("hide knows no “everything”")
    expect(said).to_be_visible()
    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Keys, and how this is shown")
    for text in ("Lecture mode on or off", "Predict first: cover", "One update back", "A clicker:"):
        expect(panel.get_by_text(text).first).to_be_visible()
    panel.get_by_text("Controls that the address can hide").click()
    for name, title in LABS["hello"].controls.items():
        expect(panel.get_by_role("row", name=f"{name} {title}", exact=True)).to_be_attached()
    panel.get_by_label("Colours safe for colour-blind eyes").check()
    expect(page.locator(".rnnplay")).to_have_attribute("data-palette", "safe")
    expect(page).to_have_url(re.compile("palette=safe"))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    blue = "rgb(11, 90, 148)"  # no green
    expect(HelloPage(page).cell("y:0:1").locator("text.value")).to_have_css("fill", blue)


def test_a_ring_follows_the_pointer_and_lets_clicks_through(open_page):
    page = lectures(open_page, "/hello?update=1")
    lab, ring = HelloPage(page).at(1).at_rest(), page.locator(".ring")
    box = lab.cell("h:0:0").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    expect(ring).to_be_visible()
    page.mouse.down()
    page.mouse.up()
    expect(lab.side).to_be_visible()
    page.keyboard.press("h")
    expect(ring).to_be_hidden()
