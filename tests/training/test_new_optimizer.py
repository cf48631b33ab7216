"""A new optimizer is one class and one line: it is then right in the hello lab and in `train`."""

import numpy as np

from rnnplay.cli.parser import main
from rnnplay.labs.hello.diagram_data import diagram_data
from rnnplay.labs.hello.state import HelloState
from rnnplay.labs.text.model_file import load
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
