"""Without a server, the updates sent ahead still play; when it is back, the page has its numbers again."""

import re

from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.pages import HelloPage

LOST = "ERR_CONNECTION|WebSocket|disconnected from server|server endpoint|server is not responding"


def test_a_restarted_server_restores_the_same_numbers(start_server, open_page, complaints, settled):
    server = start_server()
    lab = HelloPage(open_page("/hello?text=hello&lr=0.5&update=0", server=server, reduced_motion="reduce"))
    lab.press(*["Step"] * 20)
    lab.at(20).press("Back")
    expect(lab.page).to_have_url(re.compile("update=19"))
    values, changes, run = lab.at(19).values(), lab.changes(), lab.run
    complaints.allow(LOST)
    server.stop(kill=True)
    expect(lab.page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    lab.press("Step")  # this update was sent ahead
    assert lab.at(20).values() != values
    lab.press("Back")
    assert lab.at(19).values() == values
    server.start()
    settled(lab.page)
    lab.press("Let it speak")  # only the new server can answer, which does not know this page yet
    expect(lab.side).to_contain_text("It says: h", timeout=40_000)
    assert (lab.at(19).values(), lab.changes(), lab.run) == (values, changes, run)
    lab.button("Step").evaluate("(button) => { for (let k = 0; k < 200; k++) button.click(); }")
    lab.at(219)
    expect(lab.side).to_contain_text("It says: h")
    expect(lab.page).to_have_url(re.compile("update=219"))


def test_updates_sent_ahead_play_without_a_server(start_server, open_page, complaints):
    server = start_server()
    lab = HelloPage(open_page("/hello?text=hello&lr=0.5&update=0&speed=30", server=server))
    lab.press("Play")
    lab.beyond(5)  # and it has more than a hundred
    complaints.allow(LOST)
    server.stop(kill=True)
    here = lab.update
    lab.beyond(here + 40)
    expect(lab.notice).to_contain_text("The connection to the server is lost")
    last = lab.update
    lab.keys("Home")
    assert all(lab.at(0).values("y").values())
    lab.keys("End")
    assert lab.update >= last


def test_a_page_that_crashes_is_reloaded_in_its_place(browser, server, complaints):
    context = browser.new_context(base_url=server.url, reduced_motion="reduce")
    page, sockets = context.new_page(), []
    complaints.watch(page)
    complaints.allow("Bad delta path index 99")

    def connect(socket):
        sockets.append(socket)
        socket.connect_to_server()

    page.route_web_socket("**/_stcore/stream", connect)
    page.goto("/hello?text=hello&lr=0.5&update=7")
    values = HelloPage(page).at(7).values()
    page.evaluate("window.before = true")
    wrong = ForwardMsg()  # about an element that the page does not have
    wrong.metadata.delta_path.extend([0, 99])
    wrong.delta.new_element.empty.SetInParent()
    sockets[-1].send(wrong.SerializeToString())
    page.wait_for_function("!window.before && document.querySelector('[data-testid=stApp]')")
    assert HelloPage(page).at(7).values() == values
    context.close()
