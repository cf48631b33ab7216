"""Make the screenshots of the README again:  python -m tests.browser.screenshot"""

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find_or_install
from tests.browser.server import ROOT, Server


def hello(page):
    page.locator('[data-id="y:0:1"]').first.click()
    page.locator(".side .line").nth(3).wait_for()


def walk(page):
    page.get_by_text("Walk one update").click()
    page.get_by_role("button", name="backward", exact=True).click()
    page.locator(".side .line").nth(3).wait_for()


def cell(page):
    page.get_by_role("button", name="open the cell at step 3").first.click()
    page.locator(".strip, .inside").first.wait_for()


def gap(page):
    page.get_by_text("As claimed").wait_for()
    page.locator(".stVegaLiteChart svg, .stVegaLiteChart canvas").nth(1).wait_for()


def text(page):
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_text("updates more").wait_for(timeout=240_000)


def shapes(page):
    page.get_by_text("learned in").wait_for(timeout=60_000)


# The file in assets/, the address, and the function that prepares the page.
PICTURES = {
    "hello.png": ("/hello?start=figure&lr=0.08&update=1", hello),
    "walk.png": ("/hello?start=figure&lr=0.08&update=0", walk),
    "cell.png": ("/hello?text=hello&cell=lstm&hidden=3&optimizer=adam&lr=0.05&update=60", cell),
    "shapes.png": ("/shapes?shape=many-to-one", shapes),
    "gap.png": ("/gap", gap),
    "text.png": ("/text?view=train", text),
}


def main():
    server = Server()
    server.start()
    try:
        with sync_playwright() as playwright:
            found = find_or_install(playwright.chromium.executable_path)
            browser = playwright.chromium.launch(executable_path=found.path, args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
            for name, (address, prepare) in PICTURES.items():
                page.goto(server.url + address)
                prepare(page)
                page.mouse.move(5, 5)
                page.wait_for_timeout(500)  # for fading
                page.screenshot(path=ROOT / "assets" / name)
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
