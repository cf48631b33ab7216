"""The loop lab in a browser: it folds and unfolds, reads a text, explains numbers, and a link opens it."""

import re

import pytest
from playwright.sync_api import expect

from rnnplay.labs.loop.chain_data import chain
from rnnplay.labs.loop.choices import LoopChoices
from tests.browser.pages import at_rest, number, numbers, windows

CALM = {"reduced_motion": "reduce"}
WINDOWS = [(390, 844), (1280, 720), (1440, 900)]  # the page is opened in the first size
LONG = "the cat sat on the mat and that was that, at last it sat"
# Of each copy in the order of the text: its step, its letter, its state, and what both networks say.
COPIES = """(drawing) => [...drawing.querySelectorAll(".copy")].map((copy) => ({
    step: Number(copy.querySelector(".soft").textContent), letter: copy.querySelector(".sign").textContent,
    h: [...copy.querySelectorAll(".unit text")].map((unit) => unit.textContent),
    verdicts: [...copy.querySelectorAll(".verdict")].map((verdict) => verdict.textContent)}))
    .sort((a, b) => a.step - b.step)"""
STROKES = "(arrows) => arrows.map((arrow) => getComputedStyle(arrow).stroke)"


def loop(page, unfold="1.00", step=None):
    """The component, as soon as it has these attributes."""
    box = page.locator(".loop")
    expect(box).to_have_attribute("data-unfold", unfold)
    if step is not None:
        expect(box).to_have_attribute("data-step", str(step))
    return box


def says(shown, t, name):
    """The text of a box of answers: "odd ✓"."""
    odd = shown[name][t] > 0.5
    return f"{shown['answers'][odd]} {'✓' if odd == shown['wanted'][t] else '✗'}"


def button(page, name):
    return page.get_by_role("button", name=name)


def test_the_loop_unfolds_on_arrival_and_every_copy_shows_the_network_s_numbers(open_page):
    box = loop(open_page("/loop"))  # with motion it starts folded
    shown = chain(LoopChoices(), {})
    copies = box.locator(".drawing").evaluate(COPIES)
    assert [copy["letter"] for copy in copies] == list("banana")
    for t, copy in enumerate(copies):
        assert [number(text) for text in copy["h"]] == [float(f"{value:.2f}") for value in shown["h"][t]]
        assert copy["verdicts"] == [says(shown, t, "p"), says(shown, t, "seen")]
    assert all("✓" in copy["verdicts"][0] for copy in copies)
    assert any("✗" in copy["verdicts"][1] for copy in copies)


def test_folding_by_keyboard_or_button_changes_only_the_picture(open_page):
    page = open_page("/loop", **CALM)
    box, slider = loop(page, step=6), page.get_by_role("slider", name="Unfold")
    rights = "(copies) => new Set(copies.map((c) => Math.round(c.getBoundingClientRect().left))).size"
    places = lambda: at_rest(box).locator(".copy .chunk").evaluate_all(rights)  # noqa: E731
    assert places() == 6
    said = box.locator(".announcement").text_content()
    slider.press("Home")
    loop(page, "0.00")
    assert places() == 1 and box.locator(".announcement").text_content() == said
    slider.press("ArrowRight")
    loop(page, "0.01")
    button(page, "Unfold").click()
    loop(page, "1.00", 6)
    button(page, "Fold").click()
    loop(page, "0.00", 6)
    expect(page).to_have_url(re.compile(r"unfold=0$"))


def test_the_keyboard_chooses_step_and_unit_and_the_sum_shows_its_numbers(open_page):
    page, shown = open_page("/loop", **CALM), chain(LoopChoices(), {})
    box = loop(page, step=6)
    box.locator(".drawing-area").focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    loop(page, step=2)
    expect(box.get_by_text("Step 2, unit 2 of 4")).to_be_visible()
    rows = box.locator(".sums tr td:last-child").all_text_contents()
    *terms, total = map(number, rows)
    assert total == pytest.approx(shown["a"][1][1], abs=0.005) and sum(terms) == pytest.approx(
        total, abs=0.04
    )
    expect(box.get_by_role("img")).to_have_attribute("aria-label", re.compile("^tanh squashes"))
    _, h = numbers(box.get_by_role("img").get_attribute("aria-label"))
    assert h == pytest.approx(shown["h"][1][1], abs=0.005)
    announced = re.compile("^Step 2 of 6, letter a. State: .* an odd number")
    expect(box.locator(".announcement")).to_have_text(announced)
    later = box.locator(".drawing").evaluate(COPIES)[2:]
    assert all(text == "" for copy in later for text in [*copy["h"], *copy["verdicts"]])
    button(page, "Play").click()
    loop(page, step=6)  # playing stops at the end
    expect(button(page, "Play")).to_be_visible()


