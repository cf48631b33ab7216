"""The text lab in a browser: a network is trained, inspected, downloaded and loaded."""

import math
import re
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import expect

from rnnplay.app.number_format import percent, short
from rnnplay.labs.text.charts import real_words, words_of
from rnnplay.labs.text.inspection import inspect
from rnnplay.labs.text.letters_data import FIRST, TOP, shown
from rnnplay.labs.text.model_file import load
from rnnplay.labs.text.panels.inspect import MOST
from rnnplay.labs.text.panels.sampling import COUNT
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.sampling import sample_recorded
from rnnplay.labs.text.state import VIEWS, TextState
from rnnplay.server.limits import LIMITS
from tests.browser.pages import button, fits, number, numbers, windows

QUICK = {"source": "fables", "cell": "gru", "hidden": "16", "steps": "16", "batch": "4", "updates": "120"}
LONG = QUICK | {"updates": "90000"}
README = Path(__file__).parents[2] / "README.md"
(LIMIT,) = (limit for limit in LIMITS if limit.name == "upload_text")
MARKUP = '<img src=x onerror="window.hacked=1"> **bold** $x$ :red[no] ![p](//q) שלום \U0001f642\n'
WINDOWS = [(390, 844), (1280, 720), (1440, 900)]  # it is loaded in the first, and follows to the others
MORE = """(count) => {
    const said = document.querySelector("[data-testid=stProgress]")?.innerText.match(/update ([\\d,]+)/);
    return Boolean(said) && Number(said[1].replaceAll(",", "")) > count;
}"""
# view -> what is drawn on it
DRAWN = {
    "train": ".stVegaLiteChart > .marks",
    "samples": ".st-key-text-samples tbody tr",
    "draw": ".letters .letter",
    "inside": ".letters .letter",
    "keep": "[data-testid=stDownloadButton]",
}


@pytest.fixture(scope="module")
def run():
    """The training of QUICK, as the engine computes it."""
    state = TextState(QUICK)
    return TextRun(state.corpus, state.setup).advance(math.inf)


def link(query):
    return "/text?" + urlencode(query)


def show(page, view):
    tab = page.get_by_role("radio", name=VIEWS[view], exact=True)
    tab.click()
    expect(tab).to_be_checked()
    return page


def learned(page, updates=120):
    """The page, once its training has ended."""
    button(page, "Train").click()
    expect(page.get_by_text(f"{updates} updates, ")).to_be_visible()
    return page


def update(page):
    """The number of updates in the progress bar."""
    return numbers(page.get_by_test_id("stProgress").inner_text().split(" of ")[0])[0]


def beyond(page, count):
    """Waits until the progress bar shows more than so many updates."""
    page.wait_for_function(MORE, arg=count)


def table(page):
    """The rows beside a text, each a list: the symbol, then its numbers."""
    rows = page.locator(".letters .about tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent))"
    )
    return [[row[0], *(number(cell.removesuffix(" %")) for cell in row[1:])] for row in rows]


def letter(page, i):
    """Asks one letter, and waits until it is explained."""
    page.locator(".letters .letter").nth(i).click()
    expect(page.locator(f'.letters .letter[data-i="{i}"]')).to_have_attribute("data-here", "")
    return page.locator(".letters .about")


def bring(page, text=None, file=None):
    button(page, "Bring your own").click()
    if text is not None:
        page.get_by_role("textbox", name="Paste a text").fill(text)
    if file is not None:
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([file])
        expect(button(page, f"Remove {file['name']}")).to_be_visible()
    button(page, "Take this text").click()


def test_a_first_visit_trains_by_itself_and_the_loss_falls(open_page):
    page, losses, earlier = open_page("/text"), [], "0"
    said = page.get_by_text(re.compile("After update "))
    for _ in range(2):
        expect(said).to_have_text(re.compile(f"After update (?!{earlier}:)"))
        earlier, bits = re.search(r"After update ([\d,]+): (.*)", said.inner_text()).groups()
        losses.append(numbers(bits)[:2])
    assert np.all(np.array(losses[1]) < losses[0]) and max(losses[1]) < 4
    button(page, "Stop").click()
    expect(button(page, "Go on")).to_be_visible()


def test_the_page_shows_the_numbers_of_the_training(open_page, run):
    page, last, sample = learned(open_page(link(QUICK))), run.curve[-1], run.samples[-1]
    expect(page.get_by_test_id("stMain")).to_contain_text(
        f"After update 120: {last.train:.2f} bits on training text, {last.valid:.2f} held out; "
        f"gradient norm {short(last.grad_norm)}, rate {short(last.rate)}."
    )
    words, share = real_words(sample.text, set(words_of(run.corpus.text)))
    expect(page.get_by_text(f"{percent(share)} of {words} words occur")).to_be_visible()
    expect(page.get_by_test_id("stCode")).to_have_text(sample.text, use_inner_text=True)
    for name in ("uniform", "unigram", "bigram", "five-gram", "compression"):
        expect(page.locator(".stVegaLiteChart svg")).to_contain_text(name)
    show(page, "samples")
    rows = page.locator(".st-key-text-samples tbody tr")
    expect(rows).to_have_count(len(run.samples))
    assert [int(text.split("\t")[0]) for text in rows.all_inner_texts()] == [s.update for s in run.samples]
    page.get_by_role("slider").press("Home")
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", "0")
    expect(page.get_by_test_id("stCode")).to_contain_text(run.samples[0].text.strip().split()[0])


