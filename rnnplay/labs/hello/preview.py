"""The picture of the hello lab on the home page, from a real run."""

import numpy as np

from rnnplay.labs.hello.presets import PRESETS
from rnnplay.training.session import Session

UPDATES = 24  # in the figure's training all four predictions are right by then


def preview() -> dict:
    """The article's network in training: the probability of each letter at each step, update by update."""
    session = Session(PRESETS["figure"].experiment)
    experiment = session.experiment
    details = [session.details(update) for update in range(UPDATES + 1)]
    return {
        "kind": "training",
        "inputs": [experiment.vocab[k] for k in experiment.x[:, 0]],
        "letters": list(experiment.vocab),
        "wanted": experiment.targets[:, 0].tolist(),
        "h": [_rounded(one.trace.quantities["h"][:, 0]) for one in details],
        "p": [_rounded(one.trace.p[:, 0]) for one in details],
        "loss": [round(float(one.trace.loss), 3) for one in details],
    }


def _rounded(values):
    return np.round(values, 3).tolist()
