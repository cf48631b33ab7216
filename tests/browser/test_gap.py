"""The gap lab in a browser: a race is run, paused, stopped, shared and downloaded."""

import re
from pathlib import Path
from statistics import mean, median
from urllib.parse import quote

from playwright.sync_api import expect

from rnnplay.app.number_format import percent
from rnnplay.labs.gap.claims import CLAIMS
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.race_choices import Race
from rnnplay.labs.gap.results_file import read_results
from rnnplay.labs.gap.runs import run
from rnnplay.labs.gap.state import VIEWS, shipped_runs
from tests.browser.pages import HelloPage, fits, windows

QUICK = Race(gap=5, gaps=(5,), seeds=(0, 1), updates=50, cells=("rnn", "gru"))
LONG = Race(gap=100, gaps=(100,), seeds=(0, 1), updates=5000, cells=("rnn", "rnn:init=orthogonal"))
WINDOWS = [(390, 844), (1280, 720), (1440, 900)]  # it is loaded in the first, and follows to the others
MORE = """(share) =>
    Number(document.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow") ?? 0) > share"""
# view -> selector of its drawings, and their number
DRAWN = {
    "race": (".stVegaLiteChart > .marks", 2),
    "curve": (".stVegaLiteChart > .marks", 1),
    "why": (".stVegaLiteChart > .marks", 2),
    "gates": (".stVegaLiteChart > .marks", 2),
    "radius": ("[data-testid=stMetric]", 4),
    "sentence": (".sentence_readings .reader", 3),
}


def link(race, **more):
    query = race.to_query() | more
    return "/gap?" + "&".join(f"{name}={quote(text)}" for name, text in query.items())


def button(page, name):
    return page.get_by_role("button", name=name)


def tab(page, view):
    return page.get_by_role("radio", name=VIEWS[view], exact=True)


def rows(page):
    """The rows of the table below the race, one for each contestant."""
    return page.locator(".st-key-gap-summary tbody tr")


def figures(race, results):
    """A pattern for each row of the table, from the name to the CPU seconds, made from these Results."""
    by, patterns = {result.job.key: result for result in results}, []
    for cell in race.cells:
        same_cell = [by[race.job(cell, race.gap, seed).key] for seed in race.seeds]
        right = [result.row["accuracy"] for result in same_cell]
        solved = [result.updates_to_95 for result in same_cell if result.updates_to_95 is not None]
        after, spent = (f"{median(solved):.0f}", r"\d+\.\d") if solved else ("–", "–")
        spread = f"{percent(min(right), 1)} – {percent(max(right), 1)}"
        texts = [percent(mean(right), 1), spread, f"{len(solved)} of {len(same_cell)}", after]
        patterns.append(
            re.compile(r"\s*".join([rf"^\s*{name_of(cell)}.*", *texts, rf"{spent}\s*$"]), re.DOTALL)
        )
    return patterns


def test_a_first_visit_shows_the_race_that_ships_and_judges_the_claim(open_page):
    page = open_page("/gap")
    expect(page.get_by_text("As claimed")).to_be_visible()
    expect(page.get_by_text(Race().claim.claim)).to_be_visible()
    _, runs = shipped_runs()
    expect(rows(page)).to_have_text(figures(Race(), [made.result for made in runs]))
    expect(page.locator(DRAWN["race"][0])).to_have_count(DRAWN["race"][1])


def test_a_race_shows_the_figures_that_run_computes(open_page):
    page = open_page(link(QUICK))
    expect(page.get_by_text("0 of 4 runs are done.")).to_be_visible()
    button(page, "Run the race").click()
    expect(page.get_by_text("All 4 runs are done.")).to_be_visible()
    expect(rows(page)).to_have_text(figures(QUICK, [run(job) for job in QUICK.jobs()]))


def test_a_race_pauses_goes_on_and_stops_while_others_work(open_page):
    page, other = open_page(link(LONG)), open_page("/hello?text=hello&update=0", reduced_motion="reduce")
    bar = page.get_by_role("progressbar")
    share = lambda: float(bar.get_attribute("aria-valuenow"))  # noqa: E731
    button(page, "Run the race").click()
    expect(page.get_by_text("0 of 4 runs have ended")).to_be_visible()
    page.wait_for_function(MORE, arg=0)
    button(page, "Pause").click()
    expect(page.get_by_text("0 of 4 runs have ended · paused")).to_be_visible()
    paused = share()
    button(page, "Go on").click()
    page.wait_for_function(MORE, arg=paused)

    lab = HelloPage(other).at(0)
    lab.press("Step")
    lab.at(1).type("world")  # the server must answer
    expect(lab.box.locator(".letter.wanted")).to_have_text(list("orld"))
    other.goto(link(QUICK))
    button(other, "Run the race").click()
    expect(other.get_by_text("All 4 runs are done.")).to_be_visible()

    expect(page.get_by_text("0 of 4 runs have ended")).to_be_visible()
    button(page, "Stop").click()
    expect(page.get_by_text("0 of 4 runs are done.")).to_be_visible()
    # The unfinished runs are kept.
    expect(rows(page)).to_have_text([re.compile(r"\d+\.\d\s% – \d+\.\d\s%0 of 2")] * 2)


