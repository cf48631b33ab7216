"""The inside of a cell: its gates at a step, with the numbers that the network computed."""

import re
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import expect

from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session
from tests.browser.pages import HelloPage, fits, number, windows
from tests.browser.test_hello_layout import OVERLAPS, WINDOWS
from tests.browser.test_hello_long import long_text

CELLS = {"rnn": {}, "lstm": {}, "gru": {"reset": "before"}, "gru-after": {"reset": "after"}}
PRINTED = 0.00051  # half of the last of three decimals, and a little
# The values of the products and of the previous states. Every other value has the name of a quantity.
PRODUCTS = {
    "f * c_prev": lambda q, prev: q["f"] * prev["c"],
    "i * g": lambda q, prev: q["i"] * q["g"],
    "r * m": lambda q, prev: q["r"] * q["m"],
    "( 1 - z ) * n": lambda q, prev: (1 - q["z"]) * q["n"],
    "z * h_prev": lambda q, prev: q["z"] * prev["h"],
}


def choices(cell, **more):
    return {"text": "hello", "cell": cell.split("-")[0], "hidden": 3, **CELLS[cell], **more}


@pytest.fixture
def opened(open_page):
    """opened(cell): the lab at update 20, and the cell open at the third step."""

    def open_cell(cell, **look):
        query = urlencode(choices(cell, update=20))
        lab = HelloPage(open_page(f"/hello?{query}", reduced_motion="reduce", **look)).at(20)
        lab.button("open the cell at step 3").click()
        expect(inside(lab)).to_contain_text("step 3 of 4")
        return lab

    return open_cell


def inside(lab):
    return lab.page.locator(".inside")


def part(lab, name):
    return inside(lab).locator(f'[data-part="{name}"]')


def shown(lab):
    """Every number of the circuit: part -> value."""
    parts = inside(lab).locator("[data-part]:not(.input)")
    texts = parts.evaluate_all(
        "(all) => all.map((g) => [g.dataset.part, g.querySelector('.value').textContent])"
    )
    return {name: number(text) for name, text in texts}


def computed(cell, update, t, i):
    """The same numbers from Python."""
    frames = Session(Experiment(**choices(cell))).frames(update, 1)
    at = [{name: values[0, s, i] for name, values in frames.quantities.items()} for s in range(4)]
    return at[t], at[t - 1] if t else dict.fromkeys(at[0], 0.0)


def assert_true(lab, cell, update, t, i):
    now, before = computed(cell, update, t, i)
    numbers = shown(lab)
    assert len(numbers) >= 3
    for name, value in numbers.items():
        product, state = PRODUCTS.get(name), before.get(name.removesuffix("_prev"))
        wanted = product(now, before) if product else state if name.endswith("_prev") else now[name]
        assert abs(value - wanted) < PRINTED, name


@pytest.mark.parametrize("cell", CELLS)
def test_every_number_inside_is_the_one_the_network_computed(opened, cell):
    lab = opened(cell)
    assert_true(lab, cell, 20, 2, 0)
    lab.press("Step")
    lab.at(21)
    assert_true(lab, cell, 21, 2, 0)
    lab.button("One step earlier (Shift + left arrow)").click()
    lab.button("The next unit (Shift + down arrow)").click()
    expect(inside(lab)).to_contain_text("unit 2 of 3")
    assert_true(lab, cell, 21, 1, 1)


def test_what_the_gates_do_is_said_in_words_and_drawn_as_openness(opened):
    lab = opened("lstm")
    now, _ = computed("lstm", 20, 2, 0)
    for name, gate, words in (
        ("f * c_prev", "f", "keeps {} % of c"),
        ("i * g", "i", "lets {} % of g in"),
        ("h", "o", "shows {} %"),
    ):
        expect(part(lab, name).locator(".words")).to_have_text(words.format(round(100 * now[gate])))
        box, level = (part(lab, gate).locator(kind) for kind in (".ground", ".level"))
        widths = [float(rect.get_attribute("width")) for rect in (box, level)]
        assert abs(widths[1] / widths[0] - now[gate]) < 0.01
    frames = Session(Experiment(**choices("lstm"))).frames(20, 1)
    said = dict(
        line.split(" over the steps: ")
        for line in inside(lab).locator(".strip").get_attribute("aria-label").split("; ")
    )
    for name, values in said.items():
        assert np.allclose(
            [number(v) for v in values.split(", ")], frames.quantities[name][0, :, 0], atol=PRINTED
        )
    box = inside(lab.at_rest()).locator(".strip").bounding_box()
    lab.page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 40)
    expect(inside(lab)).to_contain_text("step 4 of 4")
    assert_true(lab, "lstm", 20, 3, 0)


def test_a_gate_and_what_it_lets_through_can_be_asked(opened):
    lab = opened("lstm")
    now, before = computed("lstm", 20, 2, 0)
    for name, title, value in (
        ("f", "f₁ at step 3", now["f"]),
        ("f * c_prev", "at step 3", now["f"] * before["c"]),
        ("c_prev", "c₁ at step 2", before["c"]),
    ):
        part(lab, name).locator(".value").click()
        expect(part(lab, name)).to_have_attribute("data-asked", "")
        expect(lab.side.locator(".title")).to_contain_text(title)
        assert abs(number(lab.side.locator(".result").text_content()) - value) < PRINTED
    lab.keys("Escape", "Escape")
    expect(inside(lab)).to_have_count(0)
    expect(lab.cell("h:2:0")).to_be_visible()