def test_a_training_pauses_goes_on_and_survives_a_reload_and_a_visit_elsewhere(open_page):
    page = open_page(link(LONG))
    button(page, "Train").click()
    beyond(page, 0)
    button(page, "Pause").click()
    expect(page.get_by_text("· paused")).to_be_visible()
    paused = update(page)
    button(page, "Go on").click()
    beyond(page, paused)
    expect(page).to_have_url(re.compile(r"room=[0-9a-f]{32}"))
    page.reload()
    beyond(page, paused)
    page.get_by_role("link", name="The long gap").click()
    expect(page.get_by_text("Who remembers across the gap?")).to_be_visible()
    page.get_by_role("link", name="A chunk of text").click()
    beyond(page, paused)
    button(page, "Stop").click()
    expect(page.get_by_text(re.compile(r"^[\d,]+ updates, .* times through the text"))).to_be_visible()
    expect(button(page, "Go on")).to_be_visible()


def test_a_secret_of_the_host_switches_the_limits_on_as_the_readme_says(start_server, open_page, tmp_path):
    (line,) = re.findall(r'`(RNNPLAY_HOSTED = "1")`', README.read_text("utf-8"))
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(line)
    said = {}
    for server in (start_server(), start_server(STREAMLIT_SECRETS_FILES=str(secrets))):
        page = open_page(link(QUICK), server=server)
        button(page, "Bring your own").click()
        said[server] = page.get_by_text("plain text of at most").text_content()
    assert [numbers(text) for text in said.values()] == [[LIMIT.local], [LIMIT.hosted]]


def test_an_uploaded_text_is_learned_and_never_read_as_markup(open_page):
    page = open_page(link(QUICK))
    bring(page, MARKUP * 8)
    expect(page.get_by_text(f"{8 * len(MARKUP):,} characters, ")).to_be_visible()
    expect(page.get_by_role("textbox", name="Paste a text")).to_have_count(0)
    learned(page)
    for view in VIEWS:
        show(page, view)
        expect(page.locator(DRAWN[view]).first).to_be_visible()
    show(page, "inside")
    expect(page.locator(".letters .text")).to_contain_text('"window.hacked=1"> **bold** $x$')
    show(page, "train")
    name = "<img src=x onerror=window.hacked=1>.txt"
    latin = ("Où est le café, là-bas? " * 20).encode("latin-1")
    bring(page, file={"name": name, "mimeType": "text/plain", "buffer": latin})
    expect(page.get_by_text(f"{len(latin):,} characters, ")).to_be_visible()
    assert page.evaluate("window.hacked") is None and page.locator("img[src=x]").count() == 0


def test_a_file_that_is_no_text_is_refused_and_nothing_is_lost(open_page):
    page = open_page(link(QUICK | {"hidden": "9999"}))
    warning = page.get_by_test_id("stAlert")
    expect(page.locator(".refusal")).to_have_text(
        "Units must be a whole number from 16 to 512, not 9999: 512 is used instead."
    )
    size = page.get_by_text(re.compile(r"^[\d,]+ characters, "))
    before = size.inner_text()
    for data, said in ((bytes(range(256)) * 9, "has NUL bytes"), (b"%PDF-1.7 " * 99, "is a PDF")):
        bring(page, file={"name": f"{said}.txt", "mimeType": "text/plain", "buffer": data})
        expect(warning).to_have_text(re.compile(rf"^The file {said}, [^.]*\. Nothing was changed\.$"))
        page.keyboard.press("Escape")
    assert size.inner_text() == before


