"""python -m rnnplay bench: what it tells, not how fast it is."""

import json
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from rnnplay.bench import LIMITS
from rnnplay.commands import main
from rnnplay.core.cells import CELLS
from rnnplay.racers import SIZES

ROOT = Path(__file__).resolve().parents[1]
QUICK = ["bench", "--seconds", "0.01"]
WITHOUT_TORCH = f"import sys; sys.modules['torch'] = None; from rnnplay.commands import main; main({QUICK})"


@pytest.fixture(scope="module")
def report():
    """What a short measurement finds, as JSON."""
    printed = StringIO()
    with redirect_stdout(printed):
        assert main([*QUICK, "--json"]) == 0
    return json.loads(printed.getvalue())


def test_every_cell_is_measured_and_is_exact(report):
    measured = [(row["cell"], row["size"], row["dtype"]) for row in report["updates"]]
    wanted = {(cell, size, "float32") for cell in CELLS for size in SIZES}
    assert wanted | {(cell, "hello", "float64") for cell in CELLS} == set(measured)
    assert len(set(measured)) == len(measured)
    for row in report["updates"]:
        assert row["microseconds"] > 0 and row["readable_ratio"] > 0 and row["products_share"] > 0
        assert {letter: row[letter] for letter in "VHTB"}.items() <= vars(SIZES[row["size"]]).items()
    assert report["session"]["microseconds"] > 0 and report["session"]["text"] == "hello"
    assert [row["cell"] for row in report["gradients"]] == list(CELLS)
    for row in report["gradients"]:
        assert all((row["worst_relative_error"][judge] or 0) < limit for judge, limit in LIMITS.items())


def test_every_cell_is_compared_with_pytorch_and_both_its_adams(report):
    assert report["missing"] is None and report["versions"]["torch"]
    assert all(row["torch_ratio"] > 0 and row["torch_fused_ratio"] > 0 for row in report["updates"])
    assert all(row["worst_relative_error"]["PyTorch"] is not None for row in report["gradients"])


def test_without_pytorch_the_table_says_so_and_goes_on():
    command = [sys.executable, "-c", WITHOUT_TORCH]
    result = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60)
    assert result.returncode == 0 and result.stderr == ""
    rows = [line.split() for line in result.stdout.splitlines()]
    for cell in CELLS:
        for size in SIZES:
            (row,) = (row for row in rows if row[:2] == [cell, size] and row[3] == "float32")
            assert row[-3:-1] == ["–", "–"] and row[-1].endswith("%")
    assert "PyTorch is not installed" in result.stdout and "MISSED" not in result.stdout


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon", "1e9"])
def test_a_time_that_makes_no_sense_is_refused(seconds, capsys):
    assert main(["bench", "--seconds", seconds]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1 and seconds in printed.err
