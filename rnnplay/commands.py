"""The command line: python -m rnnplay train --text hello --lr 0.5 --updates 50 [--json], compare or bench.

With --json train prints one object a line: update, loss (mean nats), grad_norm, scores (T, V), hidden (T, H),
correct (T), vocab (V). Exit code 0; 1 when the numbers overflowed on the way; 2 for arguments that make no
sense.
"""

import argparse
import json
import os
import sys
from dataclasses import replace

from rnnplay.bench import bench
from rnnplay.compare import add_arguments, compare
from rnnplay.tasks.symbols import visible
from rnnplay.training.experiment import DEFAULTS, FIELDS, Experiment
from rnnplay.training.fields import MAX_UPDATES, Field, quote
from rnnplay.training.presets import PRESETS
from rnnplay.training.session import Session

BLOCK = 256  # updates computed at once: a few hundred kilobytes for a word
UPDATES = Field("updates", "Updates", "How many updates to train.", "integer", 0, MAX_UPDATES)
PRESET = Field("preset", "Preset", "An experiment to start from.", "choice", options=PRESETS)


def main(arguments=None) -> int:
    """Run one command -> exit code. arguments: list of str, by default those of the process."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(
            errors="backslashreplace"
        )  # a terminal without the letters still gets them all
    try:
        options = _parser().parse_args(arguments)
        return options.run(options)
    except (ValueError, argparse.ArgumentError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, `head` for one, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def train(options) -> int:
    """Train one experiment, and print every update from 0 on."""
    session = Session(_experiment(options))
    last = UPDATES.read(options.updates)
    lines = _json_lines if options.json else _table_lines
    for line in lines(session, last):
        print(line)
    sys.stdout.flush()
    if session.stopped and session.stopped.update < last:
        print(session.stopped.reason, file=sys.stderr)
        return 1
    return 0


class _Parser(argparse.ArgumentParser):
    """argparse, but an error is one sentence for the caller to print."""

    def error(self, message):
        raise ValueError(f"{message[0].upper()}{message[1:]}.")


def _parser():
    parser = _Parser(
        prog="python -m rnnplay", description="Recurrent networks without a browser.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("train", help=train.__doc__, description=train.__doc__, allow_abbrev=False)
    command.set_defaults(run=train)
    command.add_argument("--preset", help=_help(PRESET, "none"))
    for field in FIELDS:
        command.add_argument(_flag(field), help=_help(field, field.write(DEFAULTS[field.name])))
    command.add_argument("--updates", default="50", help=_help(UPDATES, 50))
    command.add_argument("--json", action="store_true", help="print one JSON object a line")
    command = commands.add_parser(
        "compare", help=compare.__doc__, description=compare.__doc__, allow_abbrev=False
    )
    command.set_defaults(run=compare)
    add_arguments(command)
    command = commands.add_parser("bench", help=bench.__doc__, description=bench.__doc__, allow_abbrev=False)
    command.set_defaults(run=bench)
    command.add_argument("--seconds", default="40", help="about how long to measure; default 40.")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _flag(field):
    return "--" + field.name.replace("_", "-")


def _help(field, default):
    text = f"{field.help.removesuffix('.')}. {field.rule}; default {default}."
    return text.replace("%", "%%")


def _experiment(options):
    """The experiment that the flags ask for; a flag beside a preset changes the preset."""
    start = Experiment() if options.preset is None else PRESETS[PRESET.read(options.preset)].experiment
    given = {field.name: (field, getattr(options, field.name)) for field in FIELDS}
    return replace(start, **{name: f.read(text) for name, (f, text) in given.items() if text is not None})


def _frames(session, last):
    """Frames of updates 0 to `last`, block by block, as far as the training goes."""
    start = 0
    while start <= last:
        frames = session.frames(start, min(BLOCK, last + 1 - start))
        if not len(frames):
            return
        yield frames
        start += len(frames)


def _json_lines(session, last):
    experiment = session.experiment
    targets = experiment.targets[:, 0]
    for frames in _frames(session, last):
        for k in range(len(frames)):
            y = frames.y[k]
            line = {
                "update": frames.start + k,
                "loss": float(frames.loss[k]),
                "grad_norm": float(frames.grad_norm[k]),
                "scores": y.tolist(),
                "hidden": frames.quantities["h"][k].tolist(),
                "correct": (y.argmax(1) == targets).tolist(),
                "vocab": experiment.vocab,
            }
            yield json.dumps(line, allow_nan=False)


def _table_lines(session, last):
    experiment = session.experiment
    targets, symbols = experiment.targets[:, 0], [visible(symbol) for symbol in experiment.vocab]
    yield (
        f"{quote(experiment.text)}: {experiment.V} symbols, {experiment.hidden} hidden units, "
        f"{experiment.model.layout.size} weights, {experiment.optimizer}"
    )
    yield f"{'update':>6}  {'rate':>8}  {'loss':>8}  {'gradient':>8}  {'right':>7}  predicts"
    for frames in _frames(session, last):
        for k in range(len(frames)):
            best = frames.y[k].argmax(1)
            right = f"{(best == targets).sum()}/{experiment.T}"
            numbers = f"{frames.lr[k]:8.3g}  {frames.loss[k]:8.4f}  {frames.grad_norm[k]:8.4f}"
            said = "".join(symbols[i] for i in best)
            yield f"{frames.start + k:6}  {numbers}  {right:>7}  {said}"
    first = session.first_consistent
    if first is None or first > last:
        yield f"Not every prediction was right up to update {min(last, session.trained)}."
    else:
        yield f"Every prediction was right at update {first} for the first time."
