"""The pages that tests use one after another: a test finds nothing of the test before it."""

from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Tab
from tests.browser.pages import HelloPage

SIZE = {"width": 1280, "height": 720}
LEAVE = """() => {
    localStorage.setItem("left", 1);
    sessionStorage.setItem("left", 1);
    document.cookie = "left=1";
    window.left = 1;
}"""
LEFT = """() => [localStorage.left, sessionStorage.left, window.left, document.cookie.includes("left")]
    .some(Boolean)"""
COMPLAIN = "console.error('mine'); setTimeout(() => { throw new Error('mine too'); })"


def test_a_test_leaves_nothing_for_the_next_one(browser, server):
    tab, before, after = Tab(browser, server), Complaints(), Complaints()
    page = tab.prepare(before, SIZE, color_scheme="dark", reduced_motion="reduce")
    page.goto("/hello?text=world&update=3")
    HelloPage(page).at(3)
    page.evaluate(LEAVE)
    assert page.evaluate(LEFT)
    cookies = {cookie["value"] for cookie in page.context.cookies()}
    page.evaluate(COMPLAIN)
    tab.clear()

    page = tab.prepare(after, SIZE)
    page.goto("/hello")
    HelloPage(page)
    assert not page.evaluate(LEFT)
    assert not cookies & {cookie["value"] for cookie in page.context.cookies()}
    for look in ("(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"):
        assert not page.evaluate("(look) => matchMedia(look).matches", look)
    expect(page.get_by_role("textbox", name="Training string")).to_have_value("hello")
    page.evaluate("console.error('another')")
    assert "another" in str(after.seen) and "mine" not in str(after.seen)
    assert "mine" in str(before.seen) and "mine too" in str(before.seen) and "another" not in str(before.seen)
    tab.clear()
    tab.context.close()