def test_a_bad_value_is_refused_in_one_sentence_and_nothing_is_lost(open_page):
    page = open_page("/gap?gap=9999")
    refusal, seeds = page.locator(".refusal"), page.get_by_role("textbox", name="Seeds")
    expect(refusal).to_have_text("Gap must be a whole number from 1 to 200, not 9999: 60 is used instead.")
    expect(rows(page)).to_have_count(3)
    before = rows(page).all_text_contents()
    seeds.fill("![five](//x)")
    seeds.press("Enter")
    expect(refusal).to_have_text(
        re.compile(r"^Seeds must be .* not “!\[five\]\(//x\)”: “5” is used instead\.$")
    )
    expect(seeds).to_have_attribute("aria-invalid", "true")
    expect(seeds).to_have_value("![five](//x)")
    expect(rows(page)).to_have_text(before)
    assert page.locator(".refusal img").count() == 0
    seeds.fill("2")
    seeds.press("Enter")
    expect(refusal).to_have_count(0)
    expect(page.get_by_text("All 6 runs are done.")).to_be_visible()


def test_the_address_follows_the_choices_and_opens_them_again(open_page):
    page = open_page("/gap")
    entries, claim = page.evaluate("history.length"), CLAIMS[-1]
    page.get_by_role("combobox", name="Start from").click()
    page.get_by_role("option", name=claim.title, exact=True).click()
    expect(page.get_by_text(claim.claim)).to_be_visible()
    seeds = page.get_by_role("textbox", name="Seeds")
    seeds.fill("3,7")
    seeds.press("Enter")
    tab(page, "curve").click()
    expect(page).to_have_url(re.compile(r"task=copy.*seeds=3,7.*view=curve"))
    assert page.evaluate("history.length") == entries
    again = open_page(page.url)
    for one in (page, again):
        expect(tab(one, "curve")).to_be_checked()
        expect(one.get_by_role("textbox", name="Seeds")).to_have_value("3,7")
        expect(one.get_by_text("0 of 6 runs are done.")).to_be_visible()
        for cell in claim.contestants:
            expect(one.get_by_test_id("stMultiSelect")).to_contain_text(name_of(cell))
    expect(again).to_have_url(page.url)


def test_a_typed_sentence_is_learned_and_its_words_are_never_markup(open_page):
    page = open_page("/gap?view=sentence")
    box, reading = page.get_by_role("textbox", name="Your own sentence"), page.locator(".sentence_readings")

    def type_in(text):
        button(page, "Your own sentence").click()
        box.fill(text)
        box.press("Enter")

    type_in("no brackets at all")
    refusal = page.locator(".refusal")
    expect(refusal).to_have_text(re.compile("^This sentence is no task: mark one clue"))
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(reading.locator(".clue")).to_have_text(["France"] * 3)
    page.keyboard.press("Escape")
    type_in('<img src=x onerror="window.hacked=1"> and [<b>cats</b>|dogs] at home say [meow|woof]')
    expect(reading.locator(".clue")).to_have_text(["<b>cats</b>"] * 3)
    expect(reading.locator(".word").first).to_have_text("<img")
    expect(refusal).to_have_count(0)
    expect(reading.locator("tbody th")).to_have_text(["meow ←", "woof"])
    expect(page).to_have_url(re.compile("task=sentence&sentence=.*meow.*view=sentence"))
    expect(reading.locator(".reader.knows")).to_have_count(3)
    assert page.evaluate("window.hacked") is None and page.locator("img[src=x]").count() == 0


def test_training_is_measured_from_its_start_to_its_end(open_page):
    page = open_page(link(QUICK, view="why"))
    button(page, "Train them and watch").click()
    expect(page.get_by_text("Trained with seed 0, gap 5: RNN")).to_be_visible()
    slider = page.get_by_role("slider", name="After so many updates")
    expect(slider).to_have_attribute("aria-valuetext", "50")
    tab(page, "gates").click()
    # The view before is still there for a moment, and it has a GRU to choose too.
    cells = page.get_by_role("radiogroup", name="Cell", exact=True)
    expect(cells.get_by_role("radio", name="GRU", exact=True)).to_be_checked()
    expect(page.get_by_text("a step keeps the share")).to_be_visible()


def test_every_view_is_drawn_and_fits_the_window(open_page, settled):
    page = open_page("/gap?view=sentence", viewport=WINDOWS[0])
    for view in VIEWS:
        tab(page, view).click()
        expect(tab(page, view)).to_be_checked()
        selector, count = DRAWN[view]
        expect(page.locator(selector)).to_have_count(count)
        settled(page)
        for _ in windows(page, WINDOWS):
            fits(page)


def test_a_bad_filler_is_refused_under_its_field(open_page):
    page = open_page("/gap?view=sentence")
    field = page.get_by_label("Filler", exact=True)
    field.fill("1000")
    field.press("Enter")
    refusal = page.locator(".st-key-gap-filler .refusal")
    expect(refusal).to_have_text("Filler must be a whole number from 0 to 999, not 1000: 0 is used instead.")
    field.fill("3")
    field.press("Enter")
    expect(refusal).to_have_count(0)


def test_the_views_are_reached_and_changed_by_keyboard(open_page):
    page = open_page("/gap?view=radius")
    tab(page, "radius").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(tab(page, "radius")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(tab(page, "sentence")).to_be_checked()
    expect(page.locator(".sentence_readings .reader")).to_have_count(3)


def test_the_figures_and_the_command_can_be_downloaded(open_page):
    page = open_page("/gap")
    button(page, "Download").click()
    expect(page.get_by_test_id("stCode")).to_have_text(Race().command(15, 60))
    with page.expect_download() as download:
        button(page, "results.csv").click()
    setup, rows = read_results(Path(download.value.path()))
    assert setup == Race().setup and len(rows) == len(shipped_runs()[1])