def test_a_weight_is_marked_in_every_copy_and_is_the_same_for_a_longer_text(open_page):
    page = open_page("/loop", **CALM)
    box = loop(page, step=6)
    plain = box.locator(".copy .W_xh .arrow").first.evaluate("(arrow) => getComputedStyle(arrow).stroke")
    for name in ("W_xh", "W_hh"):
        button(page, name).focus()
        strokes = box.locator(f".{name} .arrow").evaluate_all(STROKES)
        assert len(strokes) >= 6 and set(strokes) != {plain} and len(set(strokes)) == 1
    button(page, "W_hh").press("Enter")
    matrix = box.locator("table.matrix td")
    expect(matrix).to_have_count(16)
    expect(box.get_by_text("the same in all 6 copies")).to_be_visible()
    before = matrix.all_text_contents()
    button(page, "Make it longer").click()
    loop(page, step=12)
    expect(box.get_by_text("the same in all 12 copies")).to_be_visible()
    assert matrix.all_text_contents() == before
    expect(box.get_by_text("12 steps, one network: 42 weights")).to_be_visible()
    button(page, "Back to the sum").click()
    button(page, "Why does it start from zeros?").click()
    expect(box.get_by_text("Always just zeros?")).to_be_visible()


def test_only_the_network_with_a_state_tells_two_pasts_apart(open_page):
    page = open_page("/loop?text=banana&window=2&step=5", **CALM)
    rows = loop(page, step=5).locator(".twins tbody tr")
    cells = [rows.nth(k).locator("td").all_text_contents() for k in (0, 1)]
    (true, seen, ours), (other, seen_too, ours_too) = cells
    assert rows.locator("mark").all_text_contents() == ["an", "an"] and {true, other} == {"even", "odd"}
    assert seen[:-1] == seen_too[:-1] and {seen[-1], seen_too[-1]} == {"✓", "✗"}
    assert ours.startswith(true) and ours_too.startswith(other) and "✗" not in ours + ours_too


def test_a_bad_value_is_refused_in_a_sentence_and_changes_nothing(open_page):
    page = open_page("/loop?text=hello&count=x&step=99", **CALM)
    refusals, text = page.locator(".refusal"), page.get_by_role("textbox", name="Your text")
    expect(refusals).to_have_count(2)  # the counted letter and the step
    expect(refusals.first).to_contain_text("the counted letter must occur", ignore_case=True)
    loop(page, step=5)
    text.fill("ab" * 31)
    text.press("Enter")
    expect(refusals).to_have_count(1)  # the sentence about the link is gone
    expect(refusals).to_contain_text("which has 62: “hello” is used instead.")
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(text).to_have_value("ab" * 31)
    loop(page, step=5)
    text.fill("hollow")
    text.press("Enter")
    loop(page, step=6)
    expect(refusals).to_have_count(0)
    expect(text).to_have_attribute("aria-invalid", "false")
    page.get_by_role("combobox", name="Counted letter").click()
    page.get_by_role("option", name="o", exact=True).click()
    expect(page).to_have_url(re.compile(r"text=hollow&count=o$|text=hollow$"))
    expect(page.locator(".loop .letter[data-counted]")).to_have_count(2)


def test_the_address_opens_the_same_place_again(open_page):
    page = open_page("/loop?text=" + LONG.replace(" ", "+") + "&count=a&window=4", **CALM)
    entries, box = page.evaluate("history.length"), loop(page, step=len(LONG))
    box.locator(".drawing-area").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    loop(page, step=2)
    page.get_by_role("slider", name="Unfold").fill("0.4")
    expect(page).to_have_url(re.compile(r"count=a&window=4&step=2&unfold=0\.4$"))
    assert page.evaluate("history.length") == entries
    again = open_page(page.url, **CALM)
    announced = box.locator(".announcement").text_content()
    assert loop(again, "0.40", 2).locator(".announcement").text_content() == announced


def test_the_page_fits_every_window(open_page):
    look = {"viewport": WINDOWS[0], "color_scheme": "dark"}
    page = open_page(f"/loop?text={LONG.replace(' ', '+')}&window=4", **look, **CALM)
    for width, height in windows(page, WINDOWS):
        box = at_rest(loop(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for part in [".drawing"] if width < 900 else [".drawing", ".below", ".squash"]:
            frame = box.locator(part).bounding_box()
            assert frame["y"] + frame["height"] <= height, (part, width)
        here = box.locator(".copy[data-here] .chunk").bounding_box()
        view = box.locator(".scroller").bounding_box()
        assert view["x"] <= here["x"] and here["x"] + here["width"] <= view["x"] + view["width"] + 1
