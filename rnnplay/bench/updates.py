"""How fast and how exact the mathematics is here: the fast path beside the readable one and beside PyTorch.

One update = forward + loss + backward + Adam. Writing = one character at a time, each drawn and fed back.
The contestants take turns within one run, and what is told is the median of their ratios in processor time:
a busy machine then slows all of them alike.
"""

import itertools
import json
import platform
import time
from functools import partial
from statistics import median

import numpy as np

from rnnplay.bench.contestants import (
    MISSING,
    SIZES,
    TEMPERATURE,
    WRITTEN,
    fast,
    find_peer,
    problem,
    racers,
    readable,
    writers,
)
from rnnplay.bench.text import textbench
from rnnplay.nn.cells import CELLS
from rnnplay.nn.gradcheck import check, compare
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

OTHERS = ("readable", "torch", "torch_fused")  # in the report: how many times longer they take
ROUND = 0.02  # seconds a contestant computes before it is the next one's turn
ROUNDS = 5  # as many as there is time for, but so short that there can be so many
SYMBOLS, UNITS = 65, (128, 256)  # of the networks that write
SESSION = 240  # updates recorded at once, as a player asks for them
JUDGED = [size for size in SIZES if size != "big"]  # it shows nothing that "textlab" does not
LIMITS = {"finite differences": 1e-6, "readable path": 1e-12, "PyTorch": 1e-9}


def bench(options) -> int:
    """Measure speed and exactness: of one update, of writing; or how well and how fast a text is learned."""
    if options.text:
        return textbench(options)
    for name in ("updates", "seeds"):
        if getattr(options, name) is not None:
            raise ValueError(f"The option --{name} is for bench with --text.")
    report = measure(_seconds("40" if options.seconds is None else options.seconds))
    if options.json:
        print(json.dumps(report))
    else:
        print("\n".join(table(report)))
    return 0


def _seconds(text):
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise ValueError(f"Seconds must be a number above 0 and up to 3600, not “{text:.24}”.")
    return seconds


def measure(seconds) -> dict:
    """Everything, in about so many seconds (a few more with PyTorch, which takes its time to arrive)."""
    peer = find_peer()
    plans = [(cell, size, "float32") for cell in CELLS for size in SIZES]
    plans += [(cell, "hello", "float64") for cell in CELLS]
    writing = [(cell, H) for cell in CELLS for H in UNITS]
    share = seconds / (sum(SIZES[size].turns for _, size, _ in plans) + len(writing) + 1)
    return {
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": peer and peer.VERSION,
        },
        "missing": None if peer else MISSING,
        "gradients": [_exactness(cell, peer) for cell in CELLS],
        "session": _session(share),
        "updates": [_race(cell, size, dtype, share, peer) for cell, size, dtype in plans],
        "writing": [_writing(cell, H, share, peer) for cell, H in writing],
    }


# ---- speed


def _race(cell, name, dtype, seconds, peer):
    """One cell at one size: its microseconds an update, how many times longer the others take, and what share
    of it the matrix products alone would take.
    """
    model, flat, x, targets = problem(cell, name, np.dtype(dtype).type)
    times = _interleaved(racers(model, flat, x, targets, peer), seconds * SIZES[name].turns)
    row = {"cell": cell, "size": name} | {letter: getattr(SIZES[name], letter) for letter in "VHTB"}
    row |= {"dtype": dtype, "parameters": len(flat), "rounds": len(times["fast"])}
    row["microseconds"] = 1e6 * median(times["fast"])
    row |= {f"{other}_ratio": _ratio(times, other) for other in OTHERS}
    return row | {"products_share": _ratio(times, "products")}


def _writing(cell, H, seconds, peer):
    """The characters a second of one cell, and how many times longer PyTorch takes for one."""
    times = _interleaved(writers(cell, SYMBOLS, H, peer), seconds)
    row = {"cell": cell, "V": SYMBOLS, "H": H, "rounds": len(times["fast"])}
    row["characters"] = WRITTEN / median(times["fast"])
    return row | {f"{other}_ratio": _ratio(times, other) for other in ("torch", "torch_lean")}


def _ratio(times, other):
    """How many times as long as the fast path the other takes; None where it did not run."""
    pairs = zip(times.get(other, ()), times["fast"], strict=False)
    return median(b / a for b, a in pairs) if other in times else None


