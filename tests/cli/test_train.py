"""python -m rnnplay train: the experiments of the hello lab without a browser."""

import json
import math
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from rnnplay.cli.parser import main
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.training.experiment import FIELDS, Experiment
from rnnplay.training.session import Session

ROOT = Path(__file__).resolve().parents[2]
ISSUED = "--text hello --cell rnn --hidden 3 --optimizer sgd --lr 0.1 --seed 0 --updates 50 --json".split()

# A legal value other than the default for each choice.
OTHER = {
    "text": "world",
    "cell": "rnn",
    "hidden": "5",
    "optimizer": "adam",
    "lr": "0.2~3:0.1",
    "clip": "0.5",
    "clip_by": "value",
    "start": "figure",
    "scale": "0.25",
    "seed": "7",
    "activation": "relu",
    "reset": "after",
    "init": "orthogonal",
    "forget_bias": "3.0",
    "chrono": "50",
}


def run(*arguments, **options):
    command = [sys.executable, "-m", "rnnplay", *arguments]
    options = {"capture_output": True, "encoding": "utf-8", "cwd": ROOT, "timeout": 60} | options
    return subprocess.run(command, check=False, **options)


def lines(*arguments):
    result = run("train", *arguments, "--json")
    assert result.returncode == 0 and result.stderr == ""
    return [json.loads(line) for line in result.stdout.splitlines()]


def flag(field):
    return "--" + field.name.replace("_", "-")


def test_the_figure_is_reproduced_before_and_after_one_update():
    before, after = lines("--preset", "figure", "--updates", "1")
    assert np.array_equal(
        np.round(before["scores"], 1),
        [[1.0, 2.2, -3.0, 4.1], [0.5, 0.3, -1.0, 1.2], [0.1, 0.5, 1.9, -1.1], [0.2, -1.5, -0.1, 2.2]],
    )
    assert np.array_equal(
        np.round(before["hidden"], 1),
        [[0.3, -0.1, 0.9], [1.0, 0.3, 0.1], [0.1, -0.5, -0.3], [-0.3, 0.9, 0.7]],
    )
    assert before["vocab"] == ["h", "e", "l", "o"] and before["correct"] == [False, False, True, True]
    assert [round(4 * line["loss"], 3) for line in (before, after)] == [5.590, 2.981]

    assert round(before["scores"][0][1], 1) == 2.2 and round(after["scores"][0][1], 1) == 2.3
    rose = np.array(after["scores"]) > np.array(before["scores"])
    assert rose.tolist() == np.eye(4, dtype=bool)[[1, 2, 2, 3]].tolist()


def test_the_figure_is_right_after_twelve_updates():
    right = [all(line["correct"]) for line in lines("--preset", "figure", "--updates", "20")]
    assert right == [False] * 12 + [True] * 9


def test_one_object_a_line_with_every_update():
    trained = lines(*ISSUED[:-1])
    assert [line["update"] for line in trained] == list(range(51))
    for line in trained:
        assert list(line) == ["update", "loss", "grad_norm", "scores", "hidden", "correct", "vocab"]
        assert np.shape(line["scores"]) == (4, 4) and np.shape(line["hidden"]) == (4, 3)
        best = np.argmax(line["scores"], axis=1)
        assert line["correct"] == [line["vocab"][i] == wanted for i, wanted in zip(best, "ello", strict=True)]
    assert trained[0]["loss"] > trained[-1]["loss"] > 0 and trained[0]["grad_norm"] > 0


def test_the_numbers_are_those_of_the_session_to_the_last_digit():
    session = Session(Experiment(seed=4, optimizer="adam"))
    frames = session.frames(0, 301)
    printed = lines("--seed", "4", "--optimizer", "adam", "--updates", "300")
    assert [line["loss"] for line in printed] == frames.loss.tolist()
    assert [line["scores"] for line in printed] == frames.y.tolist()
    assert [line["hidden"] for line in printed] == frames.quantities["h"].tolist()


def test_the_same_arguments_print_the_same():
    assert run("train", *ISSUED).stdout == run("train", *ISSUED).stdout != ""


def test_the_table_has_a_row_for_every_update():
    result = run("train", "--preset", "figure", "--updates", "12")
    rows = result.stdout.splitlines()
    assert result.returncode == 0 and len(rows) == 16
    assert rows[2].split() == ["0", "0.08", "1.3974", "3.3629", "2/4", "oolo"]
    assert rows[-2].split()[-2:] == ["4/4", "ello"]
    assert rows[-1] == "Every prediction was right at update 12 for the first time."


