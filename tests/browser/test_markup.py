"""Text from outside stays text on the page: from addresses, file names, texts and model files."""

import hashlib
import json
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from rnnplay.labs.registry import LABS
from rnnplay.labs.text.model_file import save
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.setup import TextSetup
from rnnplay.tasks.text.corpus import Corpus

MARKUP = (
    "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>**b** [a](javascript:alert(1)) $x$"
)


@pytest.fixture
def harmless():
    """harmless(page): fails if markup became elements or was run."""

    def check(page):
        assert page.evaluate("window.hacked") is None
        assert page.locator("img[src=x]").count() == 0
        assert page.locator("a[href^=javascript]").count() == 0

    return check


@pytest.mark.parametrize("lab", [slug for slug, lab in LABS.items() if lab.controls])
def test_an_address_never_becomes_markup(open_page, harmless, lab):
    page = open_page(
        f"/{lab}?{urlencode(dict.fromkeys(LABS[lab].parameters, MARKUP))}", reduced_motion="reduce"
    )
    expect(page.get_by_text("<img src=x").first).to_be_visible()  # shown as text
    harmless(page)


def test_a_file_s_name_and_text_never_become_markup(open_page, harmless):
    page = open_page("/text?view=train")
    page.get_by_role("button", name="Bring your own").click()
    own = {"name": f"{MARKUP[:35]}.txt", "mimeType": "text/plain", "buffer": (MARKUP + "\n").encode() * 30}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([own])
    expect(page.get_by_role("button", name=f"Remove {own['name']}")).to_be_visible()
    page.get_by_role("button", name="Take this text").click()
    expect(page.get_by_text(f"{len(own['buffer']):,} characters")).to_be_visible()
    harmless(page)


def test_the_words_of_a_model_file_never_become_markup(open_page, harmless):
    run = TextRun(
        Corpus(MARKUP * 30), TextSetup(cell="gru", hidden=16, steps=10, batch=4, updates=9)
    ).advance(0)
    _, header, numbers = save(run).split(b"\n", 2)
    told = json.loads(header)
    told["samples"], told["trouble"] = [[0, MARKUP * 3]], MARKUP
    rest = json.dumps(told).encode() + b"\n" + numbers
    data = b"rnnplay model 1 " + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest
    page = open_page("/text?view=keep")
    model = {"name": f"{MARKUP[:35]}.rnnplay", "mimeType": "x/y", "buffer": data}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([model])
    expect(page.get_by_text("16 units")).to_be_visible()
    harmless(page)
    for view in ("Draw by draw", "Look inside"):
        page.get_by_role("radio", name=view).click()
        expect(page.locator(".letters .letter").first).to_be_visible()
        harmless(page)
