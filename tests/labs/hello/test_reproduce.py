"""An experiment as a command line and as Python: both are run, and give the numbers of the page."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rnnplay.cli.parser import main
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.labs.hello.reproduce import command, python, settings
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

ROOT = Path(__file__).resolve().parents[3]
PYTHON = "python -m rnnplay "
TEXTS = [
    'it\'s "so"',
    "a\nb\tc\u200bd",
    "-x --y",
    "$HOME `ls` \\n!",
    "é漢👩‍👩‍👧",
    "a\u00a0b\x7fc\x1b[0m",
    "=;&|><*?",
]
CHANGED = Experiment(
    text="to be or not", cell="gru", hidden=5, optimizer="adam", lr=((0, 0.01), (4, 0.002)), reset="after"
)


def words(line):
    """The words into which a shell splits a command (list of str)."""
    shown = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {line.removeprefix(PYTHON)}"], capture_output=True, check=True
    )
    return shown.stdout.decode().split("\0")[:-1]


def last_line(line, capsys):
    assert main([*words(line), "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def printed(script):
    """The Python of it, in an interpreter of its own: (loss, the scores of every step)."""
    shown = subprocess.run(
        [sys.executable, "-"], input=script, cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    loss, *steps = shown.stdout.splitlines()
    return float(loss.removeprefix("mean loss ")), steps


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_survives_the_shell(text, capsys):
    session = Session(Experiment(text=text, lr=0.3))
    found = last_line(command(session.experiment, 3), capsys)
    assert found["update"] == 3
    assert found["loss"] == session.frames(3, 1).loss[0]
    assert found["vocab"] == list(session.experiment.vocab)


@pytest.mark.parametrize("experiment", [*(p.experiment for p in PRESETS.values()), CHANGED])
def test_the_command_gives_the_same_loss(experiment, capsys):
    session = Session(experiment)
    update = min(7, session.reach(7))
    found = last_line(command(experiment, update), capsys)
    assert (found["update"], found["loss"]) == (update, session.frames(update, 1).loss[0])


def test_a_text_that_no_command_can_hold_is_said_to_be_one():
    assert command(Experiment(text="a\0b"), 1) is None


@pytest.mark.parametrize("experiment", [CHANGED, Experiment(text="a\0'\"\\\n\u202eé👍🏽", lr=0.3)])
def test_the_python_prints_the_same_numbers(experiment):
    session = Session(experiment)
    frames = session.frames(6, 1)
    loss, steps = printed(python(experiment, 6))
    assert loss == frames.loss[0]
    wanted = [dict(zip(experiment.vocab, y.tolist(), strict=True)) for y in frames.y[0]]
    assert steps == [f"step {t} {scores}" for t, scores in enumerate(wanted, 1)]


def test_the_command_runs_in_a_shell_of_its_own():
    line = f"{command(CHANGED, 6)} --json".replace("python", f"'{sys.executable}'", 1)
    shown = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, check=True)
    found = json.loads(shown.stdout.splitlines()[-1])
    assert found["loss"] == Session(CHANGED).frames(6, 1).loss[0]


def test_the_words_name_what_was_chosen():
    said = settings(CHANGED)
    for part in ("GRU", "5 hidden units", "Adam", "0.01, 0.002 from update 4", "seed 0", "reset gate"):
        assert part in said
    assert settings(PRESETS["figure"].experiment).endswith("article’s weights")
