"""Several servers behind a proxy: a visitor stays on one, and if it fails, the other restores the page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.nginx import Proxy, find_or_install
from tests.browser.pages import HelloPage
from tests.browser.test_hello_server import LOST

COOKIE = "rnnplay_server"


@pytest.fixture
def proxy(start_server, tmp_path, tmp_path_factory, say):
    """Two servers behind nginx with the project's settings."""
    try:
        nginx, how = find_or_install(tmp_path_factory.mktemp("nginx"))
    except RuntimeError as error:
        pytest.fail(str(error), pytrace=False)
    say(f"The test of several servers used the nginx at {nginx}, {how}.")
    proxy = Proxy(nginx, [start_server(), start_server()], tmp_path)
    yield proxy
    said = proxy.stop()
    assert not re.search(r"\[(emerg|alert|crit)\]", said), said


def server_of(page):
    """The letter of the server that the visitor is on."""
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    return cookie["value"]


def test_a_visitor_stays_on_one_server_and_the_other_restores_the_page_if_it_fails(
    proxy, open_page, complaints, settled
):
    first = HelloPage(open_page("/hello?text=hello&lr=0.5&update=0", server=proxy, reduced_motion="reduce"))
    second = HelloPage(open_page("/hello?text=world&lr=0.5&update=0", server=proxy, reduced_motion="reduce"))
    here, there = server_of(first.page), server_of(second.page)
    assert {here, there} == {"a", "b"}  # the second visitor went to the other server
    for lab in (first, second):
        lab.press(*["Step"] * 12)
        lab.at(12)
        expect(lab.page).to_have_url(re.compile("update=12"))
        lab.page.reload()
        settled(lab.page)
        lab.at(12)
    assert (server_of(first.page), server_of(second.page)) == (here, there)
    answered = {(before, after) for before, after, _, path in proxy.requests if before != "-"}
    assert len(answered) == 2, answered  # each visitor's page, files and socket came from one server

    values, changes, run = first.values(), first.changes(), first.run
    other = second.values()
    loads = []
    for lab in (first, second):
        lab.page.on("load", lambda page: loads.append(page))
    complaints.allow(LOST)
    complaints.allow("50[24]")
    proxy.servers["ab".index(here)].stop(kill=True)
    # The page notices the failure, and is built again from its address, with a reload if necessary.
    first.press("Let it speak")
    expect(first.side).to_contain_text("It says: h", timeout=40_000)
    settled(first.page)
    assert server_of(first.page) == there
    assert (first.at(12).values(), first.changes(), first.run) == (values, changes, run)
    second.press("Let it speak")
    expect(second.side).to_contain_text("It says: w")
    assert second.values() == other and loads in ([], [first.page])

    proxy.servers["ab".index(here)].start()
    first.page.reload()
    settled(first.page)
    assert first.at(12).values() == values and server_of(first.page) == there  # the move lasts