def test_it_opens_moves_answers_and_closes_by_keyboard_alone(open_page):
    address = "/hello?" + urlencode(choices("gru", update=20))
    lab = HelloPage(open_page(address, reduced_motion="reduce")).at(20)
    lab.button("open the cell at step 1").focus()
    lab.keys("Shift+ArrowRight", "Enter")
    expect(inside(lab)).to_contain_text("step 2 of 4")
    lab.keys("Shift+ArrowRight", "Shift+ArrowDown")
    expect(inside(lab)).to_contain_text("step 3 of 4")
    expect(inside(lab)).to_contain_text("unit 2 of 3")
    focused = lab.page.locator(".part:focus")
    for _ in range(12):
        lab.keys("Tab")
        if focused.count() and focused.get_attribute("data-part") == "z":
            break
    name = focused.get_attribute("aria-label")
    lab.keys("Enter")
    expect(lab.side.locator(".title")).to_contain_text("z₂ at step 3")
    assert f"{number(lab.side.locator('.result').text_content()):.3f}" in name
    lab.keys("Escape", "Escape")
    expect(lab.button("open the cell at step 3")).to_be_focused()


def test_another_size_of_the_window_takes_the_focus_from_nobody(open_page):
    lab = (
        HelloPage(open_page("/hello?" + urlencode(choices("gru", update=20)), reduced_motion="reduce"))
        .at(20)
        .at_rest()
    )
    focused = "(box) => box.getRootNode().activeElement?.getAttribute('aria-label') ?? ''"

    def kept(name, height):
        drawn = lab.box.locator("svg.diagram").evaluate_handle("(svg) => svg")
        lab.page.set_viewport_size({"width": 1280, "height": height})
        lab.page.wait_for_function("(svg) => !svg.isConnected", arg=drawn)
        assert lab.box.evaluate(focused).startswith(name)

    lab.button("open the cell at step 2").focus()
    kept("open the cell at step 2", 860)
    lab.keys("Enter")
    lab.box.locator('[data-part="z"]').first.focus()
    kept("gate z, unit 1 at step 2", 760)


def test_a_hidden_value_leads_inside_its_cell_also_in_a_long_text(open_page):
    query = urlencode({"text": long_text(), "hidden": 12, "cell": "lstm", "update": 2})
    lab = HelloPage(open_page(f"/hello?{query}", reduced_motion="reduce")).at(2)
    canvas = lab.page.locator("canvas.dense")
    canvas.focus()
    door = lab.page.locator(".drawing-area .announcement")
    for _ in range(30):
        lab.keys("Shift+ArrowDown")
        if "open the cell" in door.text_content():
            break
    lab.keys("Enter")
    expect(inside(lab)).to_contain_text("of 199")
    for _ in range(40):
        lab.button("One step later (Shift + right arrow)").click()
        expect(part(lab, "f * c_prev").locator(".value")).to_have_text(re.compile(r"\d"))
    step = int(re.search(r"step (\d+)", inside(lab).text_content())[1]) - 1
    experiment = Experiment(text=long_text(), hidden=12, cell="lstm")
    now = Session(experiment).frames(2, 1).quantities
    assert abs(shown(lab)["f * c_prev"] - now["f"][0, step, 0] * now["c"][0, step - 1, 0]) < PRINTED
    lab.keys("Escape")
    expect(canvas).to_be_visible()


def test_a_hidden_value_leads_inside_its_cell(opened):
    lab = opened("gru")
    lab.keys("Escape")
    lab.cell("h:1:2").click()
    lab.button("Open the cell at step 2, unit 3").click()
    expect(inside(lab)).to_contain_text("step 2 of 4")
    assert_true(lab, "gru", 20, 1, 2)
    lab.press("Walk one update")  # it needs the whole diagram
    expect(inside(lab)).to_have_count(0)


# The parts of a circuit whose text does not fit into them.
NARROW = """(all) => all.filter((g) => { const box = g.querySelector(".ground").getBoundingClientRect();
    return [...g.querySelectorAll("text")].some((text) => { const t = text.getBoundingClientRect();
    return t.left < box.left || t.right > box.right + 0.5 || t.bottom > box.bottom + 2; }); })
    .map((g) => g.dataset.part)"""


@pytest.mark.parametrize("cell", CELLS)
def test_it_fits_the_window_and_nothing_lies_on_anything(opened, cell):
    lab = opened(cell, viewport=WINDOWS[0])
    for width, height in windows(lab.page, WINDOWS):
        drawing = inside(lab.at_rest()).locator(".circuit")
        assert drawing.evaluate(OVERLAPS) == [], width
        fits(lab.page)
        assert drawing.locator("[data-part]").evaluate_all(NARROW) == [], width
        if width > 1000:
            box = lab.button("Play").bounding_box()
            assert box["y"] + box["height"] <= height
