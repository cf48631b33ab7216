"""The command line: python -m rnnplay and a command, with its flags.

Exit code 0; 1 if the numbers overflowed on the way; 2 for arguments that make no sense; 130 after Ctrl-C.
"""

import argparse
import os
import sys

from rnnplay.cli import bench, compare, export, sample, train
from rnnplay.cli import eval as evaluation

# name: (the function that runs the command, the function that adds its flags to a parser)
COMMANDS = {
    "train": (train.train, train.add_arguments),
    "export": (export.export, export.add_arguments),
    "sample": (sample.sample, sample.add_arguments),
    "eval": (evaluation.evaluate, evaluation.add_arguments),
    "compare": (compare.compare, compare.add_arguments),
    "bench": (bench.bench, bench.add_arguments),
}


def main(arguments=None) -> int:
    """Run one command -> exit code. arguments: list of str, by default those of the process."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter gets its number
    try:
        options = make_parser().parse_args(arguments)
        code = options.run(options)
        sys.stdout.flush()  # here, so that a closed pipe is caught below
        return code
    except (ValueError, argparse.ArgumentError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of the output, for example `head`, has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def make_parser():
    """The argparse parser of all commands."""
    parser = _Parser(
        prog="python -m rnnplay", description="Recurrent networks without a browser.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (run, add_arguments) in COMMANDS.items():
        about = {"help": run.__doc__, "description": run.__doc__}
        command = commands.add_parser(name, allow_abbrev=False, **about)
        command.set_defaults(run=run)
        add_arguments(command)
    return parser


class _Parser(argparse.ArgumentParser):
    """An argparse parser whose error is a ValueError with one sentence."""

    def error(self, message):
        raise ValueError(f"{message[0].upper()}{message[1:]}.")
