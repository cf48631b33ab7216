"""Fixtures of the browser tests: a server, a browser, and pages whose errors fail the test.

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
    settled(page)                               # connected again; the app may not have run again yet
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect, sync_playwright

from tests.browser.chromium import FLAGS, find_or_install
from tests.browser.server import Server

HERE = Path(__file__).parent
IDLE = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
# At a lab's own address, Streamlit asks for two files there before it asks for them at the root.
SUB_PAGE = r"status of 404 .*/\w+/_stcore/(?:health|host-config)\)$"
TIMEOUT = 20_000  # milliseconds: these tests also run on small and busy machines
MOST_HISTORY = 30  # entries in the history of a tab; Chromium counts only to 50

expect.set_options(timeout=TIMEOUT)


# The slowest files, in the order in which they start, so that none of them runs alone at the end.
SLOWEST = (
    "test_tour",
    "test_unusual_cells",
    "test_shapes",
    "test_text",
    "test_lecture",
    "test_hello",
    "test_gap",
    "test_hello_inside",
)


def pytest_collection_modifyitems(items):
    """Browser tests run last: quick tests fail first, and Playwright's event loop disturbs none of them."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
    items.sort(key=_turn)


def _turn(item):
    """The rank of a test's file in the order of running; browser tests come after all others."""
    if not item.path.is_relative_to(HERE):
        return 0
    return 1 + (SLOWEST.index(item.path.stem) if item.path.stem in SLOWEST else len(SLOWEST))


@pytest.fixture(scope="session")
def settled():
    """settled(page): wait until the app has run and is connected -> the page.

    A click takes time to reach the server; after a click, `expect` its result instead.
    """

    def wait(page):
        page.locator(IDLE).wait_for(state="attached", timeout=TIMEOUT)
        return page

    return wait


@pytest.fixture(scope="session")
def server():
    """The app's server, which all tests share."""
    # These limits stop a training that a test leaves behind before it slows down the next tests.
    yield from _served(Server(RNNPLAY_REST="15", RNNPLAY_REST_TEXT="15"))


@pytest.fixture(scope="session")
def serving():
    """serving(server): start a Server, yield it, stop it; an error in its log fails the test."""
    return _served


@pytest.fixture
def start_server():
    """start_server(**settings): a Server for this test only, which it may stop and start again."""
    servers = []

    def start(app=None, **settings):
        serving = _served(Server(app, **settings) if app else Server(**settings))
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
    """A headless Chromium, found or installed."""
    with sync_playwright() as playwright:
        try:
            chromium = find_or_install(playwright.chromium.executable_path)
        except RuntimeError as error:
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        browser = playwright.chromium.launch(executable_path=chromium.path, args=list(FLAGS))
        say(f"Browser tests used Chromium {browser.version} at {chromium.path}, {chromium.how}.")
        yield browser
        browser.close()


class Complaints:
    """Errors of the browser's console and uncaught exceptions, as lines of text."""

    def __init__(self):
        self.seen = []
        self._allowed = [re.compile(SUB_PAGE)]

    def allow(self, pattern):
        """Expect the lines in which this regular expression is found."""
        self._allowed.append(re.compile(pattern))

    @property
    def unexpected(self):
        return [line for line in self.seen if not any(allowed.search(line) for allowed in self._allowed)]

    def watch(self, page):
        for event, listener in self._listeners.items():
            page.on(event, listener)

    def leave(self, page):
        """Ignore this page from now on."""
        for event, listener in self._listeners.items():
            page.remove_listener(event, listener)

    @property
    def _listeners(self):
        return {"pageerror": self._error, "console": self._console, "crash": self._crash}

    def _error(self, error):
        self.seen.append(f"exception: {error.stack or error.message}")

    def _console(self, message):
        if message.type == "error":
            self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _crash(self, page):
        self.seen.append("the page crashed")


@pytest.fixture
def complaints():
    """The Complaints of all pages of this test. A complaint that the test did not allow fails it."""
    complaints = Complaints()
    yield complaints
    if complaints.unexpected:
        pytest.fail("The browser complained:\n" + "\n".join(complaints.unexpected), pytrace=False)


class Tab:
    """A page that tests use one after another; each test finds it empty.

    A new page for each test would take twice as long: a process, and all of Streamlit's code compiled again.
    """

    def __init__(self, browser, server):
        self.server = server
        self.context = browser.new_context(base_url=server.url)
        self.context.set_default_timeout(TIMEOUT)
        self._renew()

    def _renew(self):
        self.page = self.context.new_page()
        self._storage = self.context.new_cdp_session(self.page)

    def prepare(self, complaints, viewport, color_scheme="light", reduced_motion="no-preference"):
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        complaints.watch(self.page)
        self._complaints = complaints
        return self.page

    def clear(self):
        """Empty the page for the next test. Raises playwright's Error if it is closed or has crashed."""
        if self.page.url.startswith(self.server.url):
            self.page.evaluate("sessionStorage.clear()")
        long = self.page.evaluate("history.length") > MOST_HISTORY
        self._complaints.leave(self.page)  # all its errors have arrived by now
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        self.context.clear_cookies()
        everything = {
            "origin": self.server.url,
            "storageTypes": "cookies,local_storage,indexeddb,cache_storage",
        }
        self._storage.send("Storage.clearDataForOrigin", everything)
        if long:
            self.page.close()
            self._renew()


@pytest.fixture(scope="session")
def tabs(browser, server):
    """The free Tabs of the shared server; a test uses the last one, or makes one."""
    return []


@pytest.fixture
def open_page(browser, server, tabs, complaints, settled):
    """open_page(address="/hello", ...): a page with cookies and storage of its own, settled.

    viewport (width, height); color_scheme "light" or "dark"; reduced_motion "reduce" or "no-preference";
    server: another Server than the shared one; settle=False returns at once; more: Browser.new_context.
    fresh=True: a page that no other test uses, for listeners or routes. With settle=False, another server, or
    more, every page is fresh.
    """
    contexts, taken = [], []
    shared = server

    def open_page(address="/hello", *, viewport=(1280, 720), server=server, settle=True, fresh=False, **more):
        size = {"width": viewport[0], "height": viewport[1]}
        if fresh or not settle or server is not shared or more.keys() - {"color_scheme", "reduced_motion"}:
            context = browser.new_context(base_url=server.url, viewport=size, **more)
            contexts.append(context)
            context.set_default_timeout(TIMEOUT)
            page = context.new_page()
            complaints.watch(page)
        else:
            taken.append(tabs.pop() if tabs else Tab(browser, server))
            page = taken[-1].prepare(complaints, size, **more)
        page.goto(address)
        return settled(page) if settle else page

    yield open_page
    for context in contexts:
        context.close()
    for tab in reversed(taken):
        try:
            tab.clear()
            tabs.append(tab)
        except Error:
            tab.context.close()
    _fail_on_errors(server)


@pytest.fixture
def page(open_page):
    """The lab "hello", settled, 1280 by 720, light."""
    return open_page()
