"""The benchmark of single updates: speed and exactness of the fast path, the readable path and PyTorch.

One update = forward + loss + backward + Adam. Writing = one character at a time, each drawn and fed back.
The contestants take turns within one run, so a busy machine slows all of them alike. The report has the
median of their ratios in processor time.
"""

import itertools
import platform
import time
from functools import partial
from statistics import median

import numpy as np

from rnnplay.bench.contestants import (
    DRAWN,
    NO_PYTORCH,
    SIZES,
    TEMPERATURE,
    fast,
    find_pytorch,
    problem,
    readable,
    sampling_contestants,
    torch_layer,
    update_contestants,
)
from rnnplay.nn.cells import CELLS
from rnnplay.nn.gradcheck import check, compare
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

OTHERS = ("readable", "torch", "torch_fused")  # reported as multiples of the fast path's time
ROUND = 0.02  # seconds that a contestant computes in one turn
ROUNDS = 5  # a turn is shorter if there is not enough time for so many rounds
SYMBOLS, UNITS = 65, (128, 256)  # of the networks that draw characters
SESSION = 240  # updates recorded at once, as the page asks for them
COMPARED = [size for size in SIZES if size != "big"]  # "textlab" tests the same as "big"
LIMITS = {"finite differences": 1e-6, "readable path": 1e-12, "PyTorch": 1e-9}


def measure(seconds) -> dict:
    """The whole report, in about so many seconds (a few more with PyTorch, whose import takes time)."""
    pytorch = find_pytorch()
    plans = [(cell, size, "float32") for cell in CELLS for size in SIZES]
    plans += [(cell, "hello", "float64") for cell in CELLS]
    writing = [(cell, H) for cell in CELLS for H in UNITS]
    share = seconds / (sum(SIZES[size].turns for _, size, _ in plans) + len(writing) + 1)
    return {
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": pytorch and pytorch.VERSION,
        },
        "missing": None if pytorch else NO_PYTORCH,
        "gradients": [_exactness(cell, pytorch) for cell in CELLS],
        "session": _session_time(share),
        "updates": [_update_times(cell, size, dtype, share, pytorch) for cell, size, dtype in plans],
        "writing": [_sampling_times(cell, H, share, pytorch) for cell, H in writing],
    }


def _update_times(cell, name, dtype, seconds, pytorch):
    """One cell at one size: microseconds an update, the others' ratios, and the share of the products."""
    model, flat, x, targets = problem(cell, name, np.dtype(dtype).type)
    times = _interleaved(update_contestants(model, flat, x, targets, pytorch), seconds * SIZES[name].turns)
    row = {"cell": cell, "size": name} | {letter: getattr(SIZES[name], letter) for letter in "VHTB"}
    row |= {"dtype": dtype, "parameters": len(flat), "rounds": len(times["fast"])}
    row["microseconds"] = 1e6 * median(times["fast"])
    row |= {f"{other}_ratio": _ratio(times, other) for other in OTHERS}
    return row | {"products_share": _ratio(times, "products")}


def _sampling_times(cell, H, seconds, pytorch):
    """One cell at one size: characters a second, and the ratios of PyTorch."""
    times = _interleaved(sampling_contestants(cell, SYMBOLS, H, pytorch), seconds)
    row = {"cell": cell, "V": SYMBOLS, "H": H, "rounds": len(times["fast"])}
    row["characters"] = DRAWN / median(times["fast"])
    return row | {f"{other}_ratio": _ratio(times, other) for other in ("torch", "torch_lean")}


def _ratio(times, other):
    """The other's time as a multiple of the fast path's, median over the rounds; None if it did not run."""
    pairs = zip(times.get(other, ()), times["fast"], strict=False)
    return median(b / a for b, a in pairs) if other in times else None


def _interleaved(contestants, seconds):
    """Name -> function, called in turns -> name -> list of processor seconds a call, one for each round."""
    repeats = {}
    for name, update in contestants.items():
        update()  # the first call makes the buffers
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


def _session_time(seconds):
    """Microseconds of an update as the page asks for it: with all frames, and with the sample."""
    session = Session(Experiment())
    starts = itertools.count(0, SESSION)

    def updates():
        session.frames(next(starts), SESSION)

    times, end = [], time.perf_counter() + seconds
    while len(times) < ROUNDS or (time.perf_counter() < end and session.trained + SESSION < session.last):
        times.append(_timed(updates, 1) / SESSION)
    return {"text": session.experiment.text, "microseconds": 1e6 * median(times), "updates": session.trained}


def _exactness(cell, pytorch):
    """The worst relative error of a float64 gradient against each reference, over the sizes it covers."""
    worst = dict.fromkeys(LIMITS)
    for name in COMPARED:
        model, flat, x, targets = numbers = problem(cell, name, np.float64)
        g = fast(model, flat, x, targets)(flat)
        found = {"readable path": compare(g, readable(model, x, targets)(flat))}
        if name == "hello":  # two losses for each parameter, which takes minutes at other sizes
            found["finite differences"] = check(partial(_loss, model, x, targets), flat, g)
        if pytorch and torch_layer(cell):
            found["PyTorch"] = compare(g, pytorch.gradient(*numbers))
        for reference, result in found.items():
            worst[reference] = max(worst[reference] or 0.0, result.worst)
    return {"cell": cell, "worst_relative_error": worst, "limit": LIMITS}


def _loss(model, x, targets, flat):
    return model.unroll(model.params(flat), x, targets).loss


def table(report):
    """Yield the report as lines of a table."""
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
    yield f"Writing: {DRAWN:,} characters, each drawn (temperature {TEMPERATURE}) and fed back. float32."
    yield f"{'':9}{'V/H':>9}{'characters a second':>22}{'PyTorch':>10}{'made lean':>12}"
    for row in report["writing"]:
        torch, lean = (_times(row[f"{other}_ratio"]) for other in ("torch", "torch_lean"))
        sizes = f"{row['V']}/{row['H']}"
        yield f"{row['cell']:9}{sizes:>9}{row['characters']:>22,.0f}{torch:>10}{lean:>12}"
    yield "PyTorch: its cells as they are used, then in as few calls as it allows: how often as long."
    yield ""
    yield "Worst relative error of the gradient (float64)"
    yield f"{'':9}" + "".join(f"{reference:>28}" for reference in LIMITS)
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
