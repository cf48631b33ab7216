"""A file of results: one line that says what it is and holds, then a table, one row a run.

# rnnplay compare {"format": 1, "rows": 2, "task": "cue", "updates": 600, ...}
task,cell,options,gap,seed,...

The file is always whole: it is written beside its place and then put there in one step.
"""

import csv
import io
import json
import os
from dataclasses import asdict
from pathlib import Path

from rnnplay.core.cells import CELLS
from rnnplay.training.fields import quote

FORMAT = 1
OPENING = "# rnnplay compare "
ELSEWHERE = "give --out another name"


def _count(text):
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


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
}


def key(row):
    """What tells a row from the others in its file: as Job.key."""
    return list(CELLS).index(row["cell"]), row["gap"], row["options"], row["rate"], row["seed"]


class ResultsFile:
    """The rows (list of dict) of one set-up, kept in a file. Raises ValueError with one sentence."""

    def __init__(self, path, setup):
        """Read what is there already, if anything is."""
        self.path, self.setup, self.rows = Path(path), asdict(setup), []
        try:
            self.rows = self._read(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.save()  # finds out now, not after the first run, whether it can be written
        except UnicodeDecodeError:
            raise self._foreign() from None
        except OSError as error:
            raise ValueError(f"{self._name} cannot be read: {error.strerror}.") from None

    def add(self, row):
        """Take in one more row, and put the whole file in its place."""
        self.rows = sorted([*self.rows, row], key=key)
        self.save()

    def save(self):
        """Write the file anew."""
        text = io.StringIO()
        head = {"format": FORMAT, "rows": len(self.rows), **self.setup}
        text.write(f"{OPENING}{json.dumps(head)}\n")
        table = csv.DictWriter(text, list(COLUMNS), lineterminator="\n")
        table.writeheader()
        table.writerows(self.rows)
        beside = self.path.with_name(self.path.name + ".part")
        try:
            with open(beside, "w", encoding="utf-8", newline="") as file:
                file.write(text.getvalue())
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
        except OSError as error:
            raise ValueError(f"{self._name} cannot be written: {error.strerror}.") from None

    @property
    def _name(self):
        return quote(str(self.path), 200)

    def _foreign(self):
        return ValueError(f"{self._name} is no file of results of compare; {ELSEWHERE}.")

    def _read(self, text):
        first, _, table = text.partition("\n")
        try:
            head = json.loads(first.removeprefix(OPENING))
        except (ValueError, RecursionError):
            head = None
        if not first.startswith(OPENING) or not isinstance(head, dict):
            raise self._foreign()
        if head.get("format") != FORMAT:
            raise ValueError(
                f"{self._name} has format {quote(head.get('format'))}, and this version of rnnplay "
                f"reads format {FORMAT}; {ELSEWHERE}."
            )
        for name, wanted in self.setup.items():
            if head.get(name) != wanted:
                there = quote(head.get(name))
                raise ValueError(
                    f"{self._name} holds runs with {name} {there}, not {quote(wanted)}; {ELSEWHERE}."
                )
        rows = self._rows(table)
        if rows is None or len(rows) != head.get("rows"):
            raise ValueError(
                f"{self._name} was cut off or changed: it should hold {quote(head.get('rows'))} runs; "
                f"mend it, or {ELSEWHERE}."
            )
        return rows

    def _rows(self, table):
        """The rows of the table, or None when it is not whole."""
        lines = list(csv.reader(io.StringIO(table, newline=""))) if table.endswith("\n") else [[]]
        if not lines or lines[0] != list(COLUMNS):
            return None
        try:
            rows = [
                {name: read(cell) for (name, read), cell in zip(COLUMNS.items(), line, strict=True)}
                for line in lines[1:]
            ]
            keys = {key(row) for row in rows}
        except ValueError:
            return None
        same = all(row["task"] == self.setup["task"] for row in rows)
        return sorted(rows, key=key) if same and len(keys) == len(rows) else None
