"""The parts of the hello lab in sight on a projector, a laptop and a phone, and the texts for screen
readers.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import HelloPage, fits, number, windows

WINDOWS = [(390, 844), (1280, 720), (1440, 900)]  # it is loaded in the first, and follows to the others
# The text of each column as it is inked: a line's box is higher than its letters.
OVERLAPS = """(drawing) => {
    const texts = [...drawing.querySelectorAll("text")].filter((text) => text.textContent.trim());
    const inked = texts.map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect(), spare = (bottom - top) * 0.22;
        return { text: text.textContent, left: left + 0.5, right: right - 0.5, top: top + spare,
            bottom: bottom - spare };
    });
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const on = (a, i) => inked.slice(i + 1).filter((b) => meet(a, b)).map((b) => `${a.text} on ${b.text}`);
    return inked.flatMap(on);
}"""
DARK = """() => getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor
    .match(/[0-9]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 200"""


def assert_tidy(lab):
    lab.at_rest()
    assert lab.box.locator("svg.diagram").evaluate(OVERLAPS) == []
    fits(lab.page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_window_and_nothing_lies_on_anything(open_page, scheme):
    look = {"viewport": WINDOWS[0], "color_scheme": scheme, "reduced_motion": "reduce"}
    page = open_page("/hello?start=figure&lr=0.08&update=1", **look)
    lab = HelloPage(page).at(1)
    expect(lab.cell("y:3:3").locator(".change")).not_to_be_empty()
    for width, height in windows(page, WINDOWS):
        assert_tidy(lab)
        if width > 1000:
            parts = [lab.box.locator("svg.diagram"), lab.box.locator("canvas.curve"), lab.side]
            for part in [*parts, *map(lab.button, ("Reset", "Play", "Copy link"))]:
                box = part.bounding_box()
                assert box["x"] >= 0 and box["y"] >= 0
                assert box["x"] + box["width"] <= width and box["y"] + box["height"] <= height
        lab.press("probabilities", "Walk one update")
        expect(lab.side.locator(".title")).to_be_visible()
        assert_tidy(lab)
        lab.press("scores", "Now")
        expect(lab.box).to_have_attribute("data-pane", "now")
    assert page.evaluate(DARK) == (scheme == "dark")


def test_large_numbers_have_room_too(open_page):
    page = open_page("/hello?lr=100&update=30", viewport=WINDOWS[0], reduced_motion="reduce")
    lab = HelloPage(page).at(30)
    expect(lab.cell("y:3:3").locator(".change")).not_to_be_empty()
    assert max(abs(number(text)) for text in lab.values("y").values()) > 100
    for _ in windows(page, WINDOWS):
        assert_tidy(lab)


def test_everything_that_can_be_used_has_a_name_and_every_number_is_said(open_page):
    lab = HelloPage(open_page("/hello?text=hello&update=3", reduced_motion="reduce")).at(3)
    expect(lab.cell("h:3:2").locator(".value")).not_to_be_empty()
    usable = {"button", "slider", "combobox", "textbox", "spinbutton", "link"}
    for pane in ("Now", "Walk one update", "Let it speak"):
        lab.press(pane)
        expect(lab.button(pane)).to_have_attribute("aria-pressed", "true")
        tree = lab.page.context.new_cdp_session(lab.page).send("Accessibility.getFullAXTree")["nodes"]
        used = [node for node in tree if node.get("role", {}).get("value") in usable and not node["ignored"]]
        assert len(used) > 60
        nameless = [node["role"]["value"] for node in used if not node.get("name", {}).get("value")]
        assert nameless == [], pane
    lab.press("Now")
    for name, text in lab.values().items():
        label = lab.cell(name).get_attribute("aria-label")
        assert label and f" at step {int(name.split(':')[1]) + 1}" in label and text in label, name
