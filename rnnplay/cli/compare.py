"""python -m rnnplay compare: cells on one task, over several gaps and seeds, on all cores.

With --out every finished run is saved in a table. The same command continues after an interruption.
"""

import json
import sys
import time
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import nullcontext
from dataclasses import astuple
from math import isfinite
from statistics import mean, median

from rnnplay.cli.dask import cluster
from rnnplay.cli.progress import minutes
from rnnplay.labs.gap.contestants import read_contestant
from rnnplay.labs.gap.results_file import key, open_results
from rnnplay.labs.gap.runs import SOLVED, results
from rnnplay.labs.gap.setup import (
    GAP,
    MOST_RUNS,
    RATE,
    SIZE,
    START,
    TASK,
    UNITS,
    UPDATES,
    Setup,
    jobs,
    read_seeds,
)
from rnnplay.server.worker_processes import WORKERS, default_workers, processes


def add_arguments(command):
    """Add the flags of compare to an argparse parser."""
    add = command.add_argument
    add("--task", default="cue", help=f"{TASK.rule}; default cue.")
    add("--cells", default="rnn,lstm,gru", help="with options if need be: rnn:init=identity:rate=0.001,gru")
    add("--gaps", default="15,30,60", help="steps between the clue and the question; default 15,30,60.")
    add("--seeds", default="5", help="5 is 0 to 4, 101-105 those, 3,7 those two; default 5.")
    add("--updates", help=f"{UPDATES.rule}; by default the task's own.")
    add("--rate", help=f"learning rate; {RATE.rule}; by default the task's own.")
    add("--units", default="32", help=f"{UNITS.help} Default 32.")
    add("--size", default="parameters", help=f"what is alike; {SIZE.rule}; default parameters.")
    add("--start", default="suited", help=f"{START.rule}; default suited.")
    add("--to-the-end", action="store_true", help="go on with a run after it has solved the task")
    add("--sentence", default="", help="for --task sentence: your own, its clue and answer in brackets")
    add("--out", help="a table (CSV) to keep the results in, and to go on from")
    add("--workers", help="how many processes compute; default one a core.")
    add("--dask", help="compute on the Dask cluster with the scheduler at this address, tcp://host:8786")
    add("--json", action="store_true", help="print one JSON object")


def compare(options) -> int:
    """Train cells on a task over several gaps and seeds, and tell what they learned."""
    wanted, setup = read_jobs(options)
    workers = default_workers() if options.workers is None else WORKERS.read(options.workers)
    with open_results(options.out, setup) if options.out else nullcontext() as file:
        known = {key(row): row for row in file.rows} if file else {}
        missing = [job for job in wanted if job.key not in known]
        try:
            pool = cluster(options.dask) if options.dask else processes(min(workers, len(missing)))
            for result in _finished(missing, pool, len(wanted)):
                known[result.job.key] = result.row
                if file:
                    file.add(result.row)
        except (BrokenExecutor, CancelledError):
            loss = "The cluster was lost." if options.dask else "A worker process died."
            print(f"{loss} {_saved(file, wanted, known)}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print(f"Stopped. {_saved(file, wanted, known)}", file=sys.stderr)
            return 130
    rows = [known[job.key] for job in wanted]
    if options.json:
        print(json.dumps({"setup": vars(setup), "rows": list(map(_json_row, rows))}, allow_nan=False))
    else:
        print("\n".join(table(setup, rows)))
    return 0


def read_jobs(options):
    """-> (the jobs that the options describe, their Setup). Raises ValueError with one sentence."""
    setup = Setup(
        task=options.task,
        updates=None if options.updates is None else UPDATES.read(options.updates),
        rate=None if options.rate is None else RATE.read(options.rate),
        units=UNITS.read(options.units),
        size=options.size,
        start=options.start,
        to_the_end=options.to_the_end,
        sentence=options.sentence,
    )
    cells = [read_contestant(cell) for cell in options.cells.split(",")]
    gaps, seeds = [GAP.read(gap) for gap in options.gaps.split(",")], read_seeds(options.seeds)
    if len(cells) * len(gaps) * len(seeds) > MOST_RUNS:
        raise ValueError(f"More than {MOST_RUNS:,} runs are too many for one comparison.")
    return jobs(setup, cells, gaps, seeds), setup


def _finished(missing, pool, total):
    """Yield the results of the missing jobs as they finish, and show the progress on stderr.

    pool: a context manager that gives an executor.
    """
    if not missing:
        return
    began, todo, done = time.monotonic(), sum(job.cost for job in missing), 0.0
    on_terminal = sys.stderr.isatty()
    with pool as executor:
        for count, result in enumerate(results(missing, executor), total - len(missing) + 1):
            yield result
            done += result.job.cost
            left = (time.monotonic() - began) * (todo - done) / done
            line = f"{count} of {total} runs, {minutes(left)} left"
            text, end = (f"\r{line:40}", "") if on_terminal else (line, "\n")
            print(text, end=end, file=sys.stderr, flush=True)
    if on_terminal:
        print(file=sys.stderr)


def _saved(file, wanted, known):
    """Save the results that are not yet in the file -> a sentence about what it holds."""
    if file is None:
        return "Nothing was kept; with --out every finished run is."
    kept = {key(row) for row in file.rows}
    for row in known.values():
        if key(row) not in kept:  # interrupted before it was in the file
            file.add(row)
    done = sum(job.key in known for job in wanted)
    return f"{file.path} holds {done} of {len(wanted)} runs, and the same command goes on from there."


def _json_row(row):
    """The row for JSON: null for an infinite number or nan, the curve as [update, accuracy, loss, CPU s]."""

    def finite(value):
        return None if isinstance(value, float) and not isfinite(value) else value

    points = [[finite(value) for value in astuple(point)] for point in row["curve"]]
    return {name: finite(value) for name, value in row.items()} | {"curve": points}


def table(setup, rows):
    """Yield the results as lines of a table, one for each cell and gap."""
    task, groups = setup.memory_task, {}
    for row in rows:
        groups.setdefault(key(row)[:-1], []).append(row)
    yield f"{task.title}: right by chance {task.chance:.1%}; {setup.updates} updates, rate {setup.rate:g}"
    yield (
        f"{'cell':5}{'gap':>5}{'units':>7}{'weights':>9}{'seeds':>7}{'accuracy, from to':>24}{'solved':>9}"
        + (f"{'after':>7}{'CPU s':>8}  options")
    )
    for group in groups.values():
        first, right = group[0], [row["accuracy"] for row in group]
        after = [row["updates_to_95"] for row in group if row["updates_to_95"] is not None]
        own_rate = f" rate={first['rate']:g}" if first["rate"] != setup.rate else ""
        spread = f"{mean(right):.1%}  {min(right):.1%} {max(right):.1%}"
        yield (
            f"{first['cell']:5}{first['gap']:5}{first['units']:7}{first['parameters']:9,}{len(group):7}"
            f"{spread:>24}{f'{len(after)}/{len(group)}':>9}{f'{median(after):.0f}' if after else '–':>7}"
            f"{mean(row['cpu_s'] for row in group):8.1f}  {first['options']}{own_rate}"
        )
    yield (
        f"solved: {SOLVED:.0%} right twice in a row on held-out data; after: the median number of updates. "
        f"A cell that did not solve it did not learn it in {setup.updates} updates from this start."
    )
