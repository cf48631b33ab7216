"""The benchmark of learning a megabyte of text, beside PyTorch: python -m rnnplay bench --text.

Both train LSTMs of one and of two layers from the same numbers, on the same batches in the same order, with
the same rates, clipping and Adam, in one thread, and take turns of a few updates. The report has the bits per
character of the same held-out text after the last update, and the processor time with all evaluations (here
also with the samples). The text is the source of Python's own modules, which every Python has.
"""

import hashlib
import platform
import sysconfig
import time
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

import numpy as np

from rnnplay.bench.contestants import NO_PYTORCH, find_pytorch
from rnnplay.labs.text.batches import thread_buffers
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.setup import TextSetup
from rnnplay.tasks.text.corpus import Corpus

SIZE = 1_000_000  # characters
LAYERS = (1, 2)
TURN = 10  # updates
SETUP = TextSetup(cell="lstm", hidden=128, rate=0.005, schedule="cosine")
WITHIN = 0.03  # the goal for the relative difference in bits


def measure(updates, seeds, size=SIZE):
    """The whole report, a dict."""
    pytorch, corpus = find_pytorch(), Corpus(library(size))
    setups = [replace(SETUP, layers=n, seed=k, updates=updates) for n in LAYERS for k in range(seeds)]
    return {
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": pytorch and pytorch.VERSION,
        },
        "missing": None if pytorch else NO_PYTORCH,
        "text": {
            "characters": len(corpus.text),
            "symbols": corpus.size,
            "sha256": hashlib.sha256(corpus.text.encode()).hexdigest(),
        },
        "setup": SETUP.texts() | {"updates": str(updates)},
        "runs": [_trained(TextRun(corpus, setup), pytorch) for setup in setups],
    }


def library(size):
    """The first `size` characters of the sources of Python's own modules, by name. No module is run."""
    text = ""
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        text += path.read_text(encoding="utf-8")
        if len(text) >= size:
            break
    return text[:size]


def _trained(run, pytorch):
    """Train one network here and in PyTorch -> a row: bits per character, processor seconds."""
    setup, ids = run.setup, held_out(run)
    learner = pytorch and pytorch.Learner(run, run.model.initial(setup.seed, None))
    ours, theirs, bits = [], [], None
    while not run.ended:
        began, first = time.process_time(), run.update
        while not run.ended and run.update < first + TURN:
            run = run.advance(0)
        ours.append(time.process_time() - began)
        if learner:
            began, looked = time.process_time(), {point.update for point in run.curve}
            bits = learner.valid(ids) if not first else bits
            for t in range(first + 1, run.update + 1):
                learner.update(t)
                bits = learner.valid(ids) if t in looked else bits
            theirs.append(time.process_time() - began)
    row = {"layers": setup.layers, "seed": setup.seed, "updates": run.update, "trouble": run.trouble}
    row |= {"start_bits": run.curve[0].valid, "bits": run.curve[-1].valid, "seconds": sum(ours)}
    if not learner:
        return row | dict.fromkeys(("torch_bits", "torch_seconds", "torch_ratio"))
    ratio = median(b / a for a, b in zip(ours, theirs, strict=True))
    return row | {"torch_bits": bits, "torch_seconds": sum(theirs), "torch_ratio": ratio}


def held_out(run):
    """The held-out text of a TextRun as ids (length + 1, rows), each column read from top to bottom."""
    buffers = thread_buffers(run.model, run.shape, len(run.corpus.valid))
    steps, rows = buffers.held_out.shape
    length = buffers.batches * steps
    return run.corpus.valid[length * np.arange(rows) + np.arange(length + 1)[:, None]]


def table(report):
    """Yield the report as lines of a table."""
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items() if version)
    text, setup = report["text"], report["setup"]
    yield (
        f"The sources of Python's modules: {text['characters']:,} characters, {text['symbols']} different "
        f"(sha256 {text['sha256'][:8]})."
    )
    yield (
        f"LSTM, {setup['hidden']} units, {setup['batch']} rows of {setup['steps']} steps, Adam, rate "
        f"{setup['rate']} ({setup['schedule']}), clip {setup['clip']}, float32."
    )
    yield f"One thread, processor time. {versions}."
    yield f"{'':23}{'bits per character, held out':^34}{'seconds':^30}"
    yield (
        f"{'layers':>6}{'seed':>6}{'updates':>9}{'here':>13}{'PyTorch':>10}{'difference':>12}"
        f"{'here':>10}{'PyTorch':>10}{'ratio':>8}"
    )
    for row in report["runs"]:
        yield _line(row, str(row["seed"]))
    for layers in LAYERS:
        rows = [row for row in report["runs"] if row["layers"] == layers]
        means = {
            name: _mean(row[name] for row in rows) for name in rows[0] if name not in ("trouble", "seed")
        }
        yield _line(means, "mean")
    yield f"difference: of the bits here from PyTorch's, aimed at within {WITHIN:.0%}."
    yield "ratio: how often as long PyTorch takes, the median of turns."
    yield from {row["trouble"] for row in report["runs"] if row["trouble"]}
    if report["missing"]:
        yield report["missing"]


def _line(row, seed):
    start = f"{row['layers']:>6.0f}{seed:>6}{row['updates']:>9,.0f}{row['bits']:>13.3f}"
    if row["torch_bits"] is None:
        return f"{start}{'–':>10}{'–':>12}{row['seconds']:>10.1f}{'–':>10}{'–':>8}"
    difference = row["bits"] / row["torch_bits"] - 1
    return (
        f"{start}{row['torch_bits']:>10.3f}{difference:>+12.1%}"
        f"{row['seconds']:>10.1f}{row['torch_seconds']:>10.1f}{row['torch_ratio']:>7.2f}×"
    )


def _mean(values):
    values = list(values)
    return None if None in values else mean(values)
