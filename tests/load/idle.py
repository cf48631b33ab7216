"""Many visitors with an idle page: the memory of each, and whether all of them are still served."""

import asyncio
import time
from collections import Counter
from statistics import median

from tests.browser.bench_fairness import percentile
from tests.browser.server_process import ServerProcess, machine_load
from tests.load.hello_visitor import HelloVisitor
from tests.load.session_client import Failed

COUNT = 200


def idle(server, options):
    """-> lines of a report."""
    yield f"{machine_load()} before it began"
    process = ServerProcess(server.pid)
    (count,) = options.visitors or (COUNT,)
    yield from asyncio.run(hold(server.port, process, count, options.seconds))


async def hold(port, process, count, seconds):
    async with HelloVisitor(port) as first:
        await first.visit()
        alone = process.memory()[0]
        visitors = [HelloVisitor(port, seed=k) for k in range(count)]
        began = time.perf_counter()
        for visitor in visitors:
            await visitor.__aenter__()
            await visitor.visit()
        came, after = time.perf_counter() - began, process.memory()[0]
        process.begin()
        await first.client.rest(seconds)
        busy, later = process.busy()[0], process.memory()[0]
        held = [visitor for visitor in visitors if not visitor.client.closed.is_set()]
        answered = await asyncio.gather(*map(answers, held))
        for visitor in visitors:
            await visitor.__aexit__()
        gone = process.memory()[0]
    times = [1000 * visitor.asked[0] for visitor in held if visitor.asked] or [0.0, 0.0]
    troubles = Counter(trouble for visitor in visitors for trouble in visitor.troubles)
    return [
        f"{count} visitors came one by one in {came:.0f} s; {len(held)} held after {seconds:g} s more",
        f"memory: {alone:.0f} MB with one, {after:.0f} MB with all, {later:.0f} MB after the rest: "
        f"{(later - alone) / count:.2f} MB each at rest; {gone:.0f} MB when all have just left",
        f"processor while all are idle: {busy:.3f} cores",
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
