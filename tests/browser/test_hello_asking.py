"""The origin of a number (formula, numbers, sources), one update in slow motion, and speech."""

from math import exp, log, tanh

import pytest
from playwright.sync_api import expect

from tests.browser.pages import HelloPage, number, numbers

FIGURE = "/hello?start=figure&lr=0.08&update="
PRINTED = 0.0006  # half of the last of three decimals, and a little


@pytest.fixture
def lab(open_page):
    lab = HelloPage(open_page(FIGURE + "0", reduced_motion="reduce"))
    expect(lab.cell("y:0:1")).to_contain_text("2.20")
    return lab


def sources(lab):
    return lab.box.locator(".lights .source").count()


def asked(lab, name):
    """Asks one number of the diagram -> its value as the pane gives it; the terms of its sum add up."""
    lab.cell(name).click()
    expect(lab.box.locator(".lights .asked")).to_have_count(1)
    expect(lab.side.locator(".formula")).not_to_have_count(0)
    return number(lab.side.locator(".result").text_content())


def assert_adds_up(lab):
    """The terms of the sum, and every product in them -> the sum."""
    *terms, (_, _, total) = lab.lines(".term")
    parts = [number(amount) for _, _, amount in terms]
    assert abs(sum(parts) - number(total.removeprefix("= "))) < PRINTED * (len(parts) + 1)
    for _, product, amount in terms:
        if "·" in product:
            left, right = numbers(product)
            assert abs(left * right - number(amount)) < PRINTED * (2 + abs(left) + abs(right))
    return number(total.removeprefix("= "))


def test_a_score_is_the_sum_of_its_terms(lab):
    value = asked(lab, "y:2:2")
    assert lab.side.locator(".formula").all_text_contents() == ["y = Why\N{NARROW NO-BREAK SPACE}h + by"]
    assert len(lab.lines(".term")) == 3 + 1 + 1
    assert abs(assert_adds_up(lab) - value) < PRINTED
    assert abs(value - number(lab.values()["y:2:2"])) < 0.0051
    assert sources(lab) == 3  # the three hidden values of its step
    assert lab.box.locator(".arrow.lit").count() == 1


def test_a_hidden_value_is_the_squashed_sum_of_letter_and_past(lab):
    value = asked(lab, "h:2:1")
    a = assert_adds_up(lab)
    assert len(lab.lines(".term")) == 1 + 3 + 1 + 1
    assert abs(tanh(a) - value) < 2 * PRINTED
    assert abs(value - number(lab.values()["h:2:1"])) < 0.0051
    assert sources(lab) == 1 + 3  # the letter that comes in, and the three hidden values before
    asked(lab, "h:0:1")
    expect(lab.side).to_contain_text("nothing came before the first letter")
    assert sources(lab) == 1


def test_a_loss_is_the_surprise_at_the_wanted_letter(lab):
    value = asked(lab, "loss:0:0")
    p = numbers(lab.lines(".numbers")[0][0])[0]
    scores = [number(text) for name, text in lab.values("y").items() if name.startswith("y:0:")]
    assert abs(p - exp(scores[1]) / sum(map(exp, scores))) < 0.002
    assert abs(-log(p) - value) < 0.001
    assert abs(value - number(lab.values()["loss:0:0"])) < PRINTED


def test_a_weight_opens_from_its_arrow_and_shows_its_gradient_and_its_update(lab):
    lab.box.locator(".link.along").nth(1).locator(".hit").click(force=True)
    cells = lab.side.locator(".weights td")
    expect(cells).to_have_text("0.16 −0.05 0.79 −1.35 −0.82 −0.47 −0.77 −0.33 −0.62".split())
    cells.nth(2).get_by_role("button").click()
    expect(lab.side.locator(".under .result")).to_have_text("0.7870")
    gradient = assert_adds_up(lab)
    (rule,) = [line[0] for line in lab.lines(".numbers") if line and line[0].startswith("w = ")]
    before, rate, slope, after = numbers(rule)
    assert (before, rate) == (0.787, 0.08) and abs(slope - gradient) < PRINTED
    assert abs(before - rate * slope - after) < PRINTED
    lab.keys("Escape")
    lab.press("Step")
    lab.at(1).box.locator(".link.along").nth(1).locator(".hit").click(force=True)
    expect(cells.nth(2)).to_have_text(f"{after:.2f}")  # and its value after the update


def test_every_number_can_be_asked_by_keyboard_alone(lab):
    cell = lab.page.locator(".cell:focus")
    lab.text.focus()
    for _ in range(40):
        lab.keys("Tab")
        if cell.count():
            break
    first = cell.get_attribute("data-id")
    lab.keys("Shift+ArrowRight", "Shift+ArrowDown")
    expect(cell).not_to_have_attribute("data-id", first)
    assert cell.get_attribute("data-id").split(":")[1] == "1" and lab.update == 0
    name = cell.get_attribute("aria-label")
    lab.keys("Enter")
    expect(lab.box.locator(".lights .asked")).to_have_count(1)
    expect(lab.side.locator(".title")).to_contain_text("at step 2")
    assert f"{number(lab.side.locator('.result').text_content()):.2f}" in name.replace("−", "-")
    lab.keys("Escape")
    expect(lab.side).to_contain_text("predictions are right")
    expect(lab.box.locator(".lights *")).to_have_count(0)


def test_one_update_in_slow_motion_ends_with_a_check_of_every_score(lab):
    before = lab.values("y")
    lab.press("Walk one update")
    phases, steps = [], 0
    shown = lab.side.locator(".phases [aria-pressed=true]")
    titles = lab.side.locator(".title")
    expect(titles).to_contain_text("Forward, step 1 of 4")
    while (phase := shown.text_content()) != "check":
        assert titles.text_content() and lab.lines(".formula")
        phases += [] if phase in phases else [phase]
        title = titles.text_content()
        lab.press("Next ▶")
        expect(titles).not_to_have_text(title)
        steps += 1
        assert lab.update == 0 and steps < 40
    assert phases == ["forward", "loss", "backward", "gradient", "update"]
    assert steps == 4 + 1 + 4 + 5 + 5
    rows = lab.lines(".check:not(.head)")
    expect(lab.side).to_contain_text("16 of 16 scores moved as they were pushed")
    lab.press("Next ▶")
    lab.at(1).keys("Escape")
    after = lab.values("y")
    moved = {f"y:{int(at[-1]) - 1}:{'helo'.index(at[0])}": number(actual) for _, at, _, actual, _ in rows}
    assert moved.keys() == before.keys()
    for name, actual in moved.items():
        assert abs(number(after[name]) - number(before[name]) - actual) < 0.0101, name


def test_left_alone_it_spells_the_word_once_it_has_learned_it(open_page):
    lab = HelloPage(open_page(FIGURE + "12", reduced_motion="reduce"))
    lab.press("Let it speak")
    expect(lab.side).to_contain_text("It says: hello")
    expect(lab.side).to_contain_text("the training string, letter for letter")
    lab.side.get_by_label("first letter").select_option("o")
    expect(lab.side).to_contain_text("It started from another letter")
    lab.side.get_by_label("how the next letter is chosen").select_option("2")
    lab.press("Draw again")
    expect(lab.side.locator(".turn")).to_have_count(4)
