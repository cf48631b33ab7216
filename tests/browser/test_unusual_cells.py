"""Cells of unusual make in a browser: every lab draws, trains and explains them without knowing them."""

import math
import os
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import expect

from rnnplay.app.number_format import percent, short
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.race_choices import Race
from rnnplay.labs.gap.runs import run as gap_run
from rnnplay.labs.shapes.input_format import parse_input
from rnnplay.labs.shapes.run import ShapeRun, ShapeSetup, answer
from rnnplay.labs.step.actions import Feed
from rnnplay.labs.step.hand_run import HandRun
from rnnplay.labs.step.python_code import python_code
from rnnplay.labs.text.inspection import inspect
from rnnplay.labs.text.model_file import load
from rnnplay.labs.text.panels.inspect import MOST
from rnnplay.labs.text.panels.sampling import COUNT
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.standalone_scripts import script_numpy, script_torch
from rnnplay.labs.text.state import TextState
from rnnplay.nn.cells import CELLS
from rnnplay.nn.gate_roles import gates_of
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session
from tests.browser.pages import HelloPage, button, number
from tests.browser.server import ROOT, Server
from tests.conformance.unusual_cells import UNUSUAL

STARTUP = ROOT / "tests" / "conformance" / "startup"  # see the module in it
GATED = ("onegate", "twostates")  # the others are drawn like a plain RNN
CALM = {"reduced_motion": "reduce"}
PRINTED = 0.00051  # half of the last of three decimals, and a little
UPDATE, QUICK = 20, 30  # updates


@pytest.fixture(scope="module")
def server(serving):
    """Instead of the shared server: one that has these cells."""
    yield from serving(Server(PYTHONPATH=os.pathsep.join(map(str, (STARTUP, ROOT)))))


@pytest.fixture(scope="module")
def tabs(browser, server):
    """The free Tabs of this server."""
    free = []
    yield free
    for tab in free:
        tab.context.close()


@pytest.fixture(autouse=True)
def unusual_cells_are_registered(monkeypatch):
    for name, cell in UNUSUAL.items():
        monkeypatch.setitem(CELLS, name, cell)


@pytest.mark.parametrize("cell", UNUSUAL)
def test_the_hello_lab_draws_it_answers_opens_it_and_walks_backward(open_page, cell):
    choices = {"text": "hello", "cell": cell, "hidden": 3}
    lab = HelloPage(open_page("/hello?" + urlencode(choices | {"update": UPDATE - 1}), **CALM)).at(UPDATE - 1)
    lab.press("Step")
    lab.at(UPDATE)
    frames = Session(Experiment(**choices)).frames(UPDATE, 1)
    computed = {name: values[0, 1, 2] for name, values in frames.quantities.items()}
    state = CELLS[cell].states[0]
    drawn = [number(text) for text in lab.values(f"{state}:").values()]
    np.testing.assert_allclose(drawn, frames.quantities[state][0].ravel(), atol=0.0051)

    lab.cell(f"{state}:1:2").click()
    formula = next(line for line in CELLS[cell].equations if line.startswith(f"{state} = "))
    assert lab.side.locator(".formula").first.text_content()[:1] == formula[:1]
    assert abs(number(lab.side.locator(".result").text_content()) - computed[state]) < PRINTED
    lab.button("Open the cell at step 2, unit 3").click()
    inside = lab.page.locator(".inside")
    expect(inside).to_contain_text("step 2 of 4")
    for name, value in computed.items():
        part = inside.locator(f'[data-part="{name}"]')
        if not name.startswith("a"):  # a sum is a part of its gate or candidate
            assert abs(number(part.locator(".value").text_content()) - value) < PRINTED, name
    asked = [*gates_of(CELLS[cell]), "n"][0]
    inside.locator(f'[data-part="{asked}"] .value').click()
    expect(lab.side.locator(".title")).to_contain_text(f"{asked}\u2083 at step 2")
    assert abs(number(lab.side.locator(".result").text_content()) - computed[asked]) < PRINTED
    lab.keys("Escape", "Escape")

    lab.press("Walk one update")
    shown = lab.side.locator(".phases [aria-pressed=true]")
    phases, titles = [], lab.side.locator(".title")
    while (phase := shown.text_content()) != "check":
        assert lab.lines(".formula")
        phases += [] if phase in phases else [phase]
        title = titles.text_content()
        if phase == "backward":
            formulas = " ".join(lab.side.locator(".formula").all_text_contents())
            assert f"dL/d{state}" in formulas and "undefined" not in lab.side.inner_text()
        lab.press("Next ▶")
        expect(titles).not_to_have_text(title)
    assert phases == ["forward", "loss", "backward", "gradient", "update"]
    expect(lab.side).to_contain_text("of 16 scores moved as they were pushed")


