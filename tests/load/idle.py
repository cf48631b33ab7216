"""Many who only stay: what each costs in memory, and whether all are still served afterwards."""

import asyncio
import time
from collections import Counter
from statistics import median

from tests.browser.bench_fair import percentile
from tests.browser.machine import Machine, load
from tests.load.visitor import Failed, Visitor

COUNT = 200


def idle(server, options):
    """-> lines of a report."""
    yield f"{load()} before it began"
    machine = Machine(server.pid)
    (count,) = options.visitors or (COUNT,)
    yield from asyncio.run(hold(server.port, machine, count, options.seconds))


async def hold(port, machine, count, seconds):
    async with Visitor(port) as first:
        await first.visit()
        alone = machine.memory()[0]
        visitors = [Visitor(port, seed=k) for k in range(count)]
        came = time.perf_counter()
        for visitor in visitors:
            await visitor.__aenter__()
            await visitor.visit()
        came, there = time.perf_counter() - came, machine.memory()[0]
        machine.begin()
        await first.rest(seconds)
        busy, later = machine.busy()[0], machine.memory()[0]
        held = [visitor for visitor in visitors if not visitor.over.is_set()]
        answered = await asyncio.gather(*map(answers, held))
        for visitor in visitors:
            await visitor.__aexit__()
        gone = machine.memory()[0]
    times = [1000 * visitor.asked[0] for visitor in held if visitor.asked] or [0.0, 0.0]
    troubles = Counter(trouble for visitor in visitors for trouble in visitor.troubles)
    return [
        f"{count} visitors came one by one in {came:.0f} s; {len(held)} held after {seconds:g} s more",
        f"memory: {alone:.0f} MB with one, {there:.0f} MB with all, {later:.0f} MB after the rest: "
        f"{(later - alone) / count:.2f} MB each at rest; {gone:.0f} MB when all have just left",
        f"processor while nobody does anything: {busy:.3f} cores",
        f"then all ask at once: {sum(answered)} answered, {median(times):.0f} ms median, "
        f"{percentile(times):.0f} ms 95 %",
        *(f"failed {many} times: {what}" for what, many in troubles.items()),
    ]


async def answers(visitor):
    try:
        await visitor.ask()
    except Failed as failure:
        visitor.troubles.append(str(failure))
    return not visitor.troubles
