"""Helpers of the browser tests: numbers, buttons and sizes of a page, and the hello lab's page."""

import re

from playwright.sync_api import expect

CELLS = """(box) => Object.fromEntries([...box.querySelectorAll("[data-id]")].map((cell) => [cell.dataset.id,
    ["value", "change"].map((part) => cell.querySelector("." + part)?.textContent ?? "")]))"""
# A page is complete when nothing has moved for thirty frames: labels and fonts come after the first one.
RESTS = """(box) => new Promise((done) => {
    let last = "", alike = 0;
    const look = () => {
        const parts = [box, ...box.querySelectorAll("svg, canvas, button, .stElementContainer")];
        const now = JSON.stringify(parts.map((part) => part.getBoundingClientRect()));
        alike = now === last ? alike + 1 : 0;
        last = now;
        if (alike < 30) requestAnimationFrame(look);
        else done();
    };
    look();
})"""
# Nothing is wider than the window; with `whole`, nothing is higher either.
FITS = """(whole) => {
    const main = document.querySelector("[data-testid=stMain]"), page = document.scrollingElement;
    return main.scrollWidth <= main.clientWidth && page.scrollWidth <= innerWidth
        && (!whole || main.scrollHeight <= main.clientHeight);
}"""
NUMBER = re.compile(r"(?<![\w.])[+−]?\d[\d,]*(?:\.\d+)?(?:e−?\d+)?(?![\w.])")


def number(text):
    """A number as the page prints it, with a real minus and commas -> float."""
    return float(text.replace("−", "-").replace(",", ""))


def numbers(text):
    """Every number in a line of text, in order."""
    return [number(found) for found in NUMBER.findall(text)]


def button(page, name):
    """The button of exactly this name, on the page of any lab."""
    return page.get_by_role("button", name=name, exact=True)


def at_rest(box):
    """Wait until nothing in this locator's element has moved for a while -> the locator."""
    box.evaluate(RESTS)
    return box


def windows(page, sizes):
    """Yield each (width, height) when the page's window has this size."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(
            "([width, height]) => innerWidth === width && innerHeight === height", arg=[width, height]
        )
        yield width, height


def fits(page, *, whole=False):
    """Wait until the page fits the window: in width, or as a whole."""
    page.wait_for_function(FITS, arg=whole)


class HelloPage:
    """The hello lab on a page."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator(".rnnplay")
        self.notice = page.locator(".notice")
        self.side = page.locator(".side")
        self.text = page.get_by_role("textbox", name="Training string")
        # With this attribute the player is there and receives keys.
        expect(self.box).to_have_attribute("data-update", re.compile("."))

    def at(self, update):
        """Wait until this update and its numbers are shown -> this page."""
        expect(self.box).to_have_attribute("data-update", str(update))
        return self

    def at_rest(self):
        """Wait until nothing in the player has moved for a while -> this page."""
        at_rest(self.box)
        return self

    def beyond(self, update):
        """Wait until a later update than this one is shown -> this page."""
        self.page.wait_for_function(
            "([box, update]) => Number(box.dataset.update) > update", arg=[self.box.element_handle(), update]
        )
        return self

    @property
    def update(self):
        return int(self.box.get_attribute("data-update"))

    @property
    def run(self):
        return self.box.get_attribute("data-run")

    def button(self, name):
        return self.box.get_by_role("button", name=name, exact=True)

    def press(self, *names):
        for name in names:
            self.button(name).click()

    def keys(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        """Type a training string and send it."""
        self.text.fill(text)
        self.text.press("Enter")

    def cell(self, name):
        """One number of the diagram: "y:0:1" is the score of the second letter at the first step."""
        return self.box.locator(f'[data-id="{name}"]')

    def values(self, kind=""):
        """The texts in the boxes, dict of id -> text, of one kind ("y", "h", "x", "loss") or of all."""
        cells = self.box.evaluate(CELLS)
        return {name: value for name, (value, _) in cells.items() if name.startswith(kind)}

    def changes(self):
        """The changes beside the scores at the last update, dict of id -> text."""
        return {name: change for name, (_, change) in self.box.evaluate(CELLS).items() if name[0] == "y"}

    def letters(self, row="in"):
        """The symbols of one row of letters, "in" or "wanted", one for each step."""
        return self.box.locator(f".letter.{row}").all_text_contents()

    def lines(self, kind=""):
        """The lines of the open pane, of one kind or of all, each as a list of its parts."""
        found = self.side.locator(f".line{kind}")
        return found.evaluate_all("(rows) => rows.map((row) => [...row.children].map((c) => c.textContent))")
