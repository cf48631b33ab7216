"""The downloads show the numbers of the page: a picture, and the training as a page that plays offline."""

import re
import struct
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import expect

from rnnplay.labs.hello.export_html import page as page_of
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session
from tests.browser.pages import HelloPage, number

SVG = "{http://www.w3.org/2000/svg}"
PROPERTIES = """(node) => Object.fromEntries(%s.map((name) =>
    [name, getComputedStyle(node).getPropertyValue(name).trim().toLowerCase()]))"""


@pytest.fixture
def taken(tmp_path):
    """taken(page, "SVG"): the file that the button downloads."""

    def take(page, name):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    return take


@pytest.fixture
def open_file(browser, complaints):
    """open_file(path, ...): a file in a browser without a network; page.asked is all that it asked for."""
    contexts = []

    def open_file(path, **more):
        context = browser.new_context(offline=True, **more)
        contexts.append(context)
        context.route(re.compile("^(?!file:)"), lambda route: route.abort())
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        complaints.watch(page)
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()


def menu(page):
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("button", name="PNG", exact=True)).to_be_visible()


def test_the_run_as_one_file_plays_without_a_network(open_page, open_file, taken):
    # Numbers that glide to the next update would be read on their way.
    calm = {"reduced_motion": "reduce"}
    page = open_page("/hello?lr=0.5&update=12&text=hello%3C/script%3E%3Cimg+src=x%3E", **calm)
    lab = HelloPage(page).at(12)
    menu(page)
    file = taken(page, "Page (HTML)")
    assert file.name == "hello-update-12.html" and file.stat().st_size < 1_500_000
    alone = open_file(file, **calm)
    held = HelloPage(alone).at(12)
    assert held.values() == lab.values() and held.changes() == lab.changes()
    assert held.letters("in") == lab.letters("in")
    expect(alone.locator("img")).to_have_count(0)
    colours = ["--st-text-color", "--st-background-color", "--st-red-text-color", "--st-violet-color"]
    assert held.box.evaluate(PROPERTIES % colours) == lab.box.evaluate(PROPERTIES % colours)
    # One further, in both.
    page.keyboard.press("Escape")
    lab.press("Step")
    held.keys("ArrowRight")
    assert held.at(13).values() == lab.at(13).values() and held.changes() == lab.changes()
    # The past, and to the end of it by itself.
    held.keys("Home")
    held.at(0).press("Step", "Back")
    held.at(0)
    held.keys("End")
    expect(held.at(60).notice).to_contain_text("holds the updates 0 to 60")
    held.keys("ArrowRight")
    held.at(60)
    alone.locator(".scrub").fill("57")
    held.at(57).keys(" ")
    held.at(60)
    assert {address.split(":")[0] for address in alone.asked} == {"file"} and len(alone.asked) == 1


def test_the_file_explains_a_number_walks_and_speaks(open_file, tmp_path):
    path = tmp_path / "hello.html"
    path.write_text(page_of(Session(Experiment(lr=0.5)), 12, 40), encoding="utf-8", newline="\n")
    alone = open_file(path, color_scheme="dark", viewport={"width": 390, "height": 844})
    held = HelloPage(alone).at(12)
    score = number(held.values("y")["y:0:1"])
    held.cell("y:0:1").click()
    expect(held.side.locator(".line.title")).to_have_text("score of e at step 1")
    assert number(held.side.locator(".line.result").text_content()) == pytest.approx(score, abs=0.005)
    held.press("Walk one update")
    expect(held.side.locator(".where")).to_have_text("forward 1 of 4")
    held.side.get_by_role("button", name="check").click()
    expect(held.side).to_contain_text("scores moved as they were pushed")
    held.press("Let it speak")
    expect(held.side.locator(".line.sampled")).to_have_text("It says: hello")
    alone.get_by_label("first letter").select_option("l")
    expect(held.side.locator(".line.sampled")).to_contain_text("It says: l")
    for name in ("New start", "Copy link", "Draw again"):
        expect(held.button(name)).to_be_hidden()
    expect(alone.get_by_label("learning rate", exact=True)).to_be_hidden()
    assert alone.evaluate("document.documentElement.scrollWidth") == 390


def test_a_picture_holds_every_number_and_nothing_else(open_page, taken):
    page = open_page("/hello?lr=0.5&update=12", color_scheme="dark")
    lab = HelloPage(page).at(12)
    menu(page)
    file = taken(page, "SVG")
    assert file.name == "hello-update-12.svg"
    tree = ET.parse(file)
    words = ["".join(text.itertext()) for text in tree.iter(f"{SVG}text")]
    wanted = [*lab.values().values(), *lab.changes().values()]
    for value in set(filter(None, wanted)):
        assert words.count(value) >= wanted.count(value), value
    tags = {node.tag.removeprefix(SVG) for node in tree.iter()}
    assert tags <= {"svg", "g", "path", "rect", "text", "tspan", "title", "defs", "marker"}
    names = {name for node in tree.iter() for name in node.attrib}
    assert not {name for name in names if re.match("on|data-|aria-|class|style", name)}
    text = file.read_text("utf-8")
    assert "var(" not in text and "color(" not in text and "color-mix" not in text
    assert tree.getroot()[1].attrib["fill"] == "#16181c"  # the ground of the dark theme
    assert int(tree.getroot().attrib["width"]) == 1920
    width, height = struct.unpack(">II", taken(page, "PNG").read_bytes()[16:24])
    assert width >= 1920 and 500 < height < width
    table = taken(page, "Data (CSV)").read_text("utf-8")
    assert table.startswith("update,step,letter,wanted,quantity,row,column,value\n")


DENSE = "/hello?text=the+cat+sat&hidden=20"


@pytest.mark.parametrize(("address", "image"), [("/loop?unfold=1", False), ("/step", False), (DENSE, True)])
def test_other_drawings_can_be_taken_too(open_page, taken, address, image):
    page = open_page(address, viewport=(1440, 900))
    if image:
        menu(page)
    file = taken(page, "SVG")
    tree = ET.parse(file)
    assert bool(list(tree.iter(f"{SVG}image"))) == image
    if not image:
        words = ["".join(text.itertext()) for text in tree.iter(f"{SVG}text")]
        assert sum(bool(re.fullmatch(r"[−+]?\d\.\d+", word)) for word in words) >= 5
    width, height = struct.unpack(">II", taken(page, "PNG").read_bytes()[16:24])
    assert width >= 1920 and height > 300