def test_the_gap_lab_races_them_shows_their_gates_and_reads_a_sentence(open_page):
    race = Race(gap=5, gaps=(5,), seeds=(0, 1), updates=50, cells=tuple(UNUSUAL))
    query = race.to_query() | {"cells": ",".join([*UNUSUAL, "leaky:leak=0.5"])}  # its own option
    names = [*map(name_of, UNUSUAL), "Leaky RNN, leak 0.5"]
    page = open_page("/gap?" + urlencode(query))
    button(page, "Run the race").click()
    expect(page.get_by_text("All 8 runs are done.")).to_be_visible()
    rows = page.locator(".st-key-gap-summary tbody tr")
    for row, name in enumerate(names):
        expect(rows.nth(row)).to_contain_text(name)
    for row, cell in enumerate(race.cells):
        right = [gap_run(race.job(cell, 5, seed)).row["accuracy"] for seed in race.seeds]
        expect(rows.nth(row)).to_contain_text(percent(np.mean(right), 1))
    page.get_by_role("radio", name="What the gates do", exact=True).click()
    cells = page.get_by_role("radiogroup", name="Cell", exact=True)
    expect(cells.get_by_role("radio")).to_have_text(["One gate", "Two states"])
    expect(page.get_by_text("Of h a step keeps the share 1 − f")).to_be_visible()
    cells.get_by_role("radio", name="Two states").click()
    expect(page.get_by_text("Of m a step keeps the share k")).to_be_visible()
    page.get_by_role("radio", name="Where the gradient goes", exact=True).click()
    expect(page.get_by_text("‖dL/dh‖ (Two states: ‖dL/dm‖), as a share")).to_be_visible()
    page.get_by_text("dL/dh for the Two states too").click()
    expect(page.locator(".stVegaLiteChart svg").first).to_contain_text("Two states, dL/ds")
    page.get_by_role("radio", name="The sentence", exact=True).click()
    expect(page.locator(".sentence_readings .reader h4 b")).to_have_text([name_of(cell) for cell in CELLS])


def test_the_step_lab_feeds_them_and_shows_their_sums_and_code(open_page):
    page = open_page("/step?cell=lstm&start=random")
    for cell in ("twostates", "onegate"):  # first an LSTM's cell with two states of other names
        page.get_by_role("combobox", name="Cell").click()
        page.get_by_role("option", name=CELLS[cell].title, exact=True).click()
        branch, titles = page.locator(".branch").first, page.locator(".branch .state h4")
        states = CELLS[cell].states
        expect(titles).to_have_text(["h, the state" if name == "h" else name for name in states])
        expect(button(page, f"Reset {states[0]}")).to_be_visible()
        before = HandRun(cell=cell, start="random")
        page.get_by_role("button", name="e", exact=True).click()
        run = before.act(0, Feed(1))
        for name, values in run.state_of(0).states.items():
            for j, value in enumerate(values):
                field = branch.locator(f'[data-id="{name}{j}"] input')
                expect(field).to_have_value(f"{value:.3f}".replace("-", "−"))
        expect(branch.locator(".sum")).to_contain_text(short(run.state_of(0).states[states[0]][0]))
        expect(page.get_by_test_id("stCode").locator("code")).to_have_text(python_code(run).strip())
        page.get_by_role("button", name="Undo", exact=True).click()


def test_the_shapes_lab_trains_them_and_shows_each_of_their_states(open_page):
    page = open_page("/shapes", **CALM)
    for cell in GATED:
        page.goto(f"/shapes?shape=many-to-one&cell={cell}&updates={QUICK}&own=The+music+is+not+bad")
        box = page.locator(".wiring")
        expect(box).to_have_attribute("data-update", str(QUICK), timeout=60_000)
        run = ShapeRun(ShapeSetup("many-to-one", cell=cell, updates=QUICK)).advance(math.inf)
        found = answer(run, parse_input("many-to-one", "The music is not bad"))
        box.locator(".drawing-area").focus()
        page.keyboard.press("ArrowDown")  # from the output to the state
        for name in CELLS[cell].states:
            if len(CELLS[cell].states) > 1:
                chooser = box.locator(".asked").get_by_role("button", name=name, exact=True)
                expect(chooser).to_have_attribute("aria-pressed", str(name == CELLS[cell].states[0]).lower())
                chooser.click()
            expect(box.locator(".asked .title b")).to_have_text(f"Step 5, state {name}")
            values = [number(text) for text in box.locator(".asked .state td").all_text_contents()]
            np.testing.assert_allclose(values, found.states[name][-1], atol=0.006)


@pytest.mark.parametrize("cell", GATED)
def test_the_text_lab_trains_it_draws_with_it_and_exports_it(open_page, cell, tmp_path):
    query = {"source": "fables", "cell": cell, "hidden": "16", "steps": "16", "batch": "4", "updates": "30"}
    state = TextState(query)
    run = TextRun(state.corpus, state.setup).advance(math.inf)
    page = open_page("/text?" + urlencode(query))
    button(page, "Train").click()
    expect(page.get_by_text("30 updates, ")).to_be_visible()
    last = run.curve[-1]
    expect(page.get_by_test_id("stMain")).to_contain_text(f"After update 30: {last.train:.2f} bits")
    page.get_by_role("radio", name="Look inside", exact=True).click()
    found = inspect(run.model, run.theta, run.corpus.valid[:MOST])
    page.locator(".letters .letter").nth(7).click()
    expect(page.locator(".letters .about")).to_contain_text(f"a surprise of {found.surprise[7]:.1f} bits")
    page.get_by_role("radio", name="Draw by draw", exact=True).click()
    expect(page.locator(".letters .letter")).to_have_count(len("The ") + COUNT)
    page.get_by_role("radio", name="Keep it", exact=True).click()
    data = download(page, "The model", tmp_path / "model.rnnplay").read_bytes()
    assert np.array_equal(load(data).theta, run.theta)
    for name, script in (("In plain NumPy", script_numpy), ("In PyTorch", script_torch)):
        program = download(page, name, tmp_path / f"{script.__name__}.py")
        assert program.read_text("utf-8") == script(load(data), "model.rnnplay")


def download(page, name, path):
    """Save what this button gives -> the path."""
    with page.expect_download() as started:
        button(page, name).click()
    started.value.save_as(path)
    return path
