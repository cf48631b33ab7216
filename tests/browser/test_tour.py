"""The guided tour in a browser: walked end to end, left and taken up, entered anywhere, by keyboard."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from rnnplay.tour.cards import CARDS, FIRST, PARTS
from rnnplay.tour.cards.shapes import SWAPPED
from tests.browser.pages import HelloPage, button

CALM = {"reduced_motion": "reduce"}
WINDOWS = [(1280, 720), (1440, 900), (390, 844)]
SLUGS = list(CARDS)
TRAINING = 90_000  # milliseconds that three networks may take on a busy machine


class Guide:
    """One page with the tour on it."""

    def __init__(self, page):
        self.page = page
        self.panel = page.get_by_role("region", name="Guided tour")
        self.title = self.panel.get_by_role("heading", level=2)
        self.feedback = self.panel.locator(".feedback")
        self.opener = page.locator(".opener")

    def at(self, slug):
        """Waits until this card is shown and its lab is set up; returns the guide."""
        expect(self.title).to_have_text(CARDS[slug].title)
        expect(self.page).to_have_url(re.compile(rf"/{CARDS[slug].lab}\?.*\btour={slug}(&|$)"))
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        return self

    def press(self, name):
        self.panel.get_by_role("button", name=name, exact=True).click()

    def guess(self, k):
        self.panel.locator(".choice").nth(k).click()

    def over(self, card):
        """Waits until the card shows its lesson."""
        expect(self.feedback).to_contain_text(card.lesson, timeout=TRAINING)
        expect(self.panel.get_by_role("button", name=re.compile("^(Next|Finish)$"))).to_be_visible()


def feed(*names):
    def act(page):
        expect(page.locator(".branch .past").first).to_be_attached()
        for name in names:
            past = page.locator(".branch .past li")
            count = past.count() + 1
            button(page, name).click()
            expect(past).to_have_count(count)

    return act


def fill(label, text):
    def act(page):
        box = page.get_by_role("spinbutton", name=label, exact=True)
        box.fill(text)
        box.press("Enter")

    return act


def slide(label, key, times):
    def act(page):
        thumb = page.get_by_role("slider", name=label)
        for _ in range(times):
            thumb.press(key)

    return act


def press(*names):
    def act(page):
        for name in names:
            button(page, name).click()

    return act


def walk_back(page):
    button(page, "Walk one update").click()
    expect(page.get_by_text("comes in").first).to_be_visible()  # the update's numbers are here
    button(page, "backward").click()


def swap_words(page):
    box = page.locator(".wiring").get_by_role("textbox")
    box.fill(SWAPPED)
    box.press("Enter")


def train_at_60(page):
    slide(re.compile("^Gap: words"), "ArrowRight", 50)(page)
    button(page, "Train at gap 60").click()


def choose_translation(page):
    page.get_by_role("radio", name=re.compile("English")).click()


# The actions that each card asks for, besides guessing.
DOES = {
    "the-loop": press("Unfold"),
    "who-remembers": press(*["Step on"] * 5),
    "same-weights": press("Make it longer"),
    "five-shapes": choose_translation,
    "order-counts": swap_words,
    "rnn-step": feed("h", "e", "l"),
    "same-letter": feed("l"),
    "without-its-past": feed("Reset h", "l"),
    "one-update": press("Step"),
    "until-it-is-right": press("Play"),
    "one-slow-update": walk_back,
    "too-high-a-rate": press("Play"),
    "from-noise-to-words": press("Train"),
    "cold-and-hot": slide("Temperature", "ArrowLeft", 14),
    "fluent-french": train_at_60,
    "sixty-strangers": fill("Gap", "60"),
    "a-little-too-small": slide(re.compile("^Spectral radius"), "ArrowRight", 4),
    "where-the-gradient-goes": press("Train them and watch"),
    "are-gates-enough": press("Run the race"),
}


def test_what_is_done_here_is_what_the_cards_ask_for():
    assert set(DOES) == {slug for slug, card in CARDS.items() if card.done}


def test_the_tour_is_walked_from_its_first_card_to_its_last(open_page):
    page = open_page(f"/?tour={FIRST}", **CALM)
    guide = Guide(page)
    for number, (slug, card) in enumerate(CARDS.items(), 1):
        guide.at(slug)
        expect(guide.panel.locator(".count")).to_have_text(f"Tour · {number} of {len(CARDS)}")
        expect(guide.panel.locator("[data-ready]")).to_have_count(0)  # nothing is done yet
        said = parse_qs(urlsplit(page.url).query).keys()
        assert said <= card.query.keys() | {"tour", "own", "room"}, "something of an earlier card is left"
        if card.choices:
            guide.guess(card.answer if number % 2 else (card.answer + 1) % len(card.choices))
        if slug in DOES:
            DOES[slug](page)
        guide.over(card)
        if card.choices:
            expect(guide.feedback).to_contain_text("As you" if number % 2 else card.choices[card.answer])
        if number < len(CARDS):
            guide.press("Next")
    guide.press("All cards")
    expect(guide.panel.locator(".tick")).to_have_count(len(CARDS))
    guide.press("Finish")
    expect(guide.panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("tour="))


def test_it_is_left_and_taken_up_where_it_was_left(open_page, settled):
    page = open_page("/loop?text=hello", **CALM)
    guide = Guide(page)
    expect(guide.panel).to_be_hidden()
    guide.opener.click()
    guide.at(FIRST)
    button(page, "Unfold").click()
    guide.over(CARDS[FIRST])
    guide.press("Next")
    guide.at(SLUGS[1]).press("Leave the tour")
    expect(guide.panel).to_be_hidden()
    page.goto("/glossary")
    settled(page)
    expect(guide.opener).to_have_text(f"Tour 2/{len(CARDS)}")
    guide.opener.click()
    guide.at(SLUGS[1])
    guide.press("All cards")
    expect(guide.panel.locator("li", has=page.locator(".tick"))).to_have_text(
        [f"{CARDS[FIRST].title} ✓ done"]
    )
    page.get_by_role("link", name="Glossary").click()
    expect(guide.feedback).to_contain_text("about another page")
    guide.press("Take me there")
    guide.at(SLUGS[1])


def test_a_permalink_opens_any_card_from_any_page_and_a_place_within_it_stays(open_page):
    slug = "same-letter"
    for address in (f"/?tour={slug}", f"/gap?view=why&tour={slug}", CARDS[slug].link):
        page = open_page(address, **CALM)
        Guide(page).at(slug)
        expect(page.locator(".branch .past li")).to_have_count(3)
    feed("e")(page)
    expect(page).to_have_url(re.compile(r"acts=0,1,2,1&tour="))
    page.reload()
    Guide(page).at(slug)
    expect(page.locator(".branch .past li")).to_have_count(4)
    lost = Guide(open_page("/loop?tour=<b>nowhere</b>", **CALM))
    expect(lost.panel).to_contain_text("There is no card “<b>nowhere</b>” in the tour.")
    lost.panel.get_by_role("button", name=CARDS[slug].title).click()
    lost.at(slug)


def test_a_card_is_reset_with_all_that_was_done_on_it(open_page):
    page = open_page("/gap?tour=a-little-too-small", **CALM)
    guide, thumb = (
        Guide(page).at("a-little-too-small"),
        page.get_by_role("slider", name=re.compile("^Spectral")),
    )
    guide.guess(0)
    slide(re.compile("^Spectral radius"), "ArrowRight", 4)(page)
    guide.over(CARDS["a-little-too-small"])
    guide.press("Reset this card")
    expect(guide.feedback).to_be_empty()
    expect(thumb).to_have_value("0.9")
    guide.press("Back")
    guide.at(SLUGS[SLUGS.index("a-little-too-small") - 1])


def test_a_network_that_was_trained_outlives_the_next_cards(open_page):
    page = open_page("/text?source=fables&cell=rnn&hidden=16&batch=4&updates=320", **CALM)
    button(page, "Train").click()
    expect(page.get_by_text("320 updates, ")).to_be_visible()
    guide = Guide(page)
    guide.opener.click()
    guide.at(FIRST).press("All cards")
    guide.panel.get_by_role("button", name=CARDS["cold-and-hot"].title).click()
    guide.at("cold-and-hot")
    expect(page.locator(".letters .letter").first).to_be_visible()
    expect(page).to_have_url(re.compile("cell=rnn&hidden=16"))


def test_it_is_worked_by_keyboard_alone(open_page):
    page = open_page("/loop?tour=who-remembers", **CALM)
    guide = Guide(page).at("who-remembers")
    guide.panel.locator(".choice").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(guide.panel.locator(".choice[aria-pressed=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(guide.panel).to_be_hidden()
    expect(guide.opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(guide.title).to_be_focused()
    page.locator(".drawing-area").focus()
    page.keyboard.press("End")
    guide.over(CARDS["who-remembers"])
    expect(guide.feedback).to_have_attribute("aria-live", "polite")
    guide.panel.get_by_role("button", name="Next").press("Enter")
    guide.at("same-weights")
    expect(guide.title).to_be_focused()


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window[0]}x{window[1]}")
def test_the_card_covers_nothing_of_the_page(open_page, window):
    page = open_page("/hello?tour=one-update", viewport=window, color_scheme="dark", **CALM)
    guide = Guide(page).at("one-update")
    HelloPage(page).at(0).at_rest()
    main, card = page.get_by_test_id("stMain").bounding_box(), guide.panel.bounding_box()
    right, below = main["x"] + main["width"], main["y"] + main["height"]
    assert right <= card["x"] + 1 or below <= card["y"] + 1
    for name in ("Step", "Play"):
        box = button(page, name).bounding_box()
        assert box["y"] + box["height"] <= below and box["x"] + box["width"] <= right, name
    if window[0] > 1000:  # a score's change stands beside it, not in a second line
        change, value = (page.locator(f'[data-id="y:0:1"] .{part}') for part in ("change", "value"))
        button(page, "Step").click()
        expect(change).to_have_text("+0.05")
        boxes = [part.bounding_box() for part in (change, value)]
        assert abs(boxes[0]["y"] + boxes[0]["height"] - boxes[1]["y"] - boxes[1]["height"]) < 4
    for part in (guide.panel.locator(".ask"), guide.panel.get_by_role("button", name="Skip")):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= window[1] and box["x"] + box["width"] <= window[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= window[0]
    expect(guide.panel.locator(".count")).to_have_text(re.compile(rf"of {sum(map(len, PARTS.values()))}$"))
