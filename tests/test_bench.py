"""python -m rnnplay bench: what it tells, not how fast it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rnnplay.bench import LIMITS, SIZES
from rnnplay.commands import main
from rnnplay.core.cells import CELLS

ROOT = Path(__file__).resolve().parents[1]
QUICK = ["bench", "--seconds", "0.01"]
WITHOUT_TORCH = f"import sys; sys.modules['torch'] = None; from rnnplay.commands import main; main({QUICK})"


def test_every_cell_is_measured_and_is_exact(capsys):
    assert main([*QUICK, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    measured = [(row["cell"], row["size"], row["dtype"]) for row in report["updates"]]
    wanted = {(cell, size, "float32") for cell in CELLS for size in SIZES}
    assert wanted | {(cell, "hello", "float64") for cell in CELLS} == set(measured)
    assert len(set(measured)) == len(measured)
    assert all(row["microseconds"] > 0 and row["readable_ratio"] > 0 for row in report["updates"])
    assert report["session"]["microseconds"] > 0 and report["session"]["text"] == "hello"
    assert [row["cell"] for row in report["gradients"]] == list(CELLS)
    for row in report["gradients"]:
        assert all((row["worst_relative_error"][judge] or 0) < limit for judge, limit in LIMITS.items())


def test_the_plain_network_is_compared_with_pytorch(capsys):
    assert main([*QUICK, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["missing"] is None and report["versions"]["torch"]
    assert all(row["torch_ratio"] > 0 for row in report["updates"] if row["cell"] == "rnn")
    assert (
        report["gradients"][list(CELLS).index("rnn")]["worst_relative_error"]["PyTorch"] < LIMITS["PyTorch"]
    )


def test_without_pytorch_the_table_says_so_and_goes_on():
    command = [sys.executable, "-c", WITHOUT_TORCH]
    result = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60)
    assert result.returncode == 0 and result.stderr == ""
    rows = [line.split() for line in result.stdout.splitlines()]
    for cell in CELLS:
        for size in SIZES:
            assert any(row[:2] == [cell, size] and row[-1] == "–" for row in rows)
    assert "PyTorch is not installed" in result.stdout and "MISSED" not in result.stdout


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon", "1e9"])
def test_a_time_that_makes_no_sense_is_refused(seconds, capsys):
    assert main(["bench", "--seconds", seconds]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1 and seconds in printed.err
