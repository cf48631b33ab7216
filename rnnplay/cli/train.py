"""python -m rnnplay train: an Experiment on a few letters, or a language model on a whole text.

With --json an Experiment prints one object a line: update, loss (mean nats), grad_norm, scores (T, V), hidden
(T, H), correct (T), vocab (V). With --file or --source it trains a language model, see train_text.py.
"""

import json
import sys

from rnnplay.cli.experiment_flags import UPDATES, experiment_flags, read_experiment
from rnnplay.cli.flags import flag, flag_help
from rnnplay.cli.train_text import FOLD, SOURCE, train_text
from rnnplay.labs.text.setup import TEXT_FIELDS, TextSetup
from rnnplay.options.field import quote
from rnnplay.tasks.symbols import visible
from rnnplay.training.experiment import FIELDS
from rnnplay.training.session import Session

# The flags of an Experiment only, and those of a language model only.
EXPERIMENT_FLAGS = {"preset", *(field.name for field in FIELDS)}
TEXT_FLAGS = {"out", "fold", *(field.name for field in TEXT_FIELDS)}
EXPERIMENT_FLAGS, TEXT_FLAGS = EXPERIMENT_FLAGS - TEXT_FLAGS, TEXT_FLAGS - EXPERIMENT_FLAGS - {"updates"}
BLOCK = 256  # updates computed at once: a few hundred kilobytes for a word


def train(options) -> int:
    """Train on a few letters and print every update, or train a language model on a whole text."""
    is_text = options.file is not None or options.source is not None
    for name in sorted(EXPERIMENT_FLAGS if is_text else TEXT_FLAGS):
        if getattr(options, name) is not None:
            which = "without" if is_text else "with"
            raise ValueError(f"The option {flag(name)} is for training {which} --file or --source.")
    if is_text:
        return train_text(options)
    session = Session(read_experiment(options))
    last = UPDATES.read("50" if options.updates is None else options.updates)
    lines = json_lines if options.json else table_lines
    for line in lines(session, last):
        print(line)
    sys.stdout.flush()
    if session.stopped and session.stopped.update < last:
        print(session.stopped.reason, file=sys.stderr)
        return 1
    return 0


def add_arguments(command):
    """Add the flags of train to an argparse parser: those of each kind of training, and those of both."""
    command.add_argument("--json", action="store_true", help="print one JSON object a line")
    experiment = experiment_flags(50)
    usual = TextSetup().texts()
    text = {field.name: flag_help(field, usual[field.name]) for field in TEXT_FIELDS}
    groups = command.add_argument_group("a few letters"), command.add_argument_group("a language model")
    source = groups[1].add_mutually_exclusive_group()
    source.add_argument("--file", help="the text to learn: plain text of at most 5 MB")
    source.add_argument("--source", help=flag_help(SOURCE, "none"))
    groups[1].add_argument("--fold", help=flag_help(FOLD, 0))
    groups[1].add_argument("--out", help="a file to keep the model in, and to go on from")
    for name in {**experiment, **text}:
        group = groups[0] if name in EXPERIMENT_FLAGS else groups[1] if name in TEXT_FLAGS else command
        helps = [flags[name] for flags in (experiment, text) if name in flags]
        group.add_argument(flag(name), help=" A language model: ".join(helps))


def blocks(session, last):
    """Yield the Frames of updates 0 to `last` in blocks, as far as the training goes."""
    start = 0
    while start <= last:
        frames = session.frames(start, min(BLOCK, last + 1 - start))
        if not len(frames):
            return
        yield frames
        start += len(frames)


def json_lines(session, last):
    """Yield one JSON object for each of the updates 0 to `last`."""
    experiment = session.experiment
    targets = experiment.targets[:, 0]
    for frames in blocks(session, last):
        for k in range(len(frames)):
            y = frames.y[k]
            line = {
                "update": frames.start + k,
                "loss": float(frames.loss[k]),
                "grad_norm": float(frames.grad_norm[k]),
                "scores": y.tolist(),
                "hidden": frames.quantities[experiment.model.readout_state][k].tolist(),
                "correct": (y.argmax(1) == targets).tolist(),
                "vocab": experiment.vocab,
            }
            yield json.dumps(line, allow_nan=False)


def table_lines(session, last):
    """Yield the lines of a table of the updates 0 to `last`."""
    experiment = session.experiment
    targets, symbols = experiment.targets[:, 0], [visible(symbol) for symbol in experiment.vocab]
    yield (
        f"{quote(experiment.text)}: {experiment.V} symbols, {experiment.hidden} hidden units, "
        f"{experiment.model.layout.size} weights, {experiment.optimizer}"
    )
    yield f"{'update':>6}  {'rate':>8}  {'loss':>8}  {'gradient':>8}  {'right':>7}  predicts"
    for frames in blocks(session, last):
        for k in range(len(frames)):
            best = frames.y[k].argmax(1)
            right = f"{(best == targets).sum()}/{experiment.T}"
            numbers = f"{frames.lr[k]:8.3g}  {frames.loss[k]:8.4f}  {frames.grad_norm[k]:8.4f}"
            predicted = "".join(symbols[i] for i in best)
            yield f"{frames.start + k:6}  {numbers}  {right:>7}  {predicted}"
    first = session.first_consistent
    if first is None or first > last:
        yield f"Not every prediction was right up to update {min(last, session.trained)}."
    else:
        yield f"Every prediction was right at update {first} for the first time."
