"""A file of results: one line that says what it is and holds, then a table, one row a run.

# rnnplay compare {"format": 2, "rows": 2, "task": "cue", "updates": 600, ...}
task,cell,options,gap,seed,...,curve
cue,rnn,init=glorot,15,0,...,0:0.125:2.08:0.011 25:0.25:1.9:0.08 ...

A curve is update:accuracy:loss:CPU seconds, evaluation by evaluation. The file is always whole: it is written
beside its place and then put there in one step.
"""

import csv
import io
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path

from rnnplay.labs.gap.runs import Point, Run
from rnnplay.labs.gap.setup import Job, Setup, contestant
from rnnplay.nn.cells import CELLS
from rnnplay.options.field import quote
from rnnplay.server.atomic_write import write_atomically

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

FORMAT = 2
OPENING = "# rnnplay compare "
ELSEWHERE = "give --out another name"


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


def _written(curve):
    """Accuracy and loss in full, so that they read back as they were."""
    return " ".join(f"{p.update}:{p.accuracy!r}:{p.loss!r}:{round(p.cpu_s, 3)!r}" for p in curve)


# Each column, and how its text is read; an empty updates_to_95 is a run that did not get there.
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
    """What tells a row from the others in its file: as Job.key."""
    return list(CELLS).index(row["cell"]), row["gap"], row["options"], row["rate"], row["seed"]


def results_text(setup, rows):
    """A set-up and its rows (dict, as of Result.row) -> the text of their file."""
    text = io.StringIO()
    head = {"format": FORMAT, "rows": len(rows), **asdict(setup)}
    text.write(f"{OPENING}{json.dumps(head)}\n")
    table = csv.DictWriter(text, list(COLUMNS), lineterminator="\n")
    table.writeheader()
    table.writerows({**row, "curve": _written(row["curve"])} for row in sorted(rows, key=key))
    return text.getvalue()


def read_results(source):
    """A file's Path, or its text -> (Setup, rows). Raises ValueError with one sentence."""
    name, head, table = _opened(source)
    setup = {field.name: head.get(field.name) for field in fields(Setup)}
    if not isinstance(setup["to_the_end"], bool) or not isinstance(setup["sentence"], str):
        raise _changed(name, head)
    return Setup(**setup), _rows(name, head, table)


def finished(setup, row):
    """A row that was read back -> its Run, at the end; the weights were not kept."""
    cell, own = contestant(":".join([row["cell"], *row["options"].split()]))
    if row["rate"] != setup.rate:
        own += (("rate", row["rate"]),)
    job, curve = Job(setup, cell, row["gap"], row["seed"], own), row["curve"]
    came = {"updates_to_95": row["updates_to_95"], "cpu_s": row["cpu_s"]}
    return Run(job, curve[-1].update, curve=curve, ended=True, **came)


@contextmanager
def keeping(path, setup):
    """The ResultsFile at `path`, for one process at a time. Raises ValueError with one sentence."""
    path = Path(path)
    beside = path.parent / f"{path.name}.lock"
    lock = _lock(beside, _named(path))
    try:
        yield ResultsFile(path, setup)
    finally:
        if lock is not None:
            os.unlink(beside)  # while it is still ours
            os.close(lock)


def _lock(beside, name):
    """-> a file that the system gives to one process only, and takes back from one that dies.

    None where there is no such thing: on Windows, on some network drives, in a folder not to be written to.
    """
    try:
        lock = os.open(beside, os.O_RDWR | os.O_CREAT) if fcntl else None
    except OSError:
        lock = None
    if lock is None:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.stat(beside).st_ino == os.fstat(lock).st_ino:  # else who had it has just cleared it away
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.unlink(beside)
        os.close(lock)
        return None
    os.close(lock)
    raise ValueError(f"Another compare is writing to {name}: let it end, or {ELSEWHERE}.")


class ResultsFile:
    """The rows (list of dict) of one set-up, kept in a file. Raises ValueError with one sentence."""

    def __init__(self, path, setup):
        """Read what is there already, if anything is."""
        self.path, self.setup, self.rows = Path(path), setup, []
        if os.path.exists(path):
            self.rows = self._read()
        else:
            self.save()  # finds out now, not after the first run, whether it can be written

    def add(self, row):
        """Take in one more row, and put the whole file in its place."""
        self.rows = sorted([*self.rows, row], key=key)
        self.save()

    def save(self):
        """Write the file anew."""
        write_atomically(self.path, results_text(self.setup, self.rows))

    def _read(self):
        try:
            name, head, table = _opened(self.path)
            for choice, wanted in asdict(self.setup).items():
                if head.get(choice) != wanted:
                    there = quote(head.get(choice))
                    raise ValueError(f"{name} holds runs with {choice} {there}, not {quote(wanted)}.")
            return _rows(name, head, table)
        except ValueError as refusal:
            raise ValueError(f"{str(refusal).removesuffix('.')}; {ELSEWHERE}.") from None


def _named(path):
    return quote(str(path), 200)


def _opened(source):
    """-> what the file is called in a sentence, its first line (dict), its table. Raises ValueError."""
    name = _named(source) if isinstance(source, Path) else "This text"
    foreign = ValueError(f"{name} is no file of results of compare.")
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


def _changed(name, head):
    return ValueError(f"{name} was cut off or changed: it should hold {quote(head.get('rows'))} runs.")


def _rows(name, head, table):
    """The rows of the table. Raises ValueError when it is not whole."""
    try:
        first, *lines = csv.reader(io.StringIO(table, newline=""))
        if first != list(COLUMNS) or len(lines) != head.get("rows") or not table.endswith("\n"):
            raise _changed(name, head)
        rows = [
            {column: read(cell) for (column, read), cell in zip(COLUMNS.items(), line, strict=True)}
            for line in lines
        ]
        keys = {key(row) for row in rows}
    except (ValueError, csv.Error):
        raise _changed(name, head) from None
    if len(keys) < len(rows) or any(row["task"] != head.get("task") for row in rows):
        raise _changed(name, head)
    return sorted(rows, key=key)
