"""Takes the pictures of the README anew:  python -m tests.browser.screenshot"""

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find_or_bring
from tests.browser.server import ROOT, Server

# Where the page stands, what is chosen on it, and the file in assets/.
PICTURES = {
    "hello.png": ("/?start=figure&lr=0.08&update=1", '[data-id="y:0:1"]'),
    "walk.png": ("/?start=figure&lr=0.08&update=0", "text=Walk one update"),
}


def main():
    server = Server()
    server.start()
    try:
        with sync_playwright() as playwright:
            found = find_or_bring(playwright.chromium.executable_path)
            browser = playwright.chromium.launch(executable_path=found.path, args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
            for name, (address, chosen) in PICTURES.items():
                page.goto(server.url + address)
                page.locator(chosen).first.click()
                if name == "walk.png":
                    page.get_by_role("button", name="backward", exact=True).click()
                page.mouse.move(5, 5)
                page.locator(".side .line").nth(3).wait_for()
                page.screenshot(path=ROOT / "assets" / name)
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
