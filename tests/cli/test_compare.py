"""python -m rnnplay compare: its output, its results file, and how it continues."""

import json
import signal
import subprocess
import sys
from multiprocessing import active_children
from pathlib import Path

import pytest

from rnnplay.cli.dask import MISSING
from rnnplay.cli.parser import main
from rnnplay.labs.gap.results_file import COLUMNS, ResultsFile, open_results, read_results
from rnnplay.labs.gap.setup import Setup, read_seeds

ROOT = Path(__file__).resolve().parents[2]
# Six runs, quick ones, with an order of sizes that lets the first finish long before the last.
COMMAND = "compare --task cue --cells rnn,gru --gaps 4,8,250 --seeds 1 --updates 60 --to-the-end".split()


def start(*arguments):
    command = [sys.executable, "-m", "rnnplay", *COMMAND, *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen(command, cwd=ROOT, **pipes)


def lines(path):
    """The file without its times, which are the last columns; the curve keeps its accuracy and loss."""
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    rest = [line.rsplit(",", 2) for line in rest]
    return [first, *((line, [p.rpartition(":")[0] for p in curve.split()]) for line, _, curve in rest)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A file written without interruption, by one worker."""
    path = tmp_path_factory.mktemp("whole") / "results.csv"
    assert main([*COMMAND, "--out", str(path), "--workers", "1"]) == 0
    return path


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=["kill", "Ctrl-C"])
def test_after_an_interruption_it_goes_on_to_the_same_file(end, whole, tmp_path):
    path = tmp_path / "results.csv"
    process = start("--out", str(path), "--workers", "2")
    process.stderr.readline()  # the first run is done
    process.send_signal(end)
    _, said = process.communicate(timeout=60)
    kept = len(path.read_text(encoding="utf-8").splitlines()) - 2
    assert 1 <= kept < 6
    if end == signal.SIGINT:
        assert process.returncode == 130
        assert said.splitlines()[-1].startswith("Stopped.") and f"holds {kept} of 6 runs" in said
    before = path.read_text(encoding="utf-8").splitlines()[2:]
    again = start("--out", str(path), "--workers", "2")
    out, said = again.communicate(timeout=60)
    assert again.returncode == 0 and len(said.splitlines()) == 6 - kept and "6 of 6 runs" in said
    assert lines(path) == lines(whole)
    assert set(before) <= set(path.read_text(encoding="utf-8").splitlines())  # these were not run again
    assert "Moving cue" in out
    assert sorted(file.name for file in tmp_path.iterdir()) == ["results.csv"]


def test_a_file_grows_by_more_gaps_and_seeds(whole, tmp_path, capsys):
    path = tmp_path / "results.csv"
    path.write_bytes(whole.read_bytes())
    more = [*COMMAND[:-7], "--gaps", "4,6", "--seeds", "0-1", *COMMAND[-3:]]
    assert main([*more, "--out", str(path), "--workers", "1", "--json"]) == 0
    printed, progress = capsys.readouterr()
    assert len(progress.splitlines()) == 6  # of eight; two were in the file
    rows = json.loads(printed)["rows"]
    assert [(row["cell"], row["gap"], row["seed"]) for row in rows] == [
        (cell, gap, seed) for cell in ("rnn", "gru") for gap in (4, 6) for seed in (0, 1)
    ]
    assert all(line in lines(path) for line in lines(whole)[1:]) and len(lines(path)) == 2 + 12
    assert all(list(row) == list(COLUMNS) for row in rows)
    assert all(row["curve"][-1][:3] == [60, row["accuracy"], row["loss"]] for row in rows)


def test_a_written_file_is_read_back(whole):
    setup, rows = read_results(whole)
    assert setup == Setup("cue", updates=60, to_the_end=True)
    assert len(rows) == 6 and list(rows[0]) == list(COLUMNS)
    assert all(0 <= row["accuracy"] <= 1 and row["cpu_s"] > 0 for row in rows)


def test_a_file_takes_one_writer_at_a_time(whole, tmp_path, capsys):
    path = tmp_path / "results.csv"
    path.write_bytes(whole.read_bytes())
    with open_results(path, read_results(whole)[0]):
        assert main([*COMMAND, "--out", str(path)]) == 2
        printed, said = capsys.readouterr()
        assert printed == "" and said.startswith("Another compare is writing to") and said.count("\n") == 1
    assert main([*COMMAND, "--out", str(path)]) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["results.csv"]


DAMAGE = {
    "empty": (lambda text: "", "is not a results file"),
    "another table": (lambda text: "a,b\n1,2\n", "is not a results file"),
    "no text": (lambda text: "\udcff\udcfe", "is not a results file"),
    "an older format": (
        lambda text: text.replace('"format": 2', '"format": 1'),
        "format 1, and this version",
    ),
    "another set-up": (lambda text: text.replace('"updates": 60', '"updates": 70'), "updates 70, not 60"),
    "cut in a line": (lambda text: text[:-9], "was cut off or changed"),
    "cut between lines": (lambda text: text[: text.rindex("\n", 0, -1) + 1], "was cut off or changed"),
    "cut after the first": (lambda text: text[: text.index("\n")], "was cut off or changed"),
    "words for numbers": (lambda text: text.replace(",8,0,", ",eight,0,"), "was cut off or changed"),
    "a curve without a point": (lambda text: text.rpartition(",")[0] + ",\n", "was cut off or changed"),
    "a line twice": (lambda text: text + text.splitlines()[-1] + "\n", "was cut off or changed"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_of_other_runs_is_refused_and_not_changed(damage, whole, tmp_path, capsys):
    change, complaint = DAMAGE[damage]
    path = tmp_path / "results.csv"
    content = change(whole.read_text(encoding="utf-8")).encode("utf-8", "surrogateescape")
    path.write_bytes(content)
    assert main([*COMMAND, "--out", str(path)]) == 2
    printed, said = capsys.readouterr()
    assert printed == "" and complaint in said and len(said.splitlines()) == 1
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--task", "sums"], "Task must be one of cue, fixed-cue, two-cues"),
        (["--cells", "rnn,perceptron"], "Cell must be one of rnn, lstm, gru, not “perceptron”."),
        (["--gaps", "0"], "Gap must be a whole number from 1 to 1,000, not 0."),
        (["--gaps", "5,x"], "Gap must be a whole number from 1 to 1,000, not “x”."),
        (["--seeds", "0"], "Seeds must be a whole number from 1 to 10,000, not 0."),
        (["--seeds", "9-3"], "Seeds must be like 5, 101-105 or 3,7, not “9-3”."),
        (["--updates", "many"], "Updates must be a whole number from 1 to 20,000, not “many”."),
        (["--workers", "0"], "Workers must be a whole number from 1 to 256, not 0."),
        (["--out", "/no/such/folder/x.csv"], "cannot be written: No such file or directory."),
        (["--out", "/"], "cannot be read: Is a directory;"),
        (["--seeds", "9000"], "More than 10,000 runs"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_arguments_are_one_sentence(arguments, complaint, capsys):
    assert main([*COMMAND, *arguments]) == 2
    printed, said = capsys.readouterr()
    assert printed == "" and complaint in said and len(said.splitlines()) == 1


def test_seeds_are_a_number_of_them_or_the_ones_named():
    assert list(read_seeds("5")) == [0, 1, 2, 3, 4]
    assert list(read_seeds("101-105")) == [101, 102, 103, 104, 105]
    assert list(read_seeds("3,7,5-6,7")) == [3, 7, 5, 6]


def test_the_table_has_the_mean_and_the_range(whole, capsys):
    assert main([*COMMAND, "--out", str(whole), "--workers", "1"]) == 0
    printed, said = capsys.readouterr()
    assert said == "" and "chance 12.5%" in printed
    assert len([line for line in printed.splitlines() if line.startswith(("rnn", "gru"))]) == 6


def test_without_dask_a_cluster_is_refused_and_nothing_else(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*COMMAND, "--dask", "tcp://127.0.0.1:8786"]) == 2
    printed, said = capsys.readouterr()
    assert printed == "" and said == f"{MISSING}\n"


def test_workers_that_die_lose_only_their_own_runs(tmp_path, capsys, monkeypatch):
    add = ResultsFile.add

    def add_and_kill(file, row):
        add(file, row)
        for worker in active_children():
            worker.kill()

    monkeypatch.setattr(ResultsFile, "add", add_and_kill)
    path = tmp_path / "results.csv"
    assert main([*COMMAND, "--out", str(path), "--workers", "2"]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    kept = len(path.read_text(encoding="utf-8").splitlines()) - 2
    assert said.startswith("A worker process died.") and f"holds {kept} of 6 runs" in said
    assert 1 <= kept < 6
