"""python -m rnnplay export: a training as a page in one file, or as a table of its numbers."""

import sys
from pathlib import Path

from rnnplay.cli.experiment_flags import UPDATES, experiment_flags, read_experiment
from rnnplay.cli.flags import flag
from rnnplay.options.field import quote
from rnnplay.server.atomic_write import write_atomically
from rnnplay.training.session import Session

KINDS = (".html", ".csv")


def export(options) -> int:
    """Write a training as a page that plays in any browser, or as a table of its numbers."""
    last = UPDATES.read("60" if options.updates is None else options.updates)
    return export_to(options.out, read_experiment(options), last)


def add_arguments(command):
    """Add the flags of export to an argparse parser."""
    command.add_argument("--out", required=True, help="a page, hello.html, or a table, hello.csv")
    for name, text in experiment_flags(60).items():
        command.add_argument(flag(name), help=text)


def export_to(path, experiment, update) -> int:
    """Write the updates 0 to `update` as a page or a table, by the ending of the file's name -> exit code.

    Raises ValueError for another ending, or if the file cannot be written.
    """
    kind = Path(path).suffix.lower()
    if kind not in KINDS:
        raise ValueError(f"A file to write must end in {' or '.join(KINDS)}, not {quote(path)}.")
    session = Session(experiment)
    last = session.reach(update)
    content, span = _page(session, last) if kind == ".html" else _table(session, last)
    write_atomically(path, content)
    print(f"{path}: updates {span[0]:,} to {span[1]:,}, {len(content.encode()) / 1000:,.0f} kB.")
    if last < update:
        print(session.stopped.reason, file=sys.stderr)
        return 1
    return 0


def _page(session, last):
    from rnnplay.labs.hello.export_html import page  # here, because it imports Streamlit
    from rnnplay.labs.hello.recording import length

    return page(session, 0, last), (0, length(session, last))


def _table(session, last):
    from rnnplay.labs.hello.export_csv import span, table  # here, because no other command needs it

    return table(session, last, last), span(session.experiment, last, last)
