"""Small pictures of what each lab shows, from real runs: plain data for rnnplay.labs.home.component.

Each is a dict with `kind`, which says how it is drawn, and numbers; nothing here is made up or typed in.
"""

from statistics import mean

import numpy as np

from rnnplay.labs.hello.presets import PRESETS
from rnnplay.labs.loop.networks import Loop, read, recurrent
from rnnplay.nn.stepper import RNN
from rnnplay.tasks.wiring.captions import SCENES, paint
from rnnplay.training.session import Session

UPDATES = 24  # of "hello": in the figure's training all four predictions are right by then
SHOWN = 5  # moments of a text's training


def hello():
    """The article's network in training: the probability of each letter at each step, update by update."""
    session = Session(PRESETS["figure"].experiment)
    experiment = session.experiment
    updates = [session.details(update) for update in range(UPDATES + 1)]
    return {
        "kind": "training",
        "inputs": [experiment.vocab[k] for k in experiment.x[:, 0]],
        "letters": list(experiment.vocab),
        "wanted": experiment.targets[:, 0].tolist(),
        "h": [_rounded(update.trace.quantities["h"][:, 0]) for update in updates],
        "p": [_rounded(update.trace.p[:, 0]) for update in updates],
        "loss": [round(float(update.trace.loss), 3) for update in updates],
    }


def loop():
    """The state of the loop's network as it reads a word."""
    text = Loop()
    trace = read(recurrent(len(text.alphabet)), text.x)
    return {
        "kind": "states",
        "letters": list(text.letters),
        "h": _rounded(trace.quantities["h"][:, 0]),
        "says": [("even", "odd")[k] for k in trace.p[:, 0].argmax(axis=-1)],
    }


def shapes():
    """The five wirings, and a picture with its sentence."""
    scene = SCENES[len(SCENES) // 3]
    return {"kind": "shapes", "picture": paint(scene).astype(int).tolist(), "sentence": " ".join(scene)}


def step():
    """Three steps by hand of a fresh network: the same input, another state, another answer."""
    rnn, steps = RNN(inputs=2, hidden=3, outputs=2, seed=0), []
    for x in ([1, 0], [0, 1], [1, 0]):
        y = rnn.step(np.array(x, float))
        steps.append({"x": x, "h": _rounded(rnn.h), "y": _rounded(y)})
    return {"kind": "steps", "steps": steps}


def gap(runs):
    """Accuracy against the gap, of the race that ships. runs: those of assets/race.csv."""
    found = {}
    for run in runs:
        found.setdefault(run.job.cell.split(":")[0], {}).setdefault(run.job.gap, []).append(
            run.curve[-1].accuracy
        )
    return {
        "kind": "curves",
        "gaps": sorted({run.job.gap for run in runs}),
        "cells": {cell: [round(mean(by[gap]), 4) for gap in sorted(by)] for cell, by in found.items()},
    }


def text(samples):
    """What a text model wrote at a few moments of its training. samples: list of (update, text)."""
    places = np.linspace(0, len(samples) - 1, SHOWN).round().astype(int)
    return {"kind": "samples", "samples": [[samples[k][0], samples[k][1][:160]] for k in places]}


def _rounded(values):
    return np.round(values, 3).tolist()