def test_invisible_symbols_keep_the_table_aligned():
    result = run("train", "--text", "a b\nc\u202ed", "--updates", "2")
    assert result.returncode == 0 and len(result.stdout.splitlines()) == 6 and "\u202e" not in result.stdout


def test_a_terminal_that_lacks_letters_still_gets_the_table():
    environment = {"PYTHONIOENCODING": "ascii", "OPENBLAS_NUM_THREADS": "1"}
    result = run("train", "--text", "ab ba", "--updates", "1", env=environment)
    assert result.returncode == 0 and result.stderr == ""


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_choice_is_a_flag(field, capsys):
    assert main(["train", flag(field), OTHER[field.name], "--updates", "5", "--json"]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    session = Session(Experiment(**{field.name: field.read(OTHER[field.name])}))
    assert [line["loss"] for line in printed] == session.frames(0, 6).loss.tolist()


@pytest.mark.parametrize("slug", PRESETS)
def test_every_preset_runs(slug, capsys):
    assert main(["train", "--preset", slug, "--updates", "1"]) == 0
    assert capsys.readouterr().err == ""


def test_a_flag_changes_the_preset(capsys):
    assert main(["train", "--preset", "figure", "--lr", "0.5", "--updates", "1", "--json"]) == 0
    changed = json.loads(capsys.readouterr().out.splitlines()[1])["loss"]
    assert changed == Session(Experiment(start="figure", lr=0.5)).frames(1, 1).loss[0]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "command"),
        (("fly",), "'fly'"),
        (("train", "--hidden", "100"), "100"),
        (("train", "--hidden", "many"), "“many”"),
        (("train", "--hidden"), "--hidden"),
        (("train", "--hid", "4"), "--hid"),
        (("train", "--text", ""), "empty"),
        (("train", "--text", "a"), "“a”"),
        (("train", "--text", "x" * 9000), "9,000"),
        (("train", "--lr", "-1"), "-1"),
        (("train", "--lr", "nan"), "“nan”"),
        (("train", "--lr", "0.1~9:0.1~3:0.2"), "0, 9, 3"),
        (("train", "--updates", "-1"), "-1"),
        (("train", "--updates", "1e9"), "“1e9”"),
        (("train", "--preset", "nothing"), "“nothing”"),
        (("train", "--preset", "figure", "--text", "world"), "“world”"),
        (("train", "--seed", "9" * 5000), "“999"),
        (("train", "hello"), "hello"),
    ],
)
def test_an_error_is_one_sentence_and_exit_code_2(arguments, named, capsys):
    assert main(list(arguments)) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and named in printed.err
    assert printed.err.count("\n") == 1 and printed.err.endswith(".\n") and printed.err[0].isupper()


def test_an_error_leaves_no_traceback():
    result = run("train", "--text", b"ab\xff")
    assert result.returncode == 2 and result.stdout == ""
    assert result.stderr.count("\n") == 1 and "U+DCFF" in result.stderr


def test_numbers_that_overflow_end_the_run_at_the_last_good_update(capsys, monkeypatch):
    def update(theta, g, lr, state, t):
        return theta - lr * g * (math.inf if t == 4 else 1), state

    toy = SimpleNamespace(title="A toy", start=OPTIMIZERS["sgd"].start, update=update)
    monkeypatch.setitem(OPTIMIZERS, "toy", toy)
    assert main(["train", "--optimizer", "toy", "--json"]) == 1
    printed = capsys.readouterr()
    assert [json.loads(line)["update"] for line in printed.out.splitlines()] == [0, 1, 2, 3]
    assert printed.err.count("\n") == 1 and "update 3" in printed.err


def test_a_reader_that_closes_the_pipe_is_no_error():
    command = [sys.executable, "-m", "rnnplay", "train", "--updates", "100000", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert json.loads(process.stdout.readline())["update"] == 0
        process.stdout.close()
        assert process.stderr.read() == b"" and process.wait(timeout=60) == 0


def test_help_names_every_choice():
    shown = run("train", "--help").stdout
    assert all(flag(field) in shown for field in FIELDS) and "--preset" in shown