def test_each_draw_is_explained_with_its_numbers(open_page, run):
    page = show(learned(open_page(link(QUICK))), "draw")
    prime, signs = "The hare", shown(run.corpus.vocab)
    page.get_by_role("textbox", name="It begins with").fill(prime + "~<b>")
    page.get_by_role("textbox", name="It begins with").press("Enter")
    expect(page.get_by_test_id("stAlert")).to_have_text("Not in its vocabulary, and skipped: ~ < >.")
    page.get_by_role("spinbutton", name="Seed").fill("7")
    page.get_by_role("spinbutton", name="Seed").press("Enter")
    ids, _ = run.corpus.encode(prime + "b")
    made, count = sample_recorded(run.model, run.theta, ids, COUNT, seed=7), len(ids)
    expect(page.locator(".letters .letter").nth(count + 20)).to_be_attached()
    written = [s.replace("\n", "⏎") for s in prime + "b" + run.corpus.decode(made.ids)]
    expect(page.locator(".letters .letter")).to_have_text(written)
    for t in (0, 33):
        side = letter(page, count + t)
        expect(side).to_contain_text(f"The random number {made.u[t]:.4f} falls between")
        rows = table(page)
        assert len(rows) == TOP and signs[made.ids[t]] in [row[0] for row in rows]
        for sign, y, scaled, p, taken in rows:
            k = signs.index(sign)
            exact = [made.scores[t, k], made.scaled[t, k]]
            assert [y, scaled] == pytest.approx(exact, abs=0.0051)
            shares = 100 * made.p[t, k], 100 * made.drawn_from[t, k]
            assert [p, taken] == pytest.approx(shares, rel=0.06, abs=1e-4)
    page.get_by_text("Greedy", exact=True).click()
    made = sample_recorded(run.model, run.theta, ids, COUNT, greedy=True)
    expect(page.locator(".letters .text")).to_contain_text(run.corpus.decode(made.ids).split("\n")[0])
    expect(letter(page, count)).to_contain_text("Greedy: the highest score is taken")


def test_each_letter_is_explained_with_the_numbers_of_the_network(open_page, run):
    page, signs = show(learned(open_page(link(QUICK))), "inside"), shown(run.corpus.vocab)
    ids = run.corpus.valid[:MOST]
    found, letters = inspect(run.model, run.theta, ids), page.locator(".letters .letter")
    expect(letters).to_have_count(MOST)
    expect(page.locator(".letters .about .title").first).to_contain_text(f"letter {FIRST + 1} of {MOST}")
    for t in (FIRST, 7):
        side = letter(page, t)
        expect(side).to_contain_text(f"a surprise of {found.surprise[t]:.1f} bits")
        rows = table(page)
        came = f"{signs[ids[t + 1]]} \u2190"
        assert [row[0] for row in rows] == [signs[k] for k in found.guesses[t]], came
        assert [row[1] for row in rows] == pytest.approx(100 * found.guesses_p[t], rel=0.06)
    page.locator(".letters .text").press("ArrowRight")
    expect(letters.nth(8)).to_have_attribute("data-here", "")
    page.locator(".letters .text").press("End")
    expect(letters.nth(MOST - 1)).to_be_in_viewport()
    page.get_by_role("combobox", name="Colour by").click()
    page.get_by_role("option", name="Capital letter", exact=True).click()
    expect(page.locator(".letters .legend")).to_contain_text("above zero, to 0.")
    best = page.get_by_role("combobox", name="Which, and how well it tells them apart")
    expect(best).to_have_value(re.compile(r"^h, unit \d+: 0\.\d\d$"))


def test_a_downloaded_model_writes_the_same_elsewhere(open_page, run):
    page = show(learned(open_page(link(QUICK))), "keep")
    with page.expect_download() as download:
        button(page, "The model").click()
    data = Path(download.value.path()).read_bytes()
    assert np.array_equal(load(data).theta, run.theta)
    with page.expect_download() as download:
        button(page, "Its history").click()
    lines = Path(download.value.path()).read_text().splitlines()
    assert [float(line.split(",")[2]) for line in lines[1:]] == [point.valid for point in run.curve]
    expect(page.get_by_test_id("stCode").first).to_contain_text(
        "python -m rnnplay train --source fables --cell"
    )
    other = open_page("/text?view=keep&source=dates")
    inputs = other.get_by_test_id("stFileUploaderDropzoneInput")
    warning = other.get_by_test_id("stAlert")
    inputs.set_input_files([{"name": "m", "mimeType": "x/y", "buffer": data[:-3]}])
    expect(warning).to_have_text(
        "This model file cannot be used: it was cut off or changed. Nothing was changed."
    )
    inputs.set_input_files([{"name": "m", "mimeType": "x/y", "buffer": data}])
    expect(other.get_by_text(f"{run.curve[-1].valid:.2f} bits per character on its held-out")).to_be_visible()
    expect(warning).to_have_count(0)
    for one in (page, other):
        show(one, "draw")
        expect(one.locator(".letters .letter")).to_have_count(len("The ") + COUNT)
    assert page.locator(".letters .text").inner_text() == other.locator(".letters .text").inner_text()
    letter(page, 40), letter(other, 40)
    assert table(page) == table(other)


def test_every_view_is_drawn_and_fits_the_window(open_page, settled):
    page = learned(open_page(link(QUICK), viewport=WINDOWS[0]))
    for view in VIEWS:
        show(page, view)
        expect(page.locator(DRAWN[view]).first).to_be_visible()
        settled(page)
        for width, _ in windows(page, WINDOWS):
            fits(page, whole=width > 1000)  # on a projector nothing lies below the fold
