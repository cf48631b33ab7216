"""The traffic of the hello page: messages, bytes and the server's processor time for a Step and an answer."""

from tests.browser.server_process import ServerProcess

PAUSE = 1_500  # ms after a click until its last message has come
ACTS = 15


def hello_traffic(bench, **query):
    """Rows of the bench: a Step that is drawn from the buffer, and a request that the server answers."""
    page = bench.open(**query)
    yield from _counted(bench, page, "a Step drawn from the buffer", ("Step",))
    page.get_by_role("button", name="Let it speak", exact=True).click()
    page.wait_for_timeout(PAUSE)
    yield from _counted(bench, page, "a request of the player and its answer", ("Draw again",))
    page.context.close()


def _counted(bench, page, what, buttons):
    """The mean over some clicks, less what the server does in the same time without them."""
    idle = _spent(bench, page, ())
    sent, sent_bytes, received, received_bytes, cpu = _spent(bench, page, buttons)
    yield f"{what}: messages to the server", None, sent - idle[0], ""
    yield "  their bytes", None, sent_bytes - idle[1], "B"
    yield "  messages from the server", None, received - idle[2], ""
    yield "  their bytes", None, received_bytes - idle[3], "B"
    yield "  server's processor time", None, 1000 * (cpu - idle[4]), "ms"


def _spent(bench, page, buttons):
    """Messages and bytes to the server, messages and bytes from it, and its processor seconds, per turn."""
    page.evaluate("() => { bench.wire.length = 0; }")
    process = ServerProcess(bench.server.pid)
    before = sum(process.cpu())
    for _ in range(ACTS):
        for name in buttons:
            page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_timeout(PAUSE)
    cpu = sum(process.cpu()) - before
    wire = page.evaluate("() => bench.wire")
    sent = [size for out, _, size in wire if out]
    received = [size for out, _, size in wire if not out]
    return [total / ACTS for total in (len(sent), sum(sent), len(received), sum(received), cpu)]
