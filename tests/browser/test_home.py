"""The home page: a newcomer is one click away from a network that moves."""

import re

from playwright.sync_api import expect

from rnnplay.labs.registry import LABS
from tests.browser.pages import HelloPage, fits, windows

WINDOWS = [(390, 844), (1280, 720)]


def test_one_click_leads_to_a_network_that_moves(open_page):
    page = open_page("/")
    page.get_by_role("link", name="Watch it learn").click()
    expect(page).to_have_url(re.compile("/hello"))
    HelloPage(page).beyond(2)


def test_every_lab_has_a_tile_that_leads_there(open_page):
    page = open_page("/", viewport=WINDOWS[0], reduced_motion="reduce")
    for slug in (slug for slug, lab in LABS.items() if lab.tile):
        tile = page.locator(f".st-key-home-{slug}")
        expect(tile.locator(".preview > *").first).to_be_visible()
        expect(tile.get_by_role("link")).to_have_attribute("href", re.compile(f"/{slug}$|^{slug}$"))
    for _ in windows(page, WINDOWS):
        fits(page)


def test_an_address_from_before_the_home_page_still_opens_its_network(open_page):
    lab = HelloPage(open_page("/?text=world&update=3", reduced_motion="reduce")).at(3)
    expect(lab.text).to_have_value("world")
    expect(lab.page).to_have_url(re.compile("/hello"))
