"""The hello lab's first page: the article's figure, and texts that a learner types."""

import re
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import quote

from playwright.sync_api import expect

from rnnplay.labs.hello.presets import PRESETS
from tests.browser.pages import HelloPage, number

# The numbers printed in the article: scores of h, e, l, o at each step, and the three hidden values.
SCORES = ["1.0 2.2 −3.0 4.1", "0.5 0.3 −1.0 1.2", "0.1 0.5 1.9 −1.1", "0.2 −1.5 −0.1 2.2"]
HIDDEN = ["0.3 −0.1 0.9", "1.0 0.3 0.1", "0.1 −0.5 −0.3", "−0.3 0.9 0.7"]
WANTED = {"y:0:1", "y:1:2", "y:2:2", "y:3:3"}


def table(values, rows):
    """A table of the diagram, each number rounded to the article's one decimal."""

    def rounded(text):
        return str(Decimal(str(number(text))).quantize(Decimal("0.1"), ROUND_HALF_UP)).replace("-", "−")

    texts = [rounded(text) for text in values.values()]
    width = len(texts) // rows
    return [" ".join(texts[at : at + width]) for at in range(0, len(texts), width)]


def test_a_first_visit_plays_the_figure_until_every_prediction_is_right(page):
    lab = HelloPage(page).at(12)
    expect(lab.button("Play")).to_be_visible()
    expect(lab.side).to_contain_text("All 4 predictions are right")
    expect(lab.side).to_contain_text("first so at update 12")
    expect(lab.box.locator(".tick.right")).to_have_text(["✓"] * 4)
    assert lab.letters() == list("hell") and lab.letters("wanted") == list("ello")


def test_the_figure_is_the_articles_and_one_update_keeps_its_promise(page):
    lab = HelloPage(page)
    lab.keys("Home")
    lab.at(0)
    expect(lab.cell("y:0:1")).to_contain_text("2.20")
    assert table(lab.values("y"), 4) == SCORES
    assert table(lab.values("h"), 4) == HIDDEN
    lab.press("Step")
    lab.at(1).cell("y:0:1").click()
    e = lab.side.locator(".result").text_content()  # of more decimals than there is room for in the diagram
    ups = {name for name, change in lab.changes().items() if number(change) > 0}
    downs = {name for name, change in lab.changes().items() if number(change) < 0}
    assert ups == WANTED and len(downs) == 12
    assert table({"e": e}, 1) == ["2.3"]


def test_nothing_plays_by_itself_where_less_motion_is_wished(open_page):
    lab = HelloPage(open_page(reduced_motion="reduce"))
    expect(lab.cell("y:0:1")).to_contain_text("2.20")
    expect(lab.button("Play")).to_be_visible()
    lab.press("Step")
    assert lab.at(1).changes()["y:0:1"] == "+0.05"  # at once: no number glides


def test_what_is_typed_stays_though_an_earlier_answer_comes_late(open_page, settled):
    page = open_page("about:blank", settle=False, reduced_motion="reduce")
    held, holding = [], False

    def route(socket):
        server = socket.connect_to_server()
        server.on_message(lambda message: held.append((socket, message)) if holding else socket.send(message))

    page.route_web_socket(re.compile("stream"), route)
    page.goto("/hello")
    lab = HelloPage(settled(page))
    lab.press("Let it speak")
    expect(lab.side).to_contain_text("It says: h")
    holding = True
    lab.side.get_by_label("first letter").select_option("o")
    while not any(b'"sampled"' in message for _, message in held if isinstance(message, bytes)):
        page.evaluate("new Promise(requestAnimationFrame)")
    earlier, held = held, []
    lab.type("abc")
    for socket, message in earlier:
        socket.send(message)
    expect(lab.side).to_contain_text("It says: o")
    lab.side.get_by_label("first letter").select_option("e")  # asks again before the new network is here
    holding = False
    for socket, message in held:
        socket.send(message)
    expect(lab.box.locator(".letter.wanted")).to_have_text(["b", "c"])
    lab.press("Let it speak")
    expect(lab.side).to_contain_text("It says: a")
    lab.press("Step")
    expect(page).to_have_url(re.compile("text=abc&.*update=1"))
    expect(lab.text).to_have_value("abc")
    assert lab.letters() == ["a", "b"]


