"""Visitors who come, play, train and leave, for an hour: does memory come back to where it was?"""

import asyncio
import random
import time
from collections import Counter

from tests.browser.machine import Machine, load
from tests.load.visitor import Failed, Visitor

CROWD = 25  # at any time
KEPT = 60  # seconds for which a language model is kept, so that the end need not be waited for so long
GONE = 330  # seconds: then a server has left off, ended its workers, and forgotten those who were there
TEXTS = ("hello", "to be or not to be", "abracadabra", "hollow yellow fellow")


def soak(server, options):
    """-> lines of a report, one a minute."""
    yield f"{load()} before it began"
    (crowd,) = options.visitors or (CROWD,)
    machine, told, lines = Machine(server.pid), asyncio.Queue(), Counter()
    runner = asyncio.Runner()
    with runner:
        task = runner.get_loop().create_task(churn(server.port, machine, crowd, options.minutes, told, lines))
        while (line := runner.run(told.get())) is not None:
            yield line
        runner.run(asyncio.wait([task]))


async def churn(port, machine, crowd, minutes, told, counts):
    try:
        # The first visitors of all bring in what stays: modules, texts, the worker processes.
        await wave(port, crowd, 60, counts)
        start = await empty(port, machine)
        await told.put(f"after a first minute with {crowd} visitors, all gone: {sum(start):.0f} MB")
        machine.begin()
        until, minute = time.monotonic() + 60 * minutes, 0
        going = asyncio.ensure_future(wave(port, crowd, 60 * minutes, counts))
        while not going.done():
            await asyncio.wait([going], timeout=60)
            minute += 1
            server, workers = machine.memory()
            busy = ", ".join(f"{share:.2f}" for share in machine.busy())
            machine.begin()
            seen = ", ".join(f"{many} {what}" for what, many in sorted(counts.items()))
            left = max(0, until - time.monotonic())
            await told.put(
                f"minute {minute}, {left:.0f} s to go: server {server:.0f} MB, workers {workers:.0f} MB, "
                f"cores {busy}; {seen}"
            )
        end = await empty(port, machine)
        change = 100 * (sum(end) / sum(start) - 1)
        await told.put(
            f"all gone: {sum(end):.0f} MB (server {end[0]:.0f}, workers {end[1]:.0f}), {change:+.1f} %"
        )
    finally:
        await told.put(None)


async def empty(port, machine):
    """Wait until those who left are forgotten -> memory."""
    async with Visitor(port) as last:
        await last.rest(GONE)
        await last.visit()
    async with Visitor(port) as last:  # whoever comes next clears away
        await last.visit()
    return machine.memory()


async def wave(port, crowd, seconds, counts):
    until = time.monotonic() + seconds
    await asyncio.gather(*(seat(port, k, until, counts) for k in range(crowd)))


async def seat(port, k, until, counts):
    """One visitor after the other."""
    rng = random.Random(k)
    while time.monotonic() < until:
        visitor = Visitor(port, rng.choice(TEXTS), rng.choice((2, 10, 30, 60)), rng.randrange(1000))
        try:
            async with visitor:
                await stay(visitor, rng, counts)
        except (Failed, OSError) as failure:
            counts[f"failed ({failure})"] += 1
        counts["visits"] += 1
        for trouble in visitor.troubles:
            counts[trouble] += 1


async def stay(visitor, rng, counts):
    """What one does on such a site, for half a minute or so."""
    kind = rng.random()
    if kind < 0.6:
        await visitor.visit()
        await visitor.play(rng.uniform(5, 40))
        for _ in range(3):
            await visitor.rest(rng.uniform(0.3, 2))
            await visitor.ask(count=0, moment=int(visitor.now()))
        await visitor.ask(count=0, fresh=True)
        await visitor.play(rng.uniform(2, 10))
        counts["played"] += 1
    elif kind < 0.75:
        await visitor.visit("text", "")  # a language model begins to learn by itself
        await visitor.rest(rng.uniform(5, 40))
        counts["trained a text"] += 1
    elif kind < 0.9:
        await visitor.visit("gap", "")
        if await visitor.press("Run it again, live"):
            counts["raced"] += 1
        await visitor.rest(rng.uniform(5, 40))
    else:
        for page in ("loop", "step", "glossary"):
            await visitor.visit(page, "")
            await visitor.rest(rng.uniform(1, 8))
        counts["looked around"] += 1
