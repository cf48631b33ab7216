"""Visitors who come, play, train and leave, for an hour: whether memory returns to its size at the start."""

import asyncio
import random
import time
from collections import Counter

from tests.browser.server_process import ServerProcess, machine_load
from tests.load.hello_visitor import HelloVisitor
from tests.load.session_client import Failed

CROWD = 25  # at any time
SESSION_KEPT = 60  # seconds for which a language model is kept, so that the end comes soon
GONE = 330  # seconds after which a server has ended its workers and forgotten the visitors
TEXTS = ("hello", "to be or not to be", "abracadabra", "hollow yellow fellow")


def soak(server, options):
    """-> lines of a report, one a minute."""
    yield f"{machine_load()} before it began"
    (crowd,) = options.visitors or (CROWD,)
    process, lines, counts = ServerProcess(server.pid), asyncio.Queue(), Counter()
    runner = asyncio.Runner()
    with runner:
        work = churn(server.port, process, crowd, options.minutes, lines, counts)
        task = runner.get_loop().create_task(work)
        while (line := runner.run(lines.get())) is not None:
            yield line
        runner.run(asyncio.wait([task]))


async def churn(port, process, crowd, minutes, lines, counts):
    try:
        # The first visitors load what stays: modules, texts, the worker processes.
        await wave(port, crowd, 60, counts)
        start = await empty(port, process)
        await lines.put(f"after a first minute with {crowd} visitors, all gone: {sum(start):.0f} MB")
        process.begin()
        until, minute = time.monotonic() + 60 * minutes, 0
        going = asyncio.ensure_future(wave(port, crowd, 60 * minutes, counts))
        while not going.done():
            await asyncio.wait([going], timeout=60)
            minute += 1
            server, workers = process.memory()
            busy = ", ".join(f"{share:.2f}" for share in process.busy())
            process.begin()
            seen = ", ".join(f"{many} {what}" for what, many in sorted(counts.items()))
            left = max(0, until - time.monotonic())
            await lines.put(
                f"minute {minute}, {left:.0f} s to go: server {server:.0f} MB, workers {workers:.0f} MB, "
                f"cores {busy}; {seen}"
            )
        end = await empty(port, process)
        change = 100 * (sum(end) / sum(start) - 1)
        await lines.put(
            f"all gone: {sum(end):.0f} MB (server {end[0]:.0f}, workers {end[1]:.0f}), {change:+.1f} %"
        )
    finally:
        await lines.put(None)


async def empty(port, process):
    """Wait until the visitors who left are forgotten -> MB of the server and of its workers."""
    async with HelloVisitor(port) as last:
        await last.client.rest(GONE)
        await last.visit()
    async with HelloVisitor(port) as last:  # the server removes old sessions when a new one comes
        await last.visit()
    return process.memory()


async def wave(port, crowd, seconds, counts):
    until = time.monotonic() + seconds
    await asyncio.gather(*(visitors_in_turn(port, k, until, counts) for k in range(crowd)))


async def visitors_in_turn(port, k, until, counts):
    """One visitor after another, until the time is over."""
    rng = random.Random(k)
    while time.monotonic() < until:
        visitor = HelloVisitor(port, rng.choice(TEXTS), rng.choice((2, 10, 30, 60)), rng.randrange(1000))
        try:
            async with visitor:
                await stay(visitor, rng, counts)
        except (Failed, OSError) as failure:
            counts[f"failed ({failure})"] += 1
        counts["visits"] += 1
        for trouble in visitor.troubles:
            counts[trouble] += 1


async def stay(visitor, rng, counts):
    """A visit of half a minute or so: play, train a text, start a race, or look at several labs."""
    kind = rng.random()
    if kind < 0.6:
        await visitor.visit()
        await visitor.play(rng.uniform(5, 40))
        for _ in range(3):
            await visitor.client.rest(rng.uniform(0.3, 2))
            await visitor.ask(count=0, details=int(visitor.now()))
        await visitor.ask(count=0, fresh=True)
        await visitor.play(rng.uniform(2, 10))
        counts["played"] += 1
    elif kind < 0.75:
        await visitor.client.open("text")  # a language model begins to learn by itself
        await visitor.client.rest(rng.uniform(5, 40))
        counts["trained a text"] += 1
    elif kind < 0.9:
        await visitor.client.open("gap")
        if await visitor.client.press("Run it again, live"):
            counts["raced"] += 1
        await visitor.client.rest(rng.uniform(5, 40))
    else:
        for page in ("loop", "step", "glossary"):
            await visitor.client.open(page)
            await visitor.client.rest(rng.uniform(1, 8))
        counts["looked around"] += 1
