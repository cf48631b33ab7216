"""The lab of the five shapes in a browser: training, questions, refusals, playing and sharing."""

import re
from functools import cache
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from rnnplay.labs.shapes.diagram_data import diagram_data
from rnnplay.labs.shapes.input_format import parse_input, right_answers
from rnnplay.labs.shapes.run import ShapeRun, ShapeSetup, answer
from rnnplay.tasks.wiring import SHAPES
from tests.browser.pages import at_rest, number, windows

CALM = {"reduced_motion": "reduce"}
WINDOWS = [(390, 844), (1280, 720), (1440, 900)]  # it is loaded in the first, and follows to the others
QUICK = 150  # updates: it knows a little then
TRAINED = 60_000  # milliseconds: a training takes a few seconds, but of a busy machine more
# Of each column, in order: what is read, what is answered.
SHOWN = """(row) => ["input", "output"].map((kind) => [...row.querySelectorAll(`.box.${kind}`)]
    .map((box) => (box.querySelector(".choice .chosen") ?? box.querySelector(".chosen")).textContent))"""
SHOWS = f"([row, wanted]) => JSON.stringify(({SHOWN})(row)) === JSON.stringify(wanted)"

# The texts that are wider than what is around them.
WIDER = """(texts) => texts.filter((text) => text.getBoundingClientRect().width
    > text.parentElement.closest("div").getBoundingClientRect().width + 2).map((text) => text.textContent)"""


@cache
def trained(shape):
    return ShapeRun(ShapeSetup(shape, updates=QUICK)).advance(np.inf)


def input_of(page):
    """The visitor's input in the address."""
    return parse_qs(urlsplit(page.url).query)["own"][0]


def computed(shape, text):
    """The same, computed here."""
    found = answer(trained(shape), parse_input(shape, text))
    return diagram_data(trained(shape).setup, found, right_answers(shape, text))


def lab(page, **stands):
    """The component, once it has these attributes: turn=2, step=8, update=150, shape="in-step"."""
    box = page.locator(".wiring")
    for name, value in stands.items():
        expect(box).to_have_attribute(f"data-{name}", str(value), timeout=TRAINED)
    return box


def quick(open_page, shape, more="", **options):
    page = open_page(f"/shapes?shape={shape}&updates={QUICK}{more}", **options)
    return page, lab(page, update=QUICK, shape=shape)


def shows(page, box, read, said):
    """Waits until the page shows these inputs and these answers."""
    page.wait_for_function(SHOWS, arg=[box.locator(".row").element_handle(), [read, said]])


def agrees(page, box, shape):
    """Waits until the page shows the answers of this network to this input."""
    ours = computed(shape, input_of(page))
    read = [step["read"].get("text", "") for step in ours["steps"]]
    shows(page, box, read, [step["chosen"] for step in ours["steps"]])
    return ours


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_learns_by_itself_and_answers_an_input(open_page, shape):
    page, box = quick(open_page, shape, **CALM)
    first = agrees(page, box, shape)
    if first["pad"]["kind"] == "words":
        words = {"many-to-one": "The music is not bad", "encoder-decoder": "we draw a black dog"}
        page.get_by_role("textbox", name="Your words").press_sequentially(words[shape][:-3], delay=1)
        page.get_by_role("textbox", name="Your words").fill(words[shape])  # no Enter: every word is known
        expect(page).to_have_url(re.compile(words[shape].replace(" ", r"\+") + "$"))
    elif first["pad"]["kind"] == "picture":
        page.get_by_role("button", name="Clear").click()
        page.get_by_role("application").focus()
        for key in ("Space", "ArrowDown", "Space"):
            page.keyboard.press(key)
        bits = "8080" if shape == "one-to-one" else "8020"  # the first pixel of the first two rows
        expect(page).to_have_url(re.compile(rf"own={bits}0+$"))
    else:
        film = input_of(page)
        page.get_by_role("button", name="Step back").click()
        page.get_by_role("application").press("Enter")  # one more frame, the same
        page.get_by_role("application").press("ArrowRight")
        expect(page).not_to_have_url(re.compile(f"own={film}$"))
        expect(box.locator(".box.input")).to_have_count(13)
    agrees(page, box, shape)
    expect(box.locator(".answer b")).to_be_visible()


def test_a_training_is_watched_paused_and_shared(open_page):
    page = open_page("/shapes?shape=many-to-one&updates=600&seed=5")
    box = lab(page)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    answered = []  # it answers meanwhile; what was under way when it was paused is there with the first
    for words in ("the plot was", "the plot was ugly"):
        page.get_by_role("textbox", name="Your words").fill(words)
        expect(box.locator(".box.input")).to_have_count(len(words.split()))
        answered.append(int(box.get_attribute("data-update")))
    assert answered[0] == answered[1] < 600
    page.get_by_role("button", name="Go on").click()
    lab(page, update=600)
    expect(page.get_by_text("points above the baseline")).to_be_visible()
    other = open_page("/shapes?shape=many-to-one&updates=600&seed=5")
    expect(lab(other)).to_have_attribute("data-update", "600")
    expect(other.get_by_role("button", name="Train again")).to_be_visible()


