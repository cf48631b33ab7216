"""The command line: python -m rnnplay train --text hello --lr 0.5 --updates 50 [--json], compare or bench.

export writes the same training as a page that plays in any browser, or as a table, see export.py.
With --json train prints one object a line: update, loss (mean nats), grad_norm, scores (T, V), hidden (T, H),
correct (T), vocab (V). With --file or --source it trains a language model, see textcommands.py, which sample
and eval then ask. Exit code 0; 1 when the numbers overflowed on the way; 2 for arguments that make no sense;
130 after Ctrl-C.
"""

import argparse
import json
import os
import sys
from dataclasses import replace

from rnnplay.bench.updates import bench
from rnnplay.cli.compare import add_arguments, compare
from rnnplay.cli.export import export_to
from rnnplay.cli.text import FOLD, SOURCE, evaluate, learn, sample
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.labs.text.sampling import COUNT, SEED, TEMPERATURE, TOP_K
from rnnplay.labs.text.setup import TEXT_FIELDS, TextSetup
from rnnplay.options.field import MAX_UPDATES, Field, quote
from rnnplay.tasks.symbols import visible
from rnnplay.training.experiment import DEFAULTS, FIELDS, Experiment
from rnnplay.training.session import Session

# The flags that only training on one short text has, and only that of a language model.
SHORT = {"preset", *(field.name for field in FIELDS)}
LONG = {"out", "fold", *(field.name for field in TEXT_FIELDS)}
SHORT, LONG = SHORT - LONG, LONG - SHORT - {"updates"}
BLOCK = 256  # updates computed at once: a few hundred kilobytes for a word
UPDATES = Field("updates", "Updates", "How many updates to train.", "integer", 0, MAX_UPDATES)
PRESET = Field("preset", "Preset", "An experiment to start from.", "choice", options=PRESETS)


def main(arguments=None) -> int:
    """Run one command -> exit code. arguments: list of str, by default those of the process."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter gets its number
    try:
        options = _parser().parse_args(arguments)
        code = options.run(options)
        sys.stdout.flush()  # here, where it is no error that the reader has enough
        return code
    except (ValueError, argparse.ArgumentError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, `head` for one, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def train(options) -> int:
    """Train on a few letters and print every update, or train a language model on a whole text."""
    is_long = options.file is not None or options.source is not None
    for name in sorted(SHORT if is_long else LONG):
        if getattr(options, name) is not None:
            which = "without" if is_long else "with"
            raise ValueError(f"The option {_flag(name)} is for training {which} --file or --source.")
    if is_long:
        return learn(options)
    session = Session(_experiment(options))
    last = UPDATES.read("50" if options.updates is None else options.updates)
    lines = _json_lines if options.json else _table_lines
    for line in lines(session, last):
        print(line)
    sys.stdout.flush()
    if session.stopped and session.stopped.update < last:
        print(session.stopped.reason, file=sys.stderr)
        return 1
    return 0


def export(options) -> int:
    """Write a training as a page that plays in any browser, or as a table of its numbers."""
    last = UPDATES.read("60" if options.updates is None else options.updates)
    return export_to(options.out, _experiment(options), last)


class _Parser(argparse.ArgumentParser):
    """argparse, but an error is one sentence for the caller to print."""

    def error(self, message):
        raise ValueError(f"{message[0].upper()}{message[1:]}.")


def _parser():
    parser = _Parser(
        prog="python -m rnnplay", description="Recurrent networks without a browser.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name, run):
        told = {"help": run.__doc__, "description": run.__doc__}
        command = commands.add_parser(name, allow_abbrev=False, **told)
        command.set_defaults(run=run)
        return command

    _add_training(add("train", train))
    command = add("export", export)
    command.add_argument("--out", required=True, help="a page, hello.html, or a table, hello.csv")
    for name, told in _short(60).items():
        command.add_argument(_flag(name), help=told)
    command = add("sample", sample)
    command.add_argument("model", help="a file that train --out has written")
    command.add_argument("--prime", default="", help="what it begins with; it is printed too.")
    for field, name, default in (
        (TEMPERATURE, "temperature", "1"),
        (TOP_K, "top_k", "0"),
        (COUNT, "chars", "500"),
        (SEED, "seed", "0"),
    ):
        command.add_argument(_flag(name), default=default, help=_help(field, default))
    command.add_argument("--greedy", action="store_true", help="always the likeliest character")
    command = add("eval", evaluate)
    command.add_argument("model", help="a file that train --out has written")
    command.add_argument("file", help="a text, of which every character is predicted from all before it")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    add_arguments(add("compare", compare))
    command = add("bench", bench)
    command.add_argument("--seconds", help="about how long to measure; default 40.")
    command.add_argument("--text", action="store_true", help="learn a megabyte of text, beside PyTorch")
    command.add_argument("--updates", help="with --text: how many a network makes; default 300.")
    command.add_argument("--seeds", help="with --text: from how many starts; default 2.")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _add_training(command):
    """The flags of train: those of either kind of training, and those that mean something to both."""
    command.add_argument("--json", action="store_true", help="print one JSON object a line")
    short = _short(50)
    usual = TextSetup().texts()
    long = {field.name: _help(field, usual[field.name]) for field in TEXT_FIELDS}
    groups = command.add_argument_group("a few letters"), command.add_argument_group("a language model")
    text = groups[1].add_mutually_exclusive_group()
    text.add_argument("--file", help="the text to learn: plain text of at most 5 MB")
    text.add_argument("--source", help=_help(SOURCE, "none"))
    groups[1].add_argument("--fold", help=_help(FOLD, 0))
    groups[1].add_argument("--out", help="a file to keep the model in, and to go on from")
    for name in {**short, **long}:
        group = groups[0] if name in SHORT else groups[1] if name in LONG else command
        said = [told[name] for told in (short, long) if name in told]
        group.add_argument(_flag(name), help=" A language model: ".join(said))


def _short(updates):
    """The flags of an experiment: name -> what it is; so many updates are made by default."""
    choices = {field.name: _help(field, field.write(DEFAULTS[field.name])) for field in FIELDS}
    return {"preset": _help(PRESET, "none"), **choices, "updates": _help(UPDATES, updates)}


def _flag(name):
    return "--" + name.replace("_", "-")


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
