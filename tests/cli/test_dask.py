"""The same runs on a real Dask cluster, by the package distributed."""

import json
import os
import signal

import pytest
from distributed import LocalCluster

from rnnplay.cli.parser import main
from rnnplay.labs.gap.results_file import ResultsFile

COMMAND = "compare --task cue --cells rnn,gru --gaps 10,60 --seeds 3 --updates 100 --to-the-end".split()


@pytest.fixture
def local():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        yield local


def rows(capsys):
    """The printed rows without their times."""
    printed = json.loads(capsys.readouterr().out)["rows"]
    return [{**row, "cpu_s": 0, "curve": [point[:3] for point in row["curve"]]} for row in printed]


def after_the_first(monkeypatch, strike):
    add, struck = ResultsFile.add, []

    def add_and_strike(file, row):
        add(file, row)
        if not struck:
            struck.append(strike())

    monkeypatch.setattr(ResultsFile, "add", add_and_strike)


def test_a_cluster_gives_the_same_rows_even_if_a_worker_dies(local, capsys, monkeypatch, tmp_path):
    assert main([*COMMAND, "--json", "--workers", "1"]) == 0
    alone = rows(capsys)
    after_the_first(monkeypatch, lambda: os.kill(local.workers[0].pid, signal.SIGKILL))
    arguments = ["--json", "--dask", local.scheduler_address, "--out", str(tmp_path / "results.csv")]
    assert main([*COMMAND, *arguments]) == 0
    assert rows(capsys) == alone


def test_a_cluster_that_dies_loses_no_finished_run(local, capsys, monkeypatch, tmp_path):
    path = tmp_path / "results.csv"
    after_the_first(monkeypatch, local.close)
    assert main([*COMMAND, "--dask", local.scheduler_address, "--out", str(path)]) == 1
    kept = len(path.read_text(encoding="utf-8").splitlines()) - 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert 1 <= kept < 12 and said.startswith("The cluster was lost.") and f"holds {kept} of 12 runs" in said


def test_a_missing_cluster_is_refused_in_one_sentence(capsys):
    assert main([*COMMAND, "--dask", "tcp://127.0.0.1:9"]) == 2
    said = capsys.readouterr().err
    assert said == "There is no cluster to be reached at “tcp://127.0.0.1:9”.\n"