def _interleaved(contestants, seconds):
    """Name -> a function that makes one update; -> name -> processor seconds an update, one a round."""
    repeats = {}
    for name, update in contestants.items():
        update()  # the first one pays for what is made once
        most = min(ROUND, seconds / ROUNDS / len(contestants))
        repeats[name] = max(1, round(most / _timed(update, 1)))
    times, end = {name: [] for name in contestants}, time.perf_counter() + seconds
    while not times["fast"] or time.perf_counter() < end:
        for name, update in contestants.items():
            times[name].append(_timed(update, repeats[name]))
    return times


def _timed(update, repeats):
    start = time.process_time()
    for _ in range(repeats):
        update()
    return max(time.process_time() - start, 1e-9) / repeats


def _session(seconds):
    """What the page asks for: updates with everything recorded, and what the network says by itself."""
    session = Session(Experiment())
    starts = itertools.count(0, SESSION)

    def updates():
        session.frames(next(starts), SESSION)

    times, end = [], time.perf_counter() + seconds
    while len(times) < ROUNDS or (time.perf_counter() < end and session.trained + SESSION < session.last):
        times.append(_timed(updates, 1) / SESSION)
    return {"text": session.experiment.text, "microseconds": 1e6 * median(times), "updates": session.trained}


# ---- exactness


def _exactness(cell, peer):
    """The worst relative error of a float64 gradient against each judge, over the sizes that it can judge."""
    worst = dict.fromkeys(LIMITS)
    for name in JUDGED:
        model, flat, x, targets = numbers = problem(cell, name, np.float64)
        g = fast(model, flat, x, targets)(flat)
        found = {"readable path": compare(g, readable(model, x, targets)(flat))}
        if name == "hello":  # two losses a parameter: elsewhere that takes minutes
            found["finite differences"] = check(partial(_loss, model, x, targets), flat, g)
        if peer and cell in peer.CLASSES:
            found["PyTorch"] = compare(g, peer.gradient(*numbers))
        for judge, result in found.items():
            worst[judge] = max(worst[judge] or 0.0, result.worst)
    return {"cell": cell, "worst_relative_error": worst, "limit": LIMITS}


def _loss(model, x, targets, flat):
    return model.unroll(model.params(flat), x, targets).loss


# ---- what is printed


def table(report):
    """The report as lines for people."""
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items() if version)
    yield f"One update: forward, loss, backward, Adam. One thread, processor time. {versions}."
    columns = f"{'µs':>10}{'readable':>11}{'PyTorch':>10}{'fused Adam':>12}{'products':>10}"
    yield f"{'':9}{'':9}{'V/H/T/B':>15}  {'numbers':8}{columns}"
    for row in report["updates"]:
        sizes, ours = "/".join(str(row[name]) for name in "VHTB"), f"{row['microseconds']:,.0f}"
        readable, torch, fused = (_times(row[f"{other}_ratio"]) for other in OTHERS)
        name = f"{row['cell']:9}{row['size']:9}{sizes:>15}  {row['dtype']:8}"
        yield f"{name}{ours:>10}{readable:>11}{torch:>10}{fused:>12}{row['products_share']:>10.0%}"
    yield "readable, PyTorch (with its Adam as it comes, then with its fused one): how often as long."
    yield "products: the matrix products of an update and nothing else, as a share of our time."
    text, time_taken = report["session"]["text"], report["session"]["microseconds"]
    yield f"With its frame and its speech recorded for the page ({text}): {time_taken:.0f} µs."
    yield ""
    yield f"Writing: {WRITTEN:,} characters, each drawn (temperature {TEMPERATURE}) and fed back. float32."
    yield f"{'':9}{'V/H':>9}{'characters a second':>22}{'PyTorch':>10}{'made lean':>12}"
    for row in report["writing"]:
        torch, lean = (_times(row[f"{other}_ratio"]) for other in ("torch", "torch_lean"))
        sizes = f"{row['V']}/{row['H']}"
        yield f"{row['cell']:9}{sizes:>9}{row['characters']:>22,.0f}{torch:>10}{lean:>12}"
    yield "PyTorch: its cells as they are used, then in as few calls as it allows: how often as long."
    yield ""
    yield "Worst relative error of the gradient (float64)"
    yield f"{'':9}" + "".join(f"{judge:>28}" for judge in LIMITS)
    for row in report["gradients"]:
        yield f"{row['cell']:9}" + "".join(
            f"{_error(row['worst_relative_error'][j], row['limit'][j]):>28}" for j in LIMITS
        )
    if report["missing"]:
        yield report["missing"]


def _times(ratio):
    return "–" if ratio is None else f"{ratio:#.3g}×"


def _error(error, limit):
    return "–" if error is None else f"{error:.1e} < {limit:.0e} {'OK' if error < limit else 'MISSED'}"
