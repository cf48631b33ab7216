"""python -m rnnplay export: the page and the table without a browser."""

import subprocess
import sys
from pathlib import Path

import pytest

from rnnplay.cli.export import export_to
from rnnplay.cli.parser import main
from rnnplay.labs.hello.export_csv import table
from rnnplay.labs.hello.export_html import page
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session
from tests.training.diverging import DivergingExperiment

ROOT = Path(__file__).resolve().parents[2]


def test_the_files_are_those_that_the_page_offers(tmp_path, capsys):
    choices = ["--text=hi there", "--cell=gru", "--updates=9"]
    experiment = Experiment(text="hi there", cell="gru")
    assert main(["export", *choices, f"--out={tmp_path / 'a.html'}"]) == 0
    assert "updates 0 to 9," in capsys.readouterr().out
    assert (tmp_path / "a.html").read_text("utf-8") == page(Session(experiment), 0, 9)
    assert main(["export", *choices, f"--out={tmp_path / 'a.csv'}"]) == 0
    assert (tmp_path / "a.csv").read_text("utf-8") == table(Session(experiment), 9, 9)


def test_a_training_that_stops_is_written_as_far_as_it_goes(tmp_path, capsys):
    for kind in ("csv", "html"):
        assert export_to(tmp_path / f"stopped.{kind}", DivergingExperiment(), 60) == 1
        said = capsys.readouterr()
        assert "overflowed" in said.err and "updates 0 to 2" in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out=hello.txt"], "must end in .html or .csv, not “hello.txt”"),
        (["--out=/nowhere/at/all.html"], "cannot be written"),
        (["--out=a.html", "--updates=-1"], "Updates must be a whole number"),
        ([], "--out"),
    ],
)
def test_bad_arguments_are_one_sentence(arguments, said, capsys):
    assert main(["export", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_the_other_commands_need_no_streamlit():
    code = "import sys, rnnplay.cli.parser; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