def test_what_stands_under_more_is_what_the_network_is(open_page):
    page = open_page("/hello?text=hello&cell=lstm&scale=0.25&seed=7", reduced_motion="reduce")
    lab = HelloPage(page)
    lab.press("Step")
    expect(page).to_have_url(re.compile("update=1"))
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("combobox", name=re.compile("^(Selected LSTM. )?Cell"))).to_have_value("LSTM")
    expect(page.get_by_role("spinbutton", name="Initial scale")).to_have_value("0.25")
    seed, run = page.get_by_role("spinbutton", name="Seed"), lab.run
    expect(seed).to_have_value("7")
    seed.fill("9")
    seed.press("Enter")
    expect(lab.box).not_to_have_attribute("data-run", run)
    expect(page).to_have_url(re.compile("cell=lstm.*seed=9"))
    assert lab.at(0).values("h")


def test_another_word_gives_its_network_at_once(open_page):
    lab = HelloPage(open_page(reduced_motion="reduce", viewport=(1280, 900)))
    before = lab.run
    lab.type("world")
    expect(lab.box).not_to_have_attribute("data-run", before)
    expect(lab.box.locator(".letter.wanted")).to_have_text(list("orld"))
    assert lab.letters() == list("worl")
    assert len(lab.values("y")) == 4 * 5 and len(lab.values("h")) == 4 * 3
    assert all(lab.values().values())
    lab.at(0).press("Play")
    lab.beyond(1)


SYMBOLS = {
    "a🙂b👩‍👩‍👧🇫🇮": ["a", "🙂", "b", "👩‍👩‍👧", "🇫🇮"],
    "ne\N{COMBINING ACUTE ACCENT}e": ["n", "é", "e"],
    "שלוםab": list("שלוםab"),
    "<b>${1}": list("<b>${1}"),
}


def test_any_symbol_is_one_letter_of_text(open_page):
    lab = HelloPage(open_page(reduced_motion="reduce", viewport=(1280, 900)))
    for text, symbols in SYMBOLS.items():
        lab.type(text)
        expect(lab.box.locator(".letter.wanted")).to_have_text(symbols[1:])
        assert lab.letters() == symbols[:-1]
        lab.at(0).press("Step")
        lab.at(1)


def test_text_from_an_address_is_never_markup(open_page):
    hostile = quote('<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>')
    page = open_page(f"/hello?text={hostile}&seed={hostile}&update={hostile}")
    lab = HelloPage(page)
    expect(page.locator(".refusal", has_text="<img src=x onerror").first).to_be_visible()
    lab.press("Step")
    lab.at(1)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x]").count() == 0


def test_a_nul_and_a_line_break_in_an_address_are_shown_by_their_signs(open_page):
    lab = HelloPage(open_page("/hello?text=a%00b%0Ac&update=1", viewport=(1280, 900)))
    expect(lab.box.locator(".letter.in")).to_have_text(["a", "␀", "b", "⏎"])
    lab.at(1)


def test_what_cannot_be_used_is_refused_in_a_sentence_and_nothing_is_lost(open_page):
    lab = HelloPage(open_page(reduced_motion="reduce"))
    run = lab.run
    refused = {"": "which is empty", "q": "not “q”, which has 1:", "ab" * 100 + "c": "which has 201:"}
    for text, because in refused.items():
        lab.type(text)
        refusal = lab.page.locator(".refusal", has_text="Training string must be 2 to 200 symbols long")
        expect(refusal).to_contain_text(because)
        expect(lab.text).to_have_value(text)
    assert lab.run == run and lab.letters() == list("hell")
    lab.press("Play")
    lab.beyond(1)


def test_a_preset_can_be_chosen_and_says_what_to_watch(open_page):
    lab = HelloPage(open_page("/hello?text=xyz", reduced_motion="reduce"))
    for preset in PRESETS.values():
        lab.page.get_by_role("combobox", name="Start from").click()
        lab.page.get_by_role("option", name=preset.title, exact=True).click()
        expect(lab.page.get_by_text(preset.note)).to_be_visible()
        expect(lab.box).to_have_attribute("data-run", preset.experiment.run_id)
        lab.at(0).press("Step")
        lab.at(1)
        expect(lab.side).to_contain_text("mean loss")
        expect(lab.notice).to_be_hidden()
