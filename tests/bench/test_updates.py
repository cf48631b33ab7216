"""python -m rnnplay bench: the content of its report, not the speed."""

import json
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from rnnplay.bench import pytorch
from rnnplay.bench.contestants import SIZES
from rnnplay.bench.text import held_out, library, measure, table
from rnnplay.bench.updates import LIMITS, UNITS
from rnnplay.cli.parser import main
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.setup import TextSetup
from rnnplay.nn.cells import CELLS
from rnnplay.nn.model import Model
from rnnplay.tasks.text.corpus import Corpus

ROOT = Path(__file__).resolve().parents[2]
QUICK = ["bench", "--seconds", "0.01"]
WITHOUT_TORCH = f"import sys; sys.modules['torch'] = None; from rnnplay.cli.parser import main; main({QUICK})"


@pytest.fixture(scope="module")
def report():
    """The report of a short measurement, as JSON."""
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
        assert all((row["worst_relative_error"][name] or 0) < limit for name, limit in LIMITS.items())


def test_every_cell_draws_characters(report):
    assert [(row["cell"], row["H"]) for row in report["writing"]] == [(c, H) for c in CELLS for H in UNITS]
    for row in report["writing"]:
        assert row["characters"] > 0 and row["torch_ratio"] > 0 and row["torch_lean_ratio"] > 0


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
        assert [row[-2:] for row in rows if row[:2] in [[cell, f"65/{H}"] for H in UNITS]] == [["–", "–"]] * 2
    assert "PyTorch is not installed" in result.stdout and "MISSED" not in result.stdout


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon", "1e9"])
def test_a_time_that_makes_no_sense_is_refused(seconds, capsys):
    assert main(["bench", "--seconds", seconds]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1 and seconds in printed.err


def test_pytorch_draws_the_same_characters_from_the_same_numbers():
    """The likeliest letter at a temperature near zero is the one that we choose, with the same numbers."""
    for cell in ("rnn", "lstm"):  # its GRU is another one
        model = Model(cell, 9, 12, 9, np.float32)
        flat = model.initial(3, 1.0)
        drawn = model.sample(flat, 0, 30)[0].tolist()
        assert pytorch.sampler(model, flat, 1e-4)(30) == pytorch.lean_sampler(model, flat, 1e-4)(30) == drawn


@pytest.mark.parametrize("cell, layers", [("lstm", 1), ("lstm", 2), ("rnn", 2)])
def test_both_learn_a_text_from_the_same_start_by_the_same_steps(cell, layers):
    setup = TextSetup(cell, layers, 16, 10, 4, rate=0.02, schedule="cosine", clip=0.3, updates=50)
    run = TextRun(Corpus("the quick brown fox " * 60), setup)
    learner, ids = pytorch.Learner(run, run.model.initial(setup.seed, None)), held_out(run)
    for name, parameter in learner.recurrent.named_parameters():
        parameter.requires_grad_("bias_hh" not in name)  # we have one bias for every gate
    theirs = [learner.valid(ids)]
    for t in range(1, 51):
        learner.update(t)
    theirs.append(learner.valid(ids))
    ours = [point.valid for point in run.advance(1000).curve]
    assert ours == pytest.approx(theirs, rel=1e-3) and ours[1] < 0.7 * ours[0]


def test_the_text_benchmark_reports_both_and_its_text():
    report = measure(updates=12, seeds=1, size=3000)
    assert report["text"]["characters"] == 3000 and library(3000) == library(4000)[:3000]
    for row, layers in zip(report["runs"], (1, 2), strict=True):
        assert row["layers"] == layers and row["updates"] == 12 and not row["trouble"]
        assert row["bits"] < row["start_bits"] and row["torch_bits"] == pytest.approx(row["bits"], rel=0.03)
        assert min(row["seconds"], row["torch_seconds"], row["torch_ratio"]) > 0
    assert sum("×" in line for line in table(report)) == 4


@pytest.mark.parametrize(
    "flags", [["--updates", "5"], ["--seeds", "2"], ["--text", "--seconds", "3"], ["--text", "--seeds", "0"]]
)
def test_a_flag_of_the_other_benchmark_is_refused(flags, capsys):
    assert main(["bench", *flags]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1
