"""python -m rnnplay bench: speed and exactness beside PyTorch, of one update or of learning a text."""

import json

from rnnplay.bench import text as text_benchmark
from rnnplay.bench import updates as update_benchmark
from rnnplay.labs.text.setup import UPDATES
from rnnplay.options.field import Field

SEEDS = Field("seeds", "Seeds", "From how many starts.", "integer", 1, 100)


def bench(options) -> int:
    """Measure speed and exactness: of one update, of writing; or how well and how fast a text is learned."""
    report, table = _text(options) if options.text else _updates(options)
    print(json.dumps(report) if options.json else "\n".join(table(report)))
    return 0


def add_arguments(command):
    """Add the flags of bench to an argparse parser."""
    command.add_argument("--seconds", help="about how long to measure; default 40.")
    command.add_argument("--text", action="store_true", help="learn a megabyte of text, beside PyTorch")
    command.add_argument("--updates", help="with --text: how many a network makes; default 300.")
    command.add_argument("--seeds", help="with --text: from how many starts; default 2.")
    command.add_argument("--json", action="store_true", help="print one JSON object")


def _text(options):
    """-> the report of learning a text, and the function that makes a table of it."""
    if options.seconds is not None:
        raise ValueError("The option --seconds is for bench without --text; with it there is --updates.")
    updates = UPDATES.read("300" if options.updates is None else options.updates)
    seeds = SEEDS.read("2" if options.seeds is None else options.seeds)
    return text_benchmark.measure(updates, seeds), text_benchmark.table


def _updates(options):
    """-> the report of single updates and of writing, and the function that makes a table of it."""
    for name in ("updates", "seeds"):
        if getattr(options, name) is not None:
            raise ValueError(f"The option --{name} is for bench with --text.")
    seconds = _seconds("40" if options.seconds is None else options.seconds)
    return update_benchmark.measure(seconds), update_benchmark.table


def _seconds(text):
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise ValueError(f"Seconds must be a number above 0 and up to 3600, not “{text:.24}”.")
    return seconds
