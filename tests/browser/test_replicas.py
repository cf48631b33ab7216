"""Several servers behind a proxy: visitors stay on theirs, and when it dies, the other has all they had."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.nginx import Proxy, find_or_install
from tests.browser.pages import HelloPage
from tests.browser.test_hello_server import LOST

COOKIE = "rnnplay_server"


@pytest.fixture
def proxy(start_server, tmp_path, tmp_path_factory, say):
    """Two servers, and nginx before them with the settings that come with the project."""
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


def test_visitors_stay_on_their_server_and_when_it_dies_the_other_has_everything(
    proxy, open_page, complaints, settled
):
    first = HelloPage(open_page("/hello?text=hello&lr=0.5&update=0", server=proxy, reduced_motion="reduce"))
    second = HelloPage(open_page("/hello?text=world&lr=0.5&update=0", server=proxy, reduced_motion="reduce"))
    here, there = server_of(first.page), server_of(second.page)
    assert {here, there} == {"a", "b"}  # the second visitor went to the server with fewer
    for lab in (first, second):
        lab.press(*["Step"] * 12)
        lab.at(12)
        expect(lab.page).to_have_url(re.compile("update=12"))
        lab.page.reload()
        settled(lab.page)
        lab.at(12)
    assert (server_of(first.page), server_of(second.page)) == (here, there)
    answered = {(before, after) for before, after, _, path in proxy.requests if before != "-"}
    assert len(answered) == 2, answered  # nobody's page, picture or socket came from elsewhere

    values, changes, run = first.values(), first.changes(), first.run
    other = second.values()
    loads = []
    for lab in (first, second):
        lab.page.on("load", lambda page: loads.append(page))
    complaints.allow(LOST)
    complaints.allow("50[24]")
    proxy.servers["ab".index(here)].stop(kill=True)
    # Its visitor's page finds out by itself: it is made anew from its address, loaded once more if need be.
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
    assert first.at(12).values() == values and server_of(first.page) == there  # who has moved stays, too
