"""python -m rnnplay export: a training as a page in one file, or as a table of its numbers."""

import sys
from pathlib import Path

from rnnplay.options.field import quote
from rnnplay.server.atomic_write import write_atomically
from rnnplay.training.session import Session

KINDS = (".html", ".csv")


def export_to(path, experiment, update) -> int:
    """Write the updates 0 to `update` as a page or a table, as the file's name ends -> exit code.

    Raises ValueError for a name that ends otherwise, or where no file can be written.
    """
    kind = Path(path).suffix.lower()
    if kind not in KINDS:
        raise ValueError(f"A file to write must end in {' or '.join(KINDS)}, not {quote(path)}.")
    session = Session(experiment)
    last = session.reach(update)
    content, held = _page(session, last) if kind == ".html" else _table(session, last)
    write_atomically(path, content)
    print(f"{path}: updates {held[0]:,} to {held[1]:,}, {len(content.encode()) / 1000:,.0f} kB.")
    if last < update:
        print(session.stopped.reason, file=sys.stderr)
        return 1
    return 0


def _page(session, last):
    from rnnplay.labs.hello.export_html import page  # here: it brings Streamlit along
    from rnnplay.labs.hello.recording import length

    return page(session, 0, last), (0, length(session, last))


def _table(session, last):
    from rnnplay.labs.hello.export_csv import span, table  # here: it is needed by nobody else

    return table(session, last, last), span(session.experiment, last, last)
