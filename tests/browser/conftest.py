"""Fixtures of the browser tests: a server, a browser, pages that fail their test when the browser complains.

def test_the_title_is_there(page):              # the lab "hello", settled
    expect(page.get_by_text("rnnplay")).to_be_visible()

def test_it_fits_a_phone(open_page):            # other pages, windows, colour schemes, as many as wanted
    page = open_page("/hello?text=hi", viewport=(390, 844), color_scheme="dark", reduced_motion="reduce")

def test_it_survives_a_restart(start_server, open_page, complaints, settled):
    server = start_server()
    page = open_page(server=server)
    expect(page.get_by_text("rnnplay")).to_be_visible()
    complaints.allow("ERR_CONNECTION|WebSocket")
    server.stop(kill=True)
    expect(page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    server.start()
    settled(page)                               # connected again: not yet that the app ran again
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import FLAGS, find_or_bring
from tests.browser.server import Server

HERE = Path(__file__).parent
IDLE = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
# Opened at a lab's own address, Streamlit first asks there for what stands at the root, and then at the root.
SUB_PAGE = r"status of 404 .*/\w+/_stcore/(?:health|host-config)\)$"
PATIENCE = 20_000  # milliseconds: the machines that run these tests are small and busy

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    """Browser tests run last: what is quick fails first, and Playwright's event loop disturbs nobody."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.fixture(scope="session")
def settled():
    """settled(page): waits until the app has run and is connected; returns the page.

    A click needs a moment to reach the server: after one, `expect` what it should bring.
    """

    def wait(page):
        page.locator(IDLE).wait_for(state="attached", timeout=PATIENCE)
        return page

    return wait


@pytest.fixture(scope="session")
def server():
    """The app's server that all tests share."""
    yield from _served(Server())


@pytest.fixture
def start_server():
    """start_server(): one more Server, the test's own, which it may stop and start again."""
    servers = []

    def start(app=None):
        serving = _served(Server(app) if app else Server())
        servers.append(serving)
        return next(serving)

    yield start
    for serving in servers:
        next(serving, None)


def _served(server):
    try:
        server.start()
    except RuntimeError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None
    try:
        yield server
    finally:
        server.stop()
    _fail_on_errors(server)


def _fail_on_errors(server):
    if errors := server.new_errors():
        pytest.fail(f"The server's log holds an error:\n{errors}", pytrace=False)


@pytest.fixture(scope="session")
def browser(say):
    """A headless Chromium, found or brought."""
    with sync_playwright() as playwright:
        try:
            chromium = find_or_bring(playwright.chromium.executable_path)
        except RuntimeError as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        browser = playwright.chromium.launch(executable_path=chromium.path, args=list(FLAGS))
        say(f"Browser tests used Chromium {browser.version} at {chromium.path}, {chromium.how}.")
        yield browser
        browser.close()


class Complaints:
    """What the browser complained of (errors in the console, exceptions nobody caught), as lines of text."""

    def __init__(self):
        self.seen = []
        self._allowed = [re.compile(SUB_PAGE)]

    def allow(self, pattern):
        """Lines in which this regular expression is found are expected."""
        self._allowed.append(re.compile(pattern))

    @property
    def unexpected(self):
        return [line for line in self.seen if not any(allowed.search(line) for allowed in self._allowed)]

    def watch(self, page):
        page.on("pageerror", lambda error: self.seen.append(f"exception: {error.stack or error.message}"))
        page.on("console", self._console)
        page.on("crash", lambda: self.seen.append("the page crashed"))

    def _console(self, message):
        if message.type == "error":
            self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")


@pytest.fixture
def complaints():
    """The Complaints of all of this test's pages; any that it did not allow fail the test."""
    complaints = Complaints()
    yield complaints
    if complaints.unexpected:
        pytest.fail("The browser complained:\n" + "\n".join(complaints.unexpected), pytrace=False)


@pytest.fixture
def open_page(browser, server, complaints, settled):
    """open_page(address="/hello", ...): a page of its own (own cookies and storage), settled.

    viewport (width, height); color_scheme "light" or "dark"; reduced_motion "reduce" or "no-preference";
    server: another Server than the shared one; settle=False returns at once; more: Browser.new_context.
    """
    contexts = []

    def open_page(address="/hello", *, viewport=(1280, 720), server=server, settle=True, **more):
        size = {"width": viewport[0], "height": viewport[1]}
        context = browser.new_context(base_url=server.url, viewport=size, **more)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints.watch(page)
        page.goto(address)
        return settled(page) if settle else page

    yield open_page
    for context in contexts:
        context.close()
    _fail_on_errors(server)


@pytest.fixture
def page(open_page):
    """The lab "hello", settled, 1280 by 720, light."""
    return open_page()
