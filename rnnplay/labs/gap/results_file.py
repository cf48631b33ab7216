"""A results file: a first line that names the format and the set-up, then a table with one row for each run.

# rnnplay compare {"format": 2, "rows": 2, "task": "cue", "updates": 600, ...}
task,cell,options,gap,seed,...,curve
cue,rnn,init=glorot,15,0,...,0:0.125:2.08:0.011 25:0.25:1.9:0.08 ...

A curve lists its evaluations as update:accuracy:loss:CPU seconds. An interruption leaves the old file or the
new one, see server/atomic_write.py.
"""

import csv
import io
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path

from rnnplay.labs.gap.contestants import read_contestant
from rnnplay.labs.gap.runs import Point, Run
from rnnplay.labs.gap.setup import Job, Setup
from rnnplay.nn.cells import CELLS
from rnnplay.options.field import quote
from rnnplay.server.atomic_write import write_atomically

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

FORMAT = 2
OPENING = "# rnnplay compare "
OTHER_NAME = "give --out another name"


def _count(text):
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _curve(text):
    points = [point.split(":") for point in text.split(" ")]
    return tuple(
        Point(_count(update), *map(float, (right, loss, cpu_s))) for update, right, loss, cpu_s in points
    )


def _curve_text(curve):
    """A curve as text, with accuracy and loss in full so that they read back exactly."""
    return " ".join(f"{p.update}:{p.accuracy!r}:{p.loss!r}:{round(p.cpu_s, 3)!r}" for p in curve)


# Each column, and the function that reads its text. updates_to_95 is empty if a run did not solve the task.
COLUMNS = {
    "task": str,
    "cell": str,
    "options": str,
    "gap": _count,
    "seed": _count,
    "units": _count,
    "parameters": _count,
    "rate": float,
    "accuracy": float,
    "loss": float,
    "updates": _count,
    "updates_to_95": lambda text: _count(text) if text else None,
    "cpu_s": float,
    "curve": _curve,
}


def key(row):
    """A tuple that differs between the rows of one file; equal to Job.key of the row's job."""
    return list(CELLS).index(row["cell"]), row["gap"], row["options"], row["rate"], row["seed"]


def results_text(setup, rows):
    """A set-up and its rows (dicts like Result.row) -> the text of the results file."""
    text = io.StringIO()
    head = {"format": FORMAT, "rows": len(rows), **asdict(setup)}
    text.write(f"{OPENING}{json.dumps(head)}\n")
    table = csv.DictWriter(text, list(COLUMNS), lineterminator="\n")
    table.writeheader()
    table.writerows({**row, "curve": _curve_text(row["curve"])} for row in sorted(rows, key=key))
    return text.getvalue()


def read_results(source):
    """The Path of a results file, or its text -> (Setup, rows). Raises ValueError with one sentence."""
    name, head, table = _read_parts(source)
    setup = {field.name: head.get(field.name) for field in fields(Setup)}
    if not isinstance(setup["to_the_end"], bool) or not isinstance(setup["sentence"], str):
        raise _damaged(name, head)
    return Setup(**setup), _read_rows(name, head, table)


def finished_run(setup, row):
    """A row of a results file -> its finished Run, without weights, which the file does not hold."""
    cell, overrides = read_contestant(":".join([row["cell"], *row["options"].split()]))
    if row["rate"] != setup.rate:
        overrides += (("rate", row["rate"]),)
    job, curve = Job(setup, cell, row["gap"], row["seed"], overrides), row["curve"]
    solved = {"updates_to_95": row["updates_to_95"], "cpu_s": row["cpu_s"]}
    return Run(job, curve[-1].update, curve=curve, ended=True, **solved)


@contextmanager
def open_results(path, setup):
    """Give the ResultsFile at `path` to one process at a time. Raises ValueError with one sentence."""
    path = Path(path)
    beside = path.parent / f"{path.name}.lock"
    lock = _lock(beside, _quoted_name(path))
    try:
        yield ResultsFile(path, setup)
    finally:
        if lock is not None:
            os.unlink(beside)  # while this process still holds the lock
            os.close(lock)


def _lock(beside, name):
    """Lock the file `beside` -> its descriptor. The system releases the lock when the process ends.

    None where there are no locks: on Windows, on some network drives, in a read-only folder.
    """
    try:
        lock = os.open(beside, os.O_RDWR | os.O_CREAT) if fcntl else None
    except OSError:
        lock = None
    if lock is None:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.stat(beside).st_ino == os.fstat(lock).st_ino:  # else the last owner has just deleted the file
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.unlink(beside)
        os.close(lock)
        return None
    os.close(lock)
    raise ValueError(f"Another compare is writing to {name}: let it end, or {OTHER_NAME}.")


class ResultsFile:
    """The rows (list of dict) of one set-up, stored in a file. Raises ValueError with one sentence."""

    def __init__(self, path, setup):
        """Read the file if there is one, else write an empty one."""
        self.path, self.setup, self.rows = Path(path), setup, []
        if os.path.exists(path):
            self.rows = self._read()
        else:
            self.save()  # so that an unwritable file is an error now, and not after the first run

    def add(self, row):
        """Add one row and write the file."""
        self.rows = sorted([*self.rows, row], key=key)
        self.save()

    def save(self):
        """Write the whole file."""
        write_atomically(self.path, results_text(self.setup, self.rows))

    def _read(self):
        try:
            name, head, table = _read_parts(self.path)
            for choice, wanted in asdict(self.setup).items():
                if head.get(choice) != wanted:
                    there = quote(head.get(choice))
                    raise ValueError(f"{name} holds runs with {choice} {there}, not {quote(wanted)}.")
            return _read_rows(name, head, table)
        except ValueError as refusal:
            raise ValueError(f"{str(refusal).removesuffix('.')}; {OTHER_NAME}.") from None


def _quoted_name(path):
    return quote(str(path), 200)


def _read_parts(source):
    """-> (the file's name for a sentence, its first line (dict), its table (str)). Raises ValueError."""
    name = _quoted_name(source) if isinstance(source, Path) else "This text"
    foreign = ValueError(f"{name} is not a results file of compare.")
    try:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    except UnicodeDecodeError:
        raise foreign from None
    except OSError as error:
        raise ValueError(f"{name} cannot be read: {error.strerror}.") from None
    first, _, table = text.partition("\n")
    try:
        head = json.loads(first.removeprefix(OPENING))
    except (ValueError, RecursionError):
        head = None
    if not first.startswith(OPENING) or not isinstance(head, dict):
        raise foreign
    if head.get("format") != FORMAT:
        there = quote(head.get("format"))
        raise ValueError(f"{name} has format {there}, and this version of rnnplay reads format {FORMAT}.")
    return name, head, table


def _damaged(name, head):
    return ValueError(f"{name} was cut off or changed: it should hold {quote(head.get('rows'))} runs.")


def _read_rows(name, head, table):
    """The rows (list of dict) of the table. Raises ValueError when it is incomplete or changed."""
    try:
        first, *lines = csv.reader(io.StringIO(table, newline=""))
        if first != list(COLUMNS) or len(lines) != head.get("rows") or not table.endswith("\n"):
            raise _damaged(name, head)
        rows = [
            {column: read(cell) for (column, read), cell in zip(COLUMNS.items(), line, strict=True)}
            for line in lines
        ]
        keys = {key(row) for row in rows}
    except (ValueError, csv.Error):
        raise _damaged(name, head) from None
    if len(keys) < len(rows) or any(row["task"] != head.get("task") for row in rows):
        raise _damaged(name, head)
    return sorted(rows, key=key)
