"""The glossary in a browser: its page, and the words of every other page explained where they stand."""

import re

from playwright.sync_api import expect

from rnnplay.glossary.terms import GROUPS, TERMS
from tests.browser.pages import HelloPage, at_rest, fits, windows

WINDOWS = [(390, 844), (1280, 720), (1440, 900)]  # it is loaded in the first, and follows to the others
# The middle of a word's first occurrence in an element, in pixels of the window.
MIDDLE = """(element, word) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (walker.nextNode() && !walker.currentNode.data.includes(word));
    const start = walker.currentNode.data.indexOf(word);
    range.setStart(walker.currentNode, start);
    range.setEnd(walker.currentNode, start + word.length);
    const { x, y, width, height } = range.getClientRects()[0];
    return [x + width / 2, y + height / 2];
}"""
MARKED = "[...(CSS.highlights.get('rnnplay-term') ?? [])].map(String)"


def entries(page):
    return page.locator(".terms dt")


def tip(page):
    return page.get_by_role("tooltip")


def words(page):
    """The list "Words on this page"."""
    return page.get_by_role("dialog", name="Words on this page")


def point_at(page, element, word):
    page.mouse.move(*element.evaluate(MIDDLE, word))


def test_the_page_finds_words_and_what_was_typed_stays_text(open_page):
    page = open_page("/glossary")
    expect(entries(page)).to_have_count(len(TERMS))
    for group in GROUPS:
        expect(page.get_by_role("heading", name=group, exact=True)).to_be_visible()
    box = page.get_by_role("textbox", name="Find a word")
    box.fill("w_HH")
    box.press("Enter")
    expect(entries(page).first).to_have_text("W_hh recurrent matrix")
    box.fill("<img src=x onerror='window.hacked=1'> ![x](//x)")
    box.press("Enter")
    expect(page.get_by_text("Nothing is found for “<img src=x")).to_be_visible()
    expect(entries(page)).to_have_count(0)
    assert page.evaluate("window.hacked") is None and page.locator(".stMain img").count() == 0


def test_a_link_opens_its_entry_with_the_place_in_the_code(open_page):
    page = open_page("/glossary?term=clipping")
    expect(entries(page).first).to_have_text(re.compile("^clipping"))
    expect(page.locator(".terms pre").first).to_contain_text("def clip(g, limit")
    page.locator(".terms .see").first.get_by_role("link", name="gradient norm").click()
    expect(page.locator("#term-gradient-norm")).to_be_in_viewport()
    lost = open_page("/glossary?term=<b>nothing</b>")
    expect(lost.get_by_text("There is no entry “<b>nothing</b>”")).to_be_visible()
    expect(entries(lost)).to_have_count(len(TERMS))


def test_a_word_of_a_caption_is_explained_where_the_pointer_rests(open_page):
    page = open_page("/gap")
    caption = page.get_by_text("256 held-out sequences")
    page.wait_for_function(f"() => {MARKED}.includes('held-out')")
    expect(page.locator(".stVegaLiteChart > .marks")).to_have_count(2)
    at_rest(page.get_by_test_id("stMain"))
    before = caption.bounding_box()
    point_at(page, caption, "held-out")
    expect(tip(page)).to_contain_text(TERMS["held-out"].text)
    link = tip(page).get_by_role("link", name="More in the glossary")
    expect(link).to_have_attribute("href", re.compile(r"/glossary\?term=held-out$"))
    box = tip(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["y"] + box["height"] <= 720
    assert caption.bounding_box() == before, "nothing may move"
    link.hover()
    expect(tip(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()
    point_at(page, caption, "sequences")
    expect(tip(page)).to_be_hidden()


def test_the_diagram_is_explained_too_but_its_letters_are_letters(open_page):
    page = open_page("/hello?text=hello&update=0")
    lab = HelloPage(page).at(0).at_rest()
    point_at(page, lab.side.locator(".line", has_text="gradient norm"), "gradient norm")
    expect(tip(page)).to_contain_text(TERMS["gradient-norm"].text)
    page.wait_for_function(f"() => {MARKED}.includes('gradient norm')")
    point_at(page, lab.box.locator("text", has_text=re.compile("^Wxh$")).first, "W")
    expect(tip(page)).to_contain_text(TERMS["W_xh"].text)
    point_at(page, lab.box.locator(".letter.in").first, "h")
    expect(tip(page)).to_be_hidden()


def test_the_words_of_a_page_are_reached_by_keyboard_and_typing_is_left_alone(open_page):
    page = open_page("/hello?text=hello&update=0")
    lab = HelloPage(page).at(0)
    lab.text.press("g")
    expect(words(page)).to_be_hidden()
    expect(lab.text).to_have_value(re.compile("g"))
    lab.text.fill("hello")
    lab.text.evaluate("(box) => box.blur()")
    page.keyboard.press("g")
    expect(words(page)).to_be_visible()
    options = words(page).get_by_role("option")
    for name in ("gradient norm", "score", "learning rate"):
        expect(options.filter(has_text=re.compile(f"^{name}$"))).to_have_count(1)
    names = options.all_text_contents()
    assert names == sorted(names, key=str.lower)
    expect(options.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(words(page)).to_contain_text(next(t.text for t in TERMS.values() if t.names[0] == names[1]))
    assert lab.update == 0, "the arrow keys are the list's"
    page.keyboard.press("Escape")
    expect(words(page)).to_be_hidden()
    page.keyboard.press("ArrowRight")
    lab.at(1)


def test_page_and_list_fit_the_window(open_page):
    page = open_page("/glossary", viewport=WINDOWS[0])
    expect(entries(page)).to_have_count(len(TERMS))
    for width, height in windows(page, WINDOWS):
        page.get_by_role("button", name="Words on this page").click()
        expect(words(page)).to_be_visible()
        box = words(page).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= height
        page.keyboard.press("Escape")
        expect(words(page)).to_be_hidden()
        fits(page)
        columns = page.locator(".terms").first.evaluate(
            "(box) => new Set([...box.children].map((c) => c.offsetLeft)).size"
        )
        assert columns == (1 if width < 600 else 2)
