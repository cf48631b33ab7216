"""python -m rnnplay train --file or --source: a language model without a browser.

With --out the training is saved every ten seconds. After an interruption, the same command continues it with
exactly the same numbers.
"""

import json
import math
import os
import time
from dataclasses import asdict, replace

from rnnplay.cli.input_files import named, read_model, read_text
from rnnplay.cli.progress import ProgressLine, interrupts, minutes, warn
from rnnplay.labs.text.batches import LN2
from rnnplay.labs.text.model_file import checkpoint, resume
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.setup import FOLD, SWITCH, TEXT_FIELDS, TextSetup
from rnnplay.options.field import Field
from rnnplay.server.atomic_write import write_atomically
from rnnplay.tasks.text import TEXTS
from rnnplay.tasks.text.corpus import Corpus

SOURCE = Field("source", "Source", "A text that comes with the project.", "choice", options=TEXTS)
EVERY = 10  # seconds from one checkpoint to the next
SLICE = 0.25  # seconds of training between two progress reports
# An attribute of TextPoint, the width of its column, the format of its numbers.
# fmt: off
COLUMNS = (("update", 7, ""), ("train", 8, ".4f"), ("valid", 8, ".4f"), ("grad_norm", 11, ".4f"),
           ("rate", 9, ".3g"), ("chars_s", 10, ",.0f"), ("seconds", 9, ".1f"))
# fmt: on


def train_text(options) -> int:
    """Train a language model, save it, and print every point of its curve -> exit code."""
    run, out = _start(options), options.out
    if out is None:
        warn("Nothing of this training will be kept; with --out FILE the model is.")
    elif run.ended and not run.trouble:
        warn(f"{named(out)} has all of its {run.update:,} updates; with more --updates it goes on.")
    elif run.update:
        warn(f"{named(out)} has {run.update:,} of {run.setup.updates:,} updates.")
    if not run.ended:
        with interrupts() as caught:
            run = _train(run, options, caught)
    if run.trouble:
        warn(run.trouble)
        return 1
    if not run.ended:
        goes_on = f"{named(out)} holds it, and the same command goes on from there"
        warn(f"Stopped after update {run.update:,}; {goes_on if out else 'nothing was kept'}.")
        return 130
    return 0


def _start(options):
    """The run that the options describe: a new one, or the one that --out holds. Raises ValueError."""
    given = vars(options)
    values = {f.name: f.read(given[f.name]) for f in TEXT_FIELDS if given[f.name] is not None}
    if "carry" in values:
        values["carry"] = values["carry"] == SWITCH[True]
    fold = None if options.fold is None else FOLD.read(options.fold)
    new = TextSetup(**values)
    text = read_text(options.file) if options.source is None else TEXTS[SOURCE.read(options.source)].make()
    if options.out is None or not os.path.exists(options.out):
        return TextRun(Corpus(text, fold or 0), new)
    kept = read_model(options.out)
    updates = values.pop("updates", kept.setup.updates)
    there = {"fold": str(kept.fold), **kept.setup.texts()}
    asked = {"fold": str(kept.fold if fold is None else fold), **replace(kept.setup, **values).texts()}
    for name in there:
        if there[name] != asked[name]:
            choice = f"{name} {there[name]}, not {asked[name]}; give --out another name"
            raise ValueError(f"{named(options.out)} was trained with {choice}.")
    return resume(kept, text).with_updates(updates)


def _train(run, options, caught):
    """Train to the end, or until `caught` is not empty -> the run, which is saved."""
    out, printed, line = options.out, len(run.curve), ProgressLine()
    began, first = time.monotonic(), run.update
    saved = began
    run = run.advance(0)
    _save(run, out)  # at once, so that an unwritable file is refused before ten seconds are lost
    if not options.json:
        print(_heading(run, options.source or named(options.file)))
    try:
        while True:
            for point in run.curve[printed:]:
                line.clear()
                print(json.dumps(asdict(point)) if options.json else _row(point), flush=True)
            printed = len(run.curve)
            if run.ended or caught:
                return run
            pace = (time.monotonic() - began) / (run.update - first)
            line.show(_progress(run, pace * (run.setup.updates - run.update)))
            run = run.advance(SLICE)
            if time.monotonic() - saved >= EVERY:
                saved = time.monotonic()
                try:
                    _save(run, out)
                except ValueError as refusal:  # a full disk may have room again later
                    line.clear()
                    warn(refusal)
    finally:  # also after a broken pipe
        line.clear()
        _save(run, out)


def _save(run, out):
    if out is not None:
        write_atomically(out, checkpoint(run))


def _progress(run, seconds):
    sums, last = run.sums, run.curve[-1]
    train = sums.nats / sums.updates / LN2 if sums.updates else last.train
    pace = sums.updates * math.prod(run.shape) / sums.seconds if sums.seconds else last.chars_s
    return (
        f"update {run.update:,} of {run.setup.updates:,}, {train:.3f} bits, held out {last.valid:.3f}, "
        f"{pace:,.0f} chars/s, {minutes(seconds)} left"
    )


def _heading(run, name):
    corpus, folded = run.corpus, len(run.corpus.folded[0])
    rare = f", {folded} rare folded" if folded else ""
    return (
        f"{name}: {len(corpus.ids):,} characters, {corpus.size} different{rare}; {run.model.layout.size:,} "
        "weights; train and valid (held-out text) in bits per character\n"
    ) + "".join(f"{name:>{width}}" for name, width, _ in COLUMNS)


def _row(point):
    values = ((getattr(point, name), width, form) for name, width, form in COLUMNS)
    return "".join(f"{'–' if v is None else format(v, form):>{width}}" for v, width, form in values)
