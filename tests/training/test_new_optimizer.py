"""A new optimizer is one class and one line: it is then right in both labs that offer it and in `train`."""

import json
import math
import runpy
import shlex

import numpy as np

from rnnplay.cli.parser import main
from rnnplay.labs.hello.diagram_data import diagram_data
from rnnplay.labs.hello.reproduce import command, python, settings
from rnnplay.labs.hello.state import HelloState
from rnnplay.labs.text.model_file import checkpoint, load, resume, save
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.standalone_scripts import script_numpy, script_torch
from rnnplay.labs.text.state import TextState
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session


class Momentum:
    """Steps along a running sum of gradients; for tests only."""

    name, title = "momentum", "Momentum"
    states, constants = ("u",), {"beta": 0.9}
    equations = ("u = beta * u_prev + g", "w = w_prev - lr * u")

    def start(self, n, dtype=np.float64):
        return {"u": np.zeros(n, dtype)}

    def update(self, theta, g, lr, state, t):
        u = self.constants["beta"] * state["u"] + g
        return theta - lr * u, {"u": u}


def test_a_new_optimizer_is_right_everywhere(monkeypatch, tmp_path):
    monkeypatch.setitem(OPTIMIZERS, "momentum", Momentum())
    state = HelloState({"optimizer": "momentum", "lr": "0.02"})
    assert not state.refusals and state.experiment.optimizer == "momentum"
    assert Experiment.from_query(state.experiment.to_query()) == (state.experiment, {})
    assert diagram_data(state.experiment)["optimizer"]["equations"] == list(Momentum.equations)

    session = Session(state.experiment)
    assert session.reach(60) == 60 and session.losses[60] < session.losses[0]
    details = session.details(30)
    moved = details.theta_before - 0.02 * details.state_after["u"]
    assert np.array_equal(details.theta_after, moved)

    out = tmp_path / "model"
    flags = ["--optimizer", "momentum", "--hidden", "16", "--updates", "3"]
    assert main(["train", "--source", "fables", "--out", str(out), *flags]) == 0
    assert load(out.read_bytes()).setup.optimizer == "momentum"


def test_the_command_and_the_program_of_a_hello_run_repeat_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(OPTIMIZERS, "momentum", Momentum())
    experiment = Experiment(optimizer="momentum", lr=0.02)
    session = Session(experiment)
    session.reach(12)
    assert "Momentum" in settings(experiment)
    words = shlex.split(command(experiment, 12))
    assert words[:3] == ["python", "-m", "rnnplay"] and main([*words[3:], "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["loss"] == session.losses[12]
    program = tmp_path / "program.py"
    program.write_text(python(experiment, 12), encoding="utf-8")
    runpy.run_path(str(program))
    assert capsys.readouterr().out.startswith(f"mean loss {session.losses[12]}\n")


def test_the_text_lab_trains_with_it_and_its_scripts_do_not_need_it(monkeypatch):
    monkeypatch.setitem(OPTIMIZERS, "momentum", Momentum())
    state = TextState({"source": "fables", "hidden": "16", "optimizer": "momentum", "updates": "3"})
    assert not state.refusals and state.setup.optimizer == "momentum"
    run = TextRun(state.corpus, state.setup).advance(math.inf)
    assert run.ended and run.curve[-1].valid < run.curve[0].valid
    assert load(save(run)).setup.optimizer == "momentum"
    assert np.array_equal(resume(load(checkpoint(run)), run.corpus.text).state["u"], run.state["u"])
    for script in (script_numpy, script_torch):
        assert "momentum" not in script(run, "model.rnnplay")
