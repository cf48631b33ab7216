"""Pages as a test reads and works them: numbers, buttons, and of the hello lab what stands in its boxes."""

import re

from playwright.sync_api import expect

CELLS = """(box) => Object.fromEntries([...box.querySelectorAll("[data-id]")].map((cell) => [cell.dataset.id,
    ["value", "change"].map((part) => cell.querySelector("." + part)?.textContent ?? "")]))"""
# While a page arrives, widgets get their labels and fonts come in: thirty frames alike, and it is there.
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
# Nothing sticks out of the window sideways; or, if it is to be seen as a whole, in any direction.
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
    """The button of just this name, on any lab's page."""
    return page.get_by_role("button", name=name, exact=True)


def at_rest(box):
    """Waits until nothing in this locator's element has moved for a while; returns the locator."""
    box.evaluate(RESTS)
    return box


def windows(page, sizes):
    """Each (width, height) in turn, when the page's window has it."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(
            "([width, height]) => innerWidth === width && innerHeight === height", arg=[width, height]
        )
        yield width, height


def fits(page, *, whole=False):
    """Waits until the page fits the window: in width, or as a whole."""
    page.wait_for_function(FITS, arg=whole)


class Lab:
    """One page with the hello lab on it."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator(".rnnplay")
        self.notice = page.locator(".notice")
        self.side = page.locator(".side")
        self.text = page.get_by_role("textbox", name="Training string")
        expect(self.box).to_have_attribute("data-update", re.compile("."))  # it is there and hears keys

    def at(self, update):
        """Waits until this update is shown, its numbers too; returns the lab."""
        expect(self.box).to_have_attribute("data-update", str(update))
        return self

    def at_rest(self):
        """Waits until nothing on the page has moved for a while; returns the lab."""
        at_rest(self.box)
        return self

    def beyond(self, update):
        """Waits until a later update than this one is shown."""
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
        """A training string of the learner's own, as typed and sent off."""
        self.text.fill(text)
        self.text.press("Enter")

    def cell(self, name):
        """One number of the diagram: "y:0:1" is the score of the second letter at the first step."""
        return self.box.locator(f'[data-id="{name}"]')

    def values(self, kind=""):
        """What stands in the boxes: id -> text, of one kind ("y", "h", "x", "loss") or of all."""
        cells = self.box.evaluate(CELLS)
        return {name: value for name, (value, _) in cells.items() if name.startswith(kind)}

    def changes(self):
        """What stands beside the scores: id -> text of its change at the last update."""
        return {name: change for name, (_, change) in self.box.evaluate(CELLS).items() if name[0] == "y"}

    def letters(self, row="in"):
        """The symbols of one row of letters, "in" or "wanted", one a step."""
        return self.box.locator(f".letter.{row}").all_text_contents()

    def lines(self, kind=""):
        """The lines of the pane that is open, of one kind or of all, each a list of its parts."""
        found = self.side.locator(f".line{kind}")
        return found.evaluate_all("(rows) => rows.map((row) => [...row.children].map((c) => c.textContent))")