def test_an_unknown_word_is_named_and_the_answer_stays(open_page):
    page, box = quick(open_page, "many-to-one", **CALM)
    said, field = box.locator(".answer").text_content(), page.get_by_role("textbox", name="Your words")
    field.fill("the zebra is <b>good</b>")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("the words “zebra”, “<b>good</b>”")
    assert field.input_value() == "the zebra is <b>good</b>" and box.locator(".answer").text_content() == said
    page.get_by_role("button", name="Another example").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(field).to_have_value(input_of(page))
    agrees(page, box, "many-to-one")


def test_everything_works_by_keyboard(open_page):
    page, box = quick(open_page, "many-to-one", **CALM)
    T = len(computed("many-to-one", input_of(page))["steps"])
    box.locator(".drawing-area").focus()
    page.keyboard.press("Home")
    lab(page, step=1)
    expect(box.locator(".box.output[data-later]")).to_have_count(T - 1)
    page.keyboard.press("ArrowRight")
    lab(page, step=2)
    page.keyboard.press("ArrowDown")  # from the output to the state
    ours = computed("many-to-one", input_of(page))["states"]["h"][1]
    numbers = box.locator(".asked .state td").all_text_contents()
    np.testing.assert_allclose([number(text) for text in numbers], ours, atol=0.006)
    page.keyboard.press("ArrowDown")
    expect(box.locator(".asked .word")).to_have_text("is")
    page.keyboard.press("Space")  # from the start to the end
    lab(page, step=T)
    expect(box.locator(".box[data-later]")).to_have_count(0)
    page.get_by_role("radio", name="many to one").focus()
    page.keyboard.press("ArrowLeft")
    lab(page, shape="one-to-many")
    expect(page.get_by_role("radio", name="one to many")).to_be_checked()
    expect(page.get_by_role("radio", name="one to many")).to_be_focused()


@pytest.mark.parametrize("window", [(1280, 720), (390, 844)], ids=["wide", "narrow"])
def test_an_answer_of_two_lines_does_not_move_the_network(open_page, window):
    long = "&own=she+sees+a+red+car+and+he+takes+a+small+book"
    page, box = quick(open_page, "encoder-decoder", long, viewport=window, **CALM)
    answer, area = box.locator(".answer"), box.locator(".drawing-area")
    expect(answer).to_contain_text("right would be")
    high, top = answer.bounding_box()["height"], area.bounding_box()["y"]
    page.get_by_role("button", name="Step back").click()
    expect(answer).to_have_text("…")
    assert answer.bounding_box()["height"] < 0.7 * high
    assert abs(area.bounding_box()["y"] - top) < 0.5


def test_a_longer_phrase_is_one_click_away_and_the_link_opens_the_same(open_page):
    page, box = quick(open_page, "encoder-decoder", "&joined=2&hidden=16&cell=gru", **CALM)
    page.get_by_role("button", name=re.compile("^11 words")).click()
    expect(box.locator(".box.input[data-kind=word]")).to_have_count(11)
    expect(box.locator(".box.state[data-summary]")).to_have_count(1)
    again = open_page(page.url, **CALM)
    lab(again, update=QUICK)
    shows(again, again.locator(".wiring"), *box.locator(".row").evaluate(SHOWN))
    expect(again).to_have_url(page.url)


def test_nothing_important_is_below_the_fold_and_nothing_sticks_out(open_page):
    look = {"viewport": WINDOWS[0], "color_scheme": "dark"}
    page, box = quick(open_page, "encoder-decoder", **look, **CALM)
    expect(page.get_by_role("button", name=re.compile("^5 words"))).to_be_visible()
    parts = [box.locator(".row"), box.locator(".answer"), box.locator(".known"), page.locator("canvas").last]
    for width, height in windows(page, WINDOWS):
        at_rest(page.get_by_test_id("stMain"))
        at_rest(box)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width > 900:
            for part in parts:
                frame = part.bounding_box()
                assert frame["y"] + frame["height"] <= height
            assert page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight") <= height
        last = box.locator(".box.state").last.bounding_box()
        scroller = box.locator(".scroller").bounding_box()
        end = scroller["x"] + scroller["width"]
        assert scroller["x"] <= last["x"] and last["x"] + last["width"] <= end + 1
        assert box.locator(".box .chosen:visible").evaluate_all(WIDER) == []
